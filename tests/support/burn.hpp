#pragma once

#include <time.h>

#include "units/units.hpp"

namespace wattprint::testing {

inline CpuSeconds process_cpu() {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return CpuSeconds{static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9};
}

/// Spins until this process has used that much more CPU time.
inline void burn_cpu(CpuSeconds amount) {
  const CpuSeconds end = process_cpu() + amount;
  while (process_cpu() < end) {
  }
}

}  // namespace wattprint::testing
