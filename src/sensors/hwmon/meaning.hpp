#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/domain.hpp"
#include "sensors/extent.hpp"
#include "sensors/hwmon/chips.hpp"

namespace wattprint::sensors::hwmon {

/// What a channel's energy is the energy of.
struct Meaning {
  Channel channel;
  std::string name;  ///< unique and stable: "amdgpu-0000:03:00.0", "ina3221-1-0040:VDD_IN"
  measure::Component component = measure::Component::platform;
  Extent extent;
  std::string device;  ///< for Domain::device
  std::string what;    ///< in words: "GPU at 0000:03:00.0 (amdgpu)"
  Spread spread;       ///< 90 % interval of its energy
  Watts max_power{};   ///< more than this is not believed
  std::string
      not_used;  ///< why its energy must not be added to that of others; empty when it may be
  /// File that says "suspended" while the device sleeps and draws next to nothing; empty when it
  /// never does. Reading a sleeping GPU would wake it up or fail.
  std::filesystem::path runtime_status;
};

/// The meaning of every channel of every chip, with nothing twice among those that may be used, as
/// far as extents cannot tell.
///
/// has_package_meter  the machine counts the energy of its CPU packages (RAPL), so a rail of
/// unknown
///                    purpose may be feeding what is counted already.
std::vector<Meaning> meanings(std::span<const Chip> chips, bool has_package_meter);

/// Power accuracy of an ACPI power meter: "95.5%" is 0.955 to 1.045; `otherwise` when it makes no
/// sense. Source: ACPI 6.5, 10.4.1 (_PMC), "Measurement accuracy", in power1_accuracy.
Spread accuracy_spread(std::string_view text, Spread otherwise);

/// "Grace Power Socket 1" with "Grace Power Socket " is 1; -1 when `text` is something else.
int socket_number(std::string_view text, std::string_view prefix);

}  // namespace wattprint::sensors::hwmon
