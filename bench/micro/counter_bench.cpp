// From a raw counter value to joules: once for every zone in every sample.

#include <benchmark/benchmark.h>

#include "measure/counter.hpp"

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;

void counter_advances(benchmark::State& state) {
  EnergyCounter counter({.unit = Joules{1e-6}, .range = 262143328850, .max_power = Watts{500}});
  std::uint64_t raw = 0;
  Instant now;
  for (auto _ : state) {
    raw = (raw + 600'000) % 262143328850;  // 60 W at 100 Hz
    now = now + 10ms;
    benchmark::DoNotOptimize(counter.advance(raw, now));
  }
}
BENCHMARK(counter_advances);

}  // namespace
}  // namespace wattprint::measure
