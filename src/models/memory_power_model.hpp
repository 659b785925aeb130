#pragma once

#include <cstdint>

#include "units/amounts.hpp"
#include "units/figure.hpp"

namespace wattprint::models {

/// Power of installed memory where no sensor tells it: refresh and standby by size, and a part that
/// goes with how busy the threads are. By size alone, without steps: nobody has published how much
/// the number of modules changes it. Linear in busy CPU time, as CpuPowerModel is.
struct MemoryPowerModel {
  Watts idle;
  Watts active_per_thread;  ///< added by one busy thread of this machine
  Spread spread;            ///< 90 % interval of any energy by this model

  /// threads  hardware threads that share the memory, at least 1.
  static MemoryPowerModel of(Gigabytes size, unsigned threads);

  Joules energy(CpuSeconds busy, Seconds elapsed) const {
    return idle * elapsed + active_per_thread * Seconds(busy.value());
  }
};

}  // namespace wattprint::models
