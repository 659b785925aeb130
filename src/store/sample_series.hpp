#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "measure/interval.hpp"
#include "units/units.hpp"

namespace wattprint::store {

/// Energy of one domain, interval by interval; nothing where the domain gave no reading.
struct DomainSeries {
  measure::Component component = measure::Component::cpu;
  std::string device;
  std::vector<std::optional<Joules>> machine;  ///< used by everybody
  std::vector<std::optional<Joules>> run;      ///< of it charged to the run, active and idle
};

/// The intervals of a run as columns: element i of every column speaks of interval i.
struct SampleSeries {
  WallTime start;                               ///< of the run; what the offsets count from
  std::vector<std::chrono::nanoseconds> begin;  ///< offsets of the intervals' ends
  std::vector<std::chrono::nanoseconds> end;
  std::vector<std::optional<CpuSeconds>> cpu_run;   ///< by the command and its descendants
  std::vector<std::optional<CpuSeconds>> cpu_busy;  ///< by everybody
  /// A domain that appeared late has nothing in the intervals before.
  std::vector<DomainSeries> domains;

  std::size_t size() const { return end.size(); }
  bool empty() const { return end.empty(); }

  /// Adds one interval. run_start is the Instant that `start` is the wall time of.
  void append(const measure::Interval& interval, std::span<const measure::Domain> known,
              Instant run_start);
  /// Adds the intervals of a later series of the same run; domains are matched by name.
  void append(const SampleSeries& later);

 private:
  DomainSeries& domain(measure::Component component, const std::string& device);
};

}  // namespace wattprint::store
