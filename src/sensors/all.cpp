#include "sensors/all.hpp"

#include "sensors/amd/amd.hpp"
#include "sensors/battery/battery.hpp"
#include "sensors/cray/cray.hpp"
#include "sensors/hwmon/hwmon.hpp"
#include "sensors/intel/level_zero.hpp"
#include "sensors/nvidia/nvidia.hpp"
#include "sensors/rapl/msr.hpp"
#include "sensors/rapl/perf.hpp"
#include "sensors/rapl/powercap.hpp"

namespace wattprint::sensors {

std::vector<std::unique_ptr<Sensor>> all_sensors(const Machine& machine) {
  std::vector<std::unique_ptr<Sensor>> sensors;
  sensors.push_back(make_perf(machine));
  sensors.push_back(make_powercap(machine));
  sensors.push_back(make_msr(machine));
  sensors.push_back(make_hwmon(machine));
  sensors.push_back(make_cray(machine));
  sensors.push_back(make_battery(machine));
  sensors.push_back(make_nvidia(machine));
  sensors.push_back(make_amd(machine));
  sensors.push_back(make_level_zero(machine));
  return sensors;
}

}  // namespace wattprint::sensors
