#include "footprint/mlco2_impact.hpp"

#include <cmath>

namespace wattprint::footprint {
namespace {

constexpr double kGramsPerKilogram = 1000.0;  // and watts per kilowatt

/// Number.prototype.toFixed(2) of ECMAScript: the nearest hundredth to what the double exactly is,
/// the upper one of two. number * 100 alone would round before the comparison: 0.105 is a little
/// less than 0.105, and becomes 0.10.
double to_hundredths(double number) {
  constexpr double kHundred = 100.0;
  const double product = number * kHundred;
  const double error = std::fma(number, kHundred, -product);
  const double whole = std::floor(product);
  return (product - whole - 0.5 >= -error ? whole + 1.0 : whole) / kHundred;
}

}  // namespace

CarbonIntensity mlco2_table_intensity(CarbonIntensity row) {
  constexpr double kGramsPerHundredth = 10.0;
  const double kg_per_kwh = to_hundredths(std::trunc(row.value()) / kGramsPerKilogram);
  return CarbonIntensity{std::round(kg_per_kwh * 100.0) * kGramsPerHundredth};
}

Mlco2Impact mlco2_impact(Watts tdp, Seconds time, CarbonIntensity intensity, Fraction offset) {
  // In the calculator's own order and units: another order rounds differently.
  constexpr double kSecondsPerHour = 3600.0;
  const double kilowatt_hours =
      to_hundredths(tdp.value() * (time.count() / kSecondsPerHour) / kGramsPerKilogram);
  const double kilograms = to_hundredths(kilowatt_hours * (intensity.value() / kGramsPerKilogram));
  return {.energy = kKilowattHour * kilowatt_hours,
          .emissions = Grams{kilograms * kGramsPerKilogram},
          .offset = Grams{to_hundredths(kilograms * offset.value()) * kGramsPerKilogram}};
}

}  // namespace wattprint::footprint
