// Finding a CPU by name: once for each row of an inventory.

#include <benchmark/benchmark.h>

#include "catalog/cpus.hpp"

namespace wattprint::catalog {
namespace {

void find(benchmark::State& state, std::string_view name) {
  for (auto _ : state) benchmark::DoNotOptimize(find_cpu(name));
}
BENCHMARK_CAPTURE(find, exact, "Intel(R) Xeon(R) CPU E5-2699 v3 @ 2.30GHz");
BENCHMARK_CAPTURE(find, without_brand, "E3-1265LV2");
BENCHMARK_CAPTURE(find, hidden, "Intel(R) Xeon(R) CPU @ 2.20GHz");
BENCHMARK_CAPTURE(find, unknown_suffix, "AMD EPYC 7763P");
BENCHMARK_CAPTURE(find, unknown_of_a_series, "Intel Xeon Gold 6999Z");
BENCHMARK_CAPTURE(find, nothing, "Sparc T5 at 3.6 GHz");

void find_die_by_cpuid(benchmark::State& state) {
  const CpuId id{.vendor = "Intel", .family = 6, .model = 85, .stepping = 7};
  for (auto _ : state) benchmark::DoNotOptimize(find_die(id));
}
BENCHMARK(find_die_by_cpuid);

void suggest_similar_cpus(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(similar_cpus("Intel Xeon Gold 6l40"));
}
BENCHMARK(suggest_similar_cpus);

}  // namespace
}  // namespace wattprint::catalog
