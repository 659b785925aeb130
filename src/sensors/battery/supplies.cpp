#include "sensors/battery/supplies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::sensors::battery {
namespace {

namespace fs = std::filesystem;

// More than any laptop battery can give (they are fused below 300 W).
constexpr Watts kMaxBattery{500};

std::string line_or_empty(const fs::path& path) { return read_line(path).value_or(""); }

bool is_discharging(const fs::path& battery) {
  return line_or_empty(battery / "status") == "Discharging";
}

}  // namespace

Supplies find_supplies(const Machine& machine) {
  Supplies supplies;
  std::error_code error;
  const fs::path directory = machine.sysfs / "class/power_supply";
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const fs::path path = it->path();
    const std::string type = line_or_empty(path / "type");
    const bool of_the_machine = line_or_empty(path / "scope") != "Device";
    if (!of_the_machine) continue;
    if (type == "Battery" || (type.empty() && starts_with(path.filename().string(), "BAT"))) {
      supplies.batteries.push_back(path);
    } else if (type == "Mains" || starts_with(type, "USB")) {
      supplies.chargers.push_back(path);
    }
  }
  std::sort(supplies.batteries.begin(), supplies.batteries.end());
  std::sort(supplies.chargers.begin(), supplies.chargers.end());
  return supplies;
}

Feeding feeding(const Supplies& supplies) {
  if (supplies.batteries.empty()) return {false, "no battery"};
  // A weak charger feeds the machine together with a battery that still says Discharging.
  for (const auto& charger : supplies.chargers)
    if (line_or_empty(charger / "online") == "1")
      return {false, fmt::format("{}: the machine is on mains", (charger / "online").string())};
  if (std::any_of(supplies.batteries.begin(), supplies.batteries.end(), is_discharging))
    return {true, ""};
  const fs::path status = supplies.batteries.front() / "status";
  return {false, fmt::format("{}: {}", status.string(), line_or_empty(status))};
}

Result<Watts> discharge_power(const fs::path& battery) {
  if (!is_discharging(battery)) return Watts{};
  double microwatts = 0.0;
  if (const auto power = read_i64(battery / "power_now")) {
    microwatts = static_cast<double>(*power);
  } else if (power.error().code != Errc::not_present) {
    return fail(power.error());
  } else {
    const auto current = read_i64(battery / "current_now");
    if (!current) return fail(current.error());
    const auto voltage = read_i64(battery / "voltage_now");
    if (!voltage) return fail(voltage.error());
    // microamperes times microvolts are 1e-12 W
    microwatts = static_cast<double>(*current) * static_cast<double>(*voltage) * 1e-6;
  }
  const Watts drawn{std::abs(microwatts) * 1e-6};
  if (drawn > kMaxBattery)
    return fail(Errc::malformed,
                fmt::format("{}: {:.0f} W is not believable", battery.string(), drawn.value()));
  return drawn;
}

}  // namespace wattprint::sensors::battery
