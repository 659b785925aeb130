// /proc/meminfo: a size that some machine could have, or an error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/installed_memory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes =
      wattprint::models::parse_mem_total({reinterpret_cast<const char*>(data), size});
  if (bytes && (*bytes == 0 || *bytes > (std::uint64_t{1} << 52U))) std::abort();
  return 0;
}
