#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wattprint::models {

/// The memory modules that sit in a machine, as its firmware lists them.
struct MemoryModules {
  unsigned count = 0;
  std::uint64_t bytes = 0;
  std::string type;        ///< "DDR4"; empty when not told, or when modules differ
  unsigned megahertz = 0;  ///< million transfers a second of the slowest; 0 when not told
};

/// Reads the SMBIOS structures of type 17 (memory device) from the bytes of
/// <sysfs>/firmware/dmi/tables/DMI. Nothing when there is no populated module of known size in
/// them, or the sizes are no sizes. What is cut off or damaged ends the reading. Source: DMTF
/// DSP0134, 7.18.
std::optional<MemoryModules> parse_smbios_memory(std::string_view table);

}  // namespace wattprint::models
