#include "reports/human.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <span>

namespace wattprint::reports {
namespace {

constexpr double kWattHour = 3600.0;

constexpr std::array<Unit, 6> kEnergy{{{"µWh", kWattHour * 1e-6},
                                       {"mWh", kWattHour * 1e-3},
                                       {"Wh", kWattHour},
                                       {"kWh", kWattHour * 1e3},
                                       {"MWh", kWattHour * 1e6},
                                       {"GWh", kWattHour * 1e9}}};
constexpr std::array<Unit, 6> kMass{
    {{"µg", 1e-6}, {"mg", 1e-3}, {"g", 1.0}, {"kg", 1e3}, {"t", 1e6}, {"kt", 1e9}}};
constexpr std::array<Unit, 3> kVolume{{{"ml", 1e-3}, {"l", 1.0}, {"m3", 1e3}}};

Unit best(std::span<const Unit> units, Unit for_zero, double value) {
  if (value == 0.0) return for_zero;
  Unit found = units.front();
  // 0.0995 still shows as 0.10.
  for (const Unit& unit : units)
    if (std::abs(value) >= 0.0995 * unit.size) found = unit;
  return found;
}

struct Rounded {
  double number;
  int decimals;  ///< to show the digits that are left, and no more
};

/// number with so many significant digits. Rounding may add one: 0.996 is 1.0.
Rounded round_to(double number, int digits) {
  if (number == 0.0) return {0.0, 0};
  const std::string scientific = fmt::format("{:.{}e}", number, digits - 1);
  const int exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  double rounded = number;
  std::from_chars(scientific.data(), scientific.data() + scientific.size(), rounded);
  return {rounded, std::max(0, digits - 1 - exponent)};
}

}  // namespace

Unit unit_for(Joules energy) { return best(kEnergy, kEnergy[2], energy.value()); }
Unit unit_for(Grams emissions) { return best(kMass, kMass[2], emissions.value()); }
Unit unit_for(Litres water) { return best(kVolume, kVolume[1], water.value()); }

std::string significant(double number, int digits) {
  if (!std::isfinite(number)) return "?";
  const Rounded rounded = round_to(number, digits);
  return fmt::format("{:.{}f}", rounded.number, rounded.decimals);
}

std::string interval_end(double end, double value, int digits) {
  if (!std::isfinite(end)) return "?";
  const Rounded rounded = round_to(end, digits);
  const int decimals = std::min(rounded.decimals, round_to(value, digits).decimals);
  std::string text = fmt::format("{:.{}f}", rounded.number, decimals);
  const bool seems_zero = end != 0.0 && text.find_first_of("123456789") == std::string::npos;
  return seems_zero ? significant(end, 1) : text;
}

std::string to_text(Seconds duration) {
  const double s = duration.count();
  if (s <= 0.0) return "0 s";
  if (s < 0.9995) return significant(s * 1e3, s < 0.00995 ? 2 : 3) + " ms";
  if (s < 59.95) return fmt::format("{:.1f} s", s);
  const auto whole = static_cast<long long>(std::llround(s));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  const long long minutes = std::llround(s / 60.0);
  if (minutes < 24 * 60) return fmt::format("{} h {} min", minutes / 60, minutes % 60);
  const long long hours = std::llround(s / 3600.0);
  return fmt::format("{} d {} h", hours / 24, hours % 24);
}

std::string percent(double fraction) {
  const double value = fraction * 100.0;
  if (value > 0.0 && value < 0.5) return "<1 %";
  return fmt::format("{:.0f} %", value);
}

}  // namespace wattprint::reports
