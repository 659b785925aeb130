#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "units/units.hpp"

namespace wattprint::measure {

/// What is known of a hardware energy counter.
struct CounterTraits {
  Joules unit;              ///< energy of one count
  std::uint64_t range = 0;  ///< number of counts after which it starts over; 0 = never (64 bit)
  Watts max_power{};        ///< more than this is not believed; 0 = believe everything
};

/// Turns the raw values of a counter into energy used between reads.
///
/// Wraps are exact (modulus `range`). A value that could only be explained by more than max_power
/// over the time awake plus one second (counters and their updates are not read at the same
/// moment) is a reset or a jump: it starts a new count and no energy is made of it.
class EnergyCounter {
 public:
  enum class Step { first, normal, wrapped, reset };
  struct Advance {
    Step step = Step::first;
    Joules used{};
    /// Time without a known energy, when step is reset.
    std::chrono::nanoseconds lost{0};
  };

  explicit EnergyCounter(CounterTraits traits) : traits_(traits) {}

  Advance advance(std::uint64_t raw, Instant now);

  /// Half the time in which the counter wraps at max_power; the sampler must not sleep longer.
  std::chrono::nanoseconds longest_interval() const;

 private:
  CounterTraits traits_;
  std::optional<std::uint64_t> previous_;
  Instant previous_time_;
};

}  // namespace wattprint::measure
