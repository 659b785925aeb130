#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "sensors/extent.hpp"
#include "units/units.hpp"

namespace wattprint::sensors::rapl {

/// The config of an event file, "event=0x02"; nothing when any other term is in it.
std::optional<std::uint64_t> parse_event(std::string_view text);

/// One energy event of the PMU, not yet bound to a CPU.
struct PmuEvent {
  std::string name;  ///< "energy-pkg"
  Extent::Kind kind = Extent::Kind::package;
  std::uint64_t config = 0;
  Joules unit;          ///< energy of one count
  std::string problem;  ///< why it cannot be used; empty when it can
};

/// The PMU `power` as sysfs describes it.
/// Source: arch/x86/events/rapl.c; Documentation/ABI/testing/sysfs-bus-event_source-devices-events.
struct PowerPmu {
  std::uint32_t type = 0;
  std::vector<int> cpus;  ///< one for each package or die
  std::vector<PmuEvent> events;
};

/// Errc::not_present when the kernel has no such PMU, or one without events (virtual machines).
Result<PowerPmu> read_power_pmu(const Machine& machine);

}  // namespace wattprint::sensors::rapl
