// The firmware's table of memory modules: a total that some machine could have, or none.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/smbios_memory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto modules = wattprint::models::parse_smbios_memory(
      std::string_view(reinterpret_cast<const char*>(data), size));
  if (!modules) return 0;
  if (modules->count == 0 || modules->bytes == 0) std::abort();
  if (modules->bytes / modules->count > (std::uint64_t{1} << 44U)) std::abort();
  if (modules->count > size / 4) std::abort();
  return 0;
}
