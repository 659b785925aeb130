// Names and directories of powercap zones: whatever the bytes, a socket and a die are sensible
// numbers and a name that was understood is one that we would write ourselves.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sensors/rapl/zones.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint::sensors;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto zone = rapl::parse_zone_name(text)) {
    require(zone->socket >= -1 && zone->socket < 4096);
    require(zone->die >= -1 && zone->die < 4096);
    const auto again = rapl::parse_zone_name(rapl::device_name(*zone));
    require(again && again->kind == zone->kind);
    require(again->socket == zone->socket && again->die == zone->die);
  }
  if (const auto directory = rapl::parse_zone_directory(text)) {
    require(!directory->indices.empty());
    require(directory->control_type.substr(0, 10) == "intel-rapl");
  }
  return 0;
}
