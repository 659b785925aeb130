#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "units/units.hpp"

namespace wattprint::sensors::battery {

/// What feeds the machine, by the files in <sysfs>/class/power_supply.
struct Supplies {
  std::vector<std::filesystem::path> batteries;  ///< of the machine; not those of mice and phones
  std::vector<std::filesystem::path> chargers;   ///< mains and USB inputs
};

Supplies find_supplies(const Machine& machine);

/// Whether the batteries alone feed the machine, and if not, why, in words.
struct Feeding {
  bool is_battery_only = false;
  std::string why_not;
};
Feeding feeding(const Supplies& supplies);

/// Power drawn from one battery now, from power_now, or current_now times voltage_now; zero unless
/// its status is Discharging. Firmwares disagree on the sign, so the magnitude counts.
/// Errc::malformed when the files do not hold numbers or the power is beyond belief.
Result<Watts> discharge_power(const std::filesystem::path& battery);

}  // namespace wattprint::sensors::battery
