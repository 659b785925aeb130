// The power of a server: `of` once for each machine of an inventory, `at` once for each row.

#include <benchmark/benchmark.h>

#include "models/server_power.hpp"

namespace wattprint::models {
namespace {

constexpr ServerHardware kServer{.cpu = "Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz",
                                 .chips = 2,
                                 .cores = 80,
                                 .threads = 160,
                                 .clock = Megahertz{2300},
                                 .memory = Gigabytes{512}};

void server_power_of_a_name(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ServerPower::of(kServer));
}
BENCHMARK(server_power_of_a_name);

void server_power_of_a_cpu(benchmark::State& state) {
  const auto cpu = catalog::find_cpu(kServer.cpu);
  for (auto _ : state) benchmark::DoNotOptimize(ServerPower::of(kServer, cpu));
}
BENCHMARK(server_power_of_a_cpu);

void server_power_at_a_load(benchmark::State& state) {
  const auto power = ServerPower::of(kServer);
  Fraction load{0.37};
  for (auto _ : state) {
    benchmark::DoNotOptimize(load);
    benchmark::DoNotOptimize(power.at(load));
  }
}
BENCHMARK(server_power_at_a_load);

}  // namespace
}  // namespace wattprint::models
