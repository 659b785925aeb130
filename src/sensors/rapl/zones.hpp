#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"
#include "sensors/extent.hpp"

namespace wattprint::sensors::rapl {

/// What a zone calls itself: "package-1-die-0", "core", "uncore", "dram", "psys", "psys-1".
/// socket and die are those in the name; parts ("core", "dram") have none and take their parent's.
/// Nothing for names that are not RAPL's.
/// Source: drivers/powercap/intel_rapl_common.c, rapl_domain_names and rapl_package_init.
std::optional<Extent> parse_zone_name(std::string_view name);

/// The name of a zone's directory, "intel-rapl-mmio:0:2". The indices are hexadecimal (the kernel
/// prints them with %x) and number the zones in the order of their registration: they say who is
/// whose child, and nothing about sockets.
struct ZoneDirectory {
  std::string control_type;
  std::vector<std::uint64_t> indices;  ///< at least one
};
/// Nothing when `name` is not a zone of a RAPL control type ("intel-rapl", "idle-injection:0").
std::optional<ZoneDirectory> parse_zone_directory(std::string_view name);

/// One zone of /sys/class/powercap.
struct Zone {
  std::filesystem::path path;
  std::string directory;  ///< "intel-rapl:0:2", unique in the kernel
  ZoneDirectory parsed;
  std::string name;              ///< content of its `name` file; empty when that cannot be read
  std::optional<Extent> extent;  ///< nothing when the name is not one of RAPL's
  bool hidden = false;           ///< listed, but a link to nowhere (masked by a container runtime)

  bool is_mmio() const;
};

/// All RAPL zones of the machine, each once: those of the MSR or TPMI driver before their MMIO
/// twins, parents before children, sockets in the order of their registration.
std::vector<Zone> list_zones(const Machine& machine);

/// "package-0", "package-1-die-0", "dram-1", "core-0", "psys": the stable name of a domain.
std::string device_name(const Extent& extent);

}  // namespace wattprint::sensors::rapl
