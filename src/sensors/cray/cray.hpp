#pragma once

#include <memory>

#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// HPE Cray's out-of-band counters of a node (<sysfs>/cray/pm_counters): the whole node, its CPUs,
/// memory and accelerators, in joules, each with the time at which the blade controller took it.
///
/// Source: HPE Cray EX and XC documentation of pm_counters.
std::unique_ptr<Sensor> make_cray(const Machine& machine);

}  // namespace wattprint::sensors
