#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "units/figure.hpp"

namespace wattprint::measure {

/// What kind of hardware spends the energy.
enum class Component { cpu, dram, gpu, platform };

std::string_view to_string(Component component);
std::optional<Component> parse_component(std::string_view text);

/// One stretch of hardware whose energy is read (or modelled) on its own, and that overlaps with no
/// other domain of the same run: the domains of a run form a partition, so they may be added up.
struct Domain {
  Component component = Component::cpu;
  std::string device;  ///< "package-0", "dram-1", "GPU-1a2b": stable over reboots where possible
  std::string sensor;  ///< name of the sensor as `doctor` lists it, "rapl-powercap"
  std::string source;  ///< text for the figure: "RAPL package-0 by powercap"
  Basis basis = Basis::measured;
  Spread spread;  ///< 90 % interval of the energy itself, before any attribution

  /// Draw of the domain when nothing runs, when its sensor or model knows; else zero. Attribution
  /// prefers what it has learned on this machine.
  Watts idle_hint{};
};

}  // namespace wattprint::measure
