#pragma once

#include <memory>

#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// Power and energy channels of the kernel's hardware-monitoring chips (<sysfs>/class/hwmon): GPUs
/// (amdgpu, i915, xe), ACPI power meters and NVIDIA Grace, ARM SCMI, INA current monitors, AMD
/// energy drivers. Where a chip counts energy that is used, else its power is integrated.
///
/// Source: Linux Documentation/hwmon/sysfs-interface.rst and Documentation/hwmon/<driver>.rst.
std::unique_ptr<Sensor> make_hwmon(const Machine& machine);

}  // namespace wattprint::sensors
