// /proc/PID/stat and /proc/stat: any text is refused or gives times that are not negative.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "processes/proc_stat.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr long kTicks = 100;
  if (const auto stat = processes::parse_proc_stat(text, kTicks))
    if (stat->own < CpuSeconds{} || stat->reaped < CpuSeconds{}) std::abort();
  if (const auto times = processes::parse_machine_times(text, kTicks))
    if (times->busy < CpuSeconds{}) std::abort();
  return 0;
}
