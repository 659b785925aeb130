#pragma once

#include "units/units.hpp"

namespace wattprint::footprint {

/// What the calculator ML CO2 Impact prints, rounding included.
struct Mlco2Impact {
  Joules energy;    ///< to 0.01 kWh
  Grams emissions;  ///< to 0.01 kg
  Grams offset;     ///< what the provider claims to offset, to 0.01 kg; not taken off
};

/// What the calculator makes of the intensity of a row of its table: grams without their decimals,
/// then kilograms with two: 105 g becomes 100 g. One that the user types it takes as it is.
CarbonIntensity mlco2_table_intensity(CarbonIntensity row);

/// Rated power x time x intensity: no PUE, no utilisation, no CPU or memory beside the device.
///
/// tdp        of one device
/// time       the sum of the devices' times: it has no field for their number
/// intensity  as the calculator takes it: mlco2_table_intensity() of a row
/// offset     the part that the provider claims to offset
/// Source: mlco2/impact d0d3ee5, js/grayscale.js and js/data.js.
Mlco2Impact mlco2_impact(Watts tdp, Seconds time, CarbonIntensity intensity, Fraction offset);

}  // namespace wattprint::footprint
