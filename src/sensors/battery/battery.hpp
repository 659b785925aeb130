#pragma once

#include <memory>

#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// The machine's batteries (<sysfs>/class/power_supply), while they alone feed it: their power is
/// that of the whole machine, screen included. On mains they tell nothing.
///
/// The batteries' energy_now moves in steps of about 10 mWh (36 J) and is therefore not used; their
/// power is integrated. Firmware refreshes it every second to every half minute.
///
/// Source: Linux Documentation/ABI/testing/sysfs-class-power.
std::unique_ptr<Sensor> make_battery(const Machine& machine);

}  // namespace wattprint::sensors
