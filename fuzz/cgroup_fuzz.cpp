// /proc/self/cgroup, /proc/self/mountinfo and cpu.stat. The first line "----" parts the two files.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "processes/cgroup.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cpu = processes::parse_cpu_stat(text); cpu && *cpu < CpuSeconds{}) std::abort();
  constexpr std::string_view kParting = "----\n";
  const auto parting = text.find(kParting);
  if (parting == std::string_view::npos) return 0;
  const auto places = processes::find_cgroup_places(text.substr(0, parting),
                                                    text.substr(parting + kParting.size()));
  for (const auto& place : places)
    if (place.directory.empty()) std::abort();
  return 0;
}
