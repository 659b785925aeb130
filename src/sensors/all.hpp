#pragma once

#include <memory>
#include <vector>

#include "base/machine.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// Every way to read energy that wattprint has, preferred ones first. Nothing is looked at yet.
std::vector<std::unique_ptr<Sensor>> all_sensors(const Machine& machine);

}  // namespace wattprint::sensors
