#include "models/memory_power_model.hpp"

#include <algorithm>

namespace wattprint::models {
namespace {

// The rows idle and full of data/memory.csv; a test holds them together, so that a run need not
// read the table. Watts per GB (2^30 bytes, as modules are sold) when nothing runs: median of 0.07
// (regression of SPECpower_ssj2008 idle power on memory size), 0.17 (RAPL DRAM of six AWS hosts,
// Teads 2021, 0.13 to 0.25) and 0.20 (Teads' general curve).
constexpr WattsPerGigabyte kIdlePerGigabyte{0.17};
// At full load: median of 0.14 (the same regression at 100 %), 0.284 (Boavizta, stress tests),
// 0.3725 (Green Algorithms; doi 10.1145/3076113.3076117), 0.375 (Crucial), 0.392 (Cloud Carbon
// Footprint), 0.408 (Micron TN-40-07), 0.60 (Teads' general curve) and 0.92 (RAPL DRAM of six AWS
// hosts under a memory stress test, 0.66 to 1.10).
constexpr WattsPerGigabyte kFullPerGigabyte{0.38};
// 5 % and 95 % points of those figures over the two above: docs/power-model.md.
constexpr Spread kSpread{0.4, 2.4};

}  // namespace

MemoryPowerModel MemoryPowerModel::of(Gigabytes size, unsigned threads) {
  return {.idle = kIdlePerGigabyte * size,
          .active_per_thread =
              (kFullPerGigabyte * size - kIdlePerGigabyte * size) / std::max(1U, threads),
          .spread = kSpread};
}

}  // namespace wattprint::models
