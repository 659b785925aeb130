// /proc/cpuinfo, a kernel list of CPUs: whatever the bytes, an identity that can be shown and
// modelled.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/cpu_identity.hpp"
#include "models/cpu_power_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto cpu = wattprint::models::parse_cpuinfo(text);
  if (const auto threads = wattprint::models::count_cpu_list(text)) cpu.threads = *threads;
  for (const char c : cpu.describe())
    if (c < ' ' || c > '~') std::abort();
  const auto model = wattprint::models::CpuPowerModel::of(cpu);
  if (!std::isfinite(model.idle.value()) || model.idle < wattprint::Watts{0}) std::abort();
  (void)cpu.sockets();
  (void)cpu.cores();
  return 0;
}
