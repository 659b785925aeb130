#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "models/smbios_memory.hpp"

namespace wattprint::models {

/// Memory that draws power on behalf of this machine.
struct InstalledMemory {
  std::uint64_t bytes = 0;
  std::optional<MemoryModules> modules;  ///< when the firmware's list may be read (as root)
  std::string source;                    ///< for people: what says so
};

/// In a virtual machine, what the hypervisor gave it: MemTotal of <procfs>/meminfo. On bare metal,
/// what is in its slots: by the firmware's list of modules, else by the kernel's memory blocks
/// (<sysfs>/devices/system/memory), else MemTotal, which leaves out what kernel and firmware keep
/// for themselves. A list that contradicts MemTotal is not believed. Errc::malformed when meminfo
/// makes no sense; the error names the file.
Result<InstalledMemory> installed_memory(const Machine& machine, bool virtual_machine);

/// Bytes from the text of meminfo. The error does not name a file.
Result<std::uint64_t> parse_mem_total(std::string_view text);

}  // namespace wattprint::models
