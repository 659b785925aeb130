#pragma once

#include <chrono>
#include <cstdint>

#include "units/quantity.hpp"

namespace wattprint {

using Joules = Quantity<struct JouleTag>;
using Watts = Quantity<struct WattTag>;
using Grams = Quantity<struct GramCo2eTag>;              ///< CO2 equivalent
using CarbonIntensity = Quantity<struct GramPerKwhTag>;  ///< gCO2e per kWh, the only scale we store
using Litres = Quantity<struct LitreTag>;                ///< water
using WaterIntensity = Quantity<struct LitrePerKwhTag>;  ///< WUE, litres per kWh
using Seconds = std::chrono::duration<double>;
/// CPU time: seconds in which a hardware thread executed somebody's instructions.
using CpuSeconds = Quantity<struct CpuSecondTag>;
/// Power usage effectiveness: facility energy / IT energy, >= 1.
using Pue = Quantity<struct PueTag>;

/// Part of a whole, 0 to 1.
using Fraction = Quantity<struct FractionTag>;

inline constexpr Joules kKilowattHour{3.6e6};

constexpr Joules operator*(Watts power, Seconds time) {
  return Joules{power.value() * time.count()};
}
constexpr Joules operator*(Seconds time, Watts power) { return power * time; }
constexpr Watts operator/(Joules energy, Seconds time) {
  return Watts{energy.value() / time.count()};
}
constexpr Grams operator*(Joules energy, CarbonIntensity intensity) {
  return Grams{energy / kKilowattHour * intensity.value()};
}
constexpr Litres operator*(Joules energy, WaterIntensity intensity) {
  return Litres{energy / kKilowattHour * intensity.value()};
}
constexpr Joules operator*(Joules energy, Pue pue) { return energy * pue.value(); }

template <class Tag>
constexpr Quantity<Tag> operator*(Quantity<Tag> whole, Fraction fraction) {
  return whole * fraction.value();
}

constexpr Joules microjoules(std::uint64_t count) {
  return Joules{static_cast<double>(count) * 1e-6};
}
constexpr Joules millijoules(std::uint64_t count) {
  return Joules{static_cast<double>(count) * 1e-3};
}
constexpr Watts microwatts(std::uint64_t count) { return Watts{static_cast<double>(count) * 1e-6}; }
constexpr Watts milliwatts(std::uint64_t count) { return Watts{static_cast<double>(count) * 1e-3}; }
constexpr Joules watt_hours(double count) { return Joules{count * 3600.0}; }

}  // namespace wattprint
