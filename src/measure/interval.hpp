#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "measure/source.hpp"
#include "units/units.hpp"

namespace wattprint::measure {

/// Energy of one domain in one interval, and whose it was.
/// run_active + run_idle + others + idle + unattributed = machine, always.
struct DomainEnergy {
  std::size_t domain = 0;  ///< index into the sampler's list of domains
  Joules machine{};
  Joules run_active{};    ///< what the run's work added
  Joules run_idle{};      ///< idle energy charged to the run by policy
  Joules others{};        ///< active energy of processes outside the run
  Joules idle{};          ///< idle energy charged to nobody
  Joules unattributed{};  ///< nobody knows whose
  /// The run's total (active + idle) if the idle power were at the low or high end of what is known
  /// of it: the uncertainty of the split, kept apart from that of the sensor.
  Joules run_if_idle_low{};
  Joules run_if_idle_high{};
  /// Who used the device, for sources that know; see Reading.
  std::vector<ProcessUse> users;
  bool users_known = false;
};

/// CPU time spent in one interval.
struct CpuUse {
  CpuSeconds run{};       ///< by the command and its descendants
  CpuSeconds busy{};      ///< by everybody, kernel included
  CpuSeconds capacity{};  ///< hardware threads x elapsed time
};

/// Tells the CPU time spent between two looks.
class CpuProbe {
 public:
  virtual ~CpuProbe() = default;
  /// The first look starts the account and gives zeros; nothing when CPU time cannot be read now
  /// (it is then in the next look's answer).
  virtual std::optional<CpuUse> use_since_last(Instant now) = 0;
};

/// All that is known of one stretch of time. Transforms fill it, sinks take it.
struct Interval {
  Instant start;
  Instant end;
  std::vector<DomainEnergy> energy;
  std::optional<CpuUse> cpu;  ///< nothing without /proc
  std::vector<Warning> warnings;

  Seconds length() const { return Seconds(end - start); }
  /// The length without suspend: what power is to be multiplied with.
  Seconds awake() const { return Seconds(awake_between(start, end)); }
};

/// Adds knowledge to an interval: who used the CPU, who pays.
class Transform {
 public:
  virtual ~Transform() = default;
  virtual void apply(Interval& interval, std::span<const Domain> domains) = 0;
};

/// Takes finished intervals: totals, store, live line, CSV.
class Sink {
 public:
  virtual ~Sink() = default;
  /// domains  all domains known so far; DomainEnergy::domain indexes it, and it only grows.
  virtual void accept(const Interval& interval, std::span<const Domain> domains) = 0;
};

}  // namespace wattprint::measure
