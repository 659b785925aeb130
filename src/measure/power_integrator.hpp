#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "units/units.hpp"

namespace wattprint::measure {

/// Turns readings of power into energy by the trapezoid rule.
///
/// The error of the rule is that of the readings between two looks: a load that comes and goes
/// faster than it is read is seen only by chance. A gap in which nobody looked (a stopped process,
/// a driver that hung) is not filled with a guess; time suspended counts as none.
class PowerIntegrator {
 public:
  struct Step {
    Joules used{};
    /// Time whose energy is not known and not in `used`; zero when all is well.
    std::chrono::nanoseconds lost{0};
  };

  /// usual_step  longest time between readings in normal operation; positive. A gap longer than
  ///             kLongestGap times as much is not bridged.
  explicit PowerIntegrator(std::chrono::nanoseconds usual_step) : usual_step_(usual_step) {}

  /// Energy since the previous reading; zero for the first. A reading that is not later than the
  /// previous one replaces it.
  Step advance(Watts power, Instant now);

  /// Forgets the previous reading: the next one is a first.
  void restart() { previous_.reset(); }

  /// Ten missed looks in a row are not a hiccup of the scheduler.
  static constexpr int kLongestGap = 10;

 private:
  struct Reading {
    Watts power;
    Instant time;
  };
  std::chrono::nanoseconds usual_step_;
  std::optional<Reading> previous_;
};

}  // namespace wattprint::measure
