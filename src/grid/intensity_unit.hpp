#pragma once

#include <optional>
#include <string_view>

#include "units/units.hpp"

namespace wattprint::grid {

/// A unit that others give carbon intensities in.
struct IntensityUnit {
  std::string_view name = "g/kWh";
  double grams_per_kwh = 1.0;  ///< of one of it

  CarbonIntensity of(double number) const { return CarbonIntensity{number * grams_per_kwh}; }
  friend bool operator==(const IntensityUnit&, const IntensityUnit&) = default;
};

/// The units by name, for messages.
inline constexpr std::string_view kIntensityUnits =
    "g/kWh, kg/kWh, g/MWh, kg/MWh, t/MWh, lb/MWh, g/MJ or kg/GJ";

/// "kg/MWh" in any of the ways it is written: "kgCO2e/MWh", "lbs_co2_per_mwh", "gCO₂eq/kWh".
/// Nothing for any other text.
std::optional<IntensityUnit> parse_intensity_unit(std::string_view text);

}  // namespace wattprint::grid
