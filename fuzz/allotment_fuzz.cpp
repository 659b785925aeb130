// cpu.max, memory.max and lists of CPUs: a limit that some machine could have, or none.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/allotment.hpp"
#include "models/cpu_identity.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cpus = models::parse_cpu_max(text); cpus && !(*cpus > 0.0 && *cpus <= 65536.0))
    std::abort();
  if (const auto bytes = models::parse_memory_limit(text);
      bytes && (*bytes == 0 || *bytes >= (std::uint64_t{1} << 60U)))
    std::abort();
  if (const auto threads = models::count_cpu_list(text); threads && *threads > 65536) std::abort();
  return 0;
}
