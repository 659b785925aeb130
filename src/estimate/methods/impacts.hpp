#pragma once

#include "units/units.hpp"

namespace wattprint {

// Other impacts than on the climate, as life-cycle assessments count them.
using Antimony = Quantity<struct KilogramSbTag>;  ///< use of metals and minerals, kg Sb equivalent
using PrimaryEnergy = Quantity<struct PrimaryMegajouleTag>;  ///< MJ
using AntimonyIntensity = Quantity<struct KilogramSbPerKwhTag>;
using PrimaryEnergyIntensity = Quantity<struct PrimaryMegajoulePerKwhTag>;

constexpr Antimony operator*(Joules energy, AntimonyIntensity intensity) {
  return Antimony{energy / kKilowattHour * intensity.value()};
}
constexpr PrimaryEnergy operator*(Joules energy, PrimaryEnergyIntensity intensity) {
  return PrimaryEnergy{energy / kKilowattHour * intensity.value()};
}

}  // namespace wattprint
