// The other kernel text that RAPL needs: events of the perf PMU, lists of CPUs, /proc/cpuinfo.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sensors/rapl/cpus.hpp"
#include "sensors/rapl/msr_layout.hpp"
#include "sensors/rapl/perf_pmu.hpp"
#include "sensors/rapl/powercap_counter.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint::sensors;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto event = rapl::parse_event(text))
    require(rapl::parse_event("event=" + std::to_string(*event)) == event);

  if (const auto cpus = rapl::parse_cpu_list(text)) {
    require(std::is_sorted(cpus->begin(), cpus->end()));
    require(std::adjacent_find(cpus->begin(), cpus->end()) == cpus->end());
    if (!cpus->empty()) require(cpus->front() >= 0 && cpus->back() < 16384);
  }

  if (const auto cpu = rapl::parse_cpu_identity(text)) {
    require(!cpu->vendor.empty());
    if (const auto layout = rapl::msr_layout(*cpu)) {
      require(!layout->registers.empty());
      const auto unit = rapl::energy_unit(size, *layout);
      if (unit) require(unit->value() > 0.0 && unit->value() <= 2147.5);
    }
  }
  return 0;
}
