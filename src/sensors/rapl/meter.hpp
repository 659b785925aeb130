#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "measure/counter.hpp"
#include "measure/source.hpp"

namespace wattprint::sensors::rapl {

/// One zone's count during a run: turns raw values into readings, and says once what went wrong.
class ZoneMeter {
 public:
  /// domain  index of the zone in its source
  /// place   "RAPL package-0 (/sys/class/powercap/intel-rapl:0)", begins the warnings
  ZoneMeter(std::size_t domain, std::string place, measure::CounterTraits traits)
      : domain_(domain), place_(std::move(place)), traits_(traits), counter_(traits) {}

  /// Takes a raw value; adds a reading, or none when its energy is not known: after a reset, and
  /// for a counter that has never moved in two seconds (a virtual machine's registers read as 0),
  /// which is a warning "rapl-stuck" and no measured zero.
  void accept(std::uint64_t raw, Instant now, measure::Batch& out);

  /// This read brought nothing: a warning "rapl-unreadable" for the first of a row of failures.
  /// The count goes on with the next good value, which then brings the energy of the gap.
  void fail(const Error& error, measure::Batch& out);

  /// The counter itself went away: a warning "rapl-gone", and a new count when it returns.
  void lose(const Error& error, measure::Batch& out);

  /// Half the time in which the counter can wrap; at least 10 ms, because a range that needs more
  /// haste than that cannot be followed anyway.
  std::chrono::nanoseconds longest_interval() const;

  /// True when the last read brought nothing.
  bool is_failing() const { return is_failing_; }

 private:
  void watch_for_standstill(std::uint64_t raw, Instant now, measure::Batch& out);

  std::size_t domain_;
  std::string place_;
  measure::CounterTraits traits_;
  measure::EnergyCounter counter_;

  std::optional<std::uint64_t> first_raw_;
  Instant first_time_;
  bool has_moved_ = false;
  bool is_stuck_ = false;
  bool is_failing_ = false;
  bool is_lost_ = false;
  bool reset_was_told_ = false;
};

}  // namespace wattprint::sensors::rapl
