#pragma once

#include <string>

#include "base/result.hpp"
#include "units/figure.hpp"

namespace wattprint::footprint {

/// A PUE that somebody stated.
///
/// pue     total facility energy / IT energy, 1 or more.
/// by      where it was stated: "--pue". The figure is exact and assumed: nothing here can check
/// it. Errc::malformed when pue is below 1 or not finite. Source: ISO/IEC 30134-2.
Result<Figure<Pue>> stated_pue(Pue pue, const std::string& by);

/// The PUE when nobody stated one: 1, so that only the IT equipment's energy is counted. Assumed.
Figure<Pue> no_pue();

/// Energy that the facility drew for the IT energy: cooling, power supply and lighting included.
///
/// energy  IT energy.
/// Errors of energy and PUE are independent.
/// Errc::malformed when any part of pue is below 1 or not finite. Source: ISO/IEC 30134-2.
Result<Figure<Joules>> facility_energy(const Figure<Joules>& energy, const Figure<Pue>& pue);

/// Operational emissions of one interval of a run: IT energy x PUE x intensity.
///
/// energy     IT energy of the interval, before the PUE factor.
/// intensity  average grid intensity over the same interval.
/// The three errors are independent: a meter, a building and a grid.
/// Errc::malformed when any part of pue is below 1 or not finite.
/// Source: GHG Protocol Scope 2 Guidance, location-based method; PUE as in ISO/IEC 30134-2.
Result<Figure<Grams>> operational_emissions(const Figure<Joules>& energy,
                                            const Figure<CarbonIntensity>& intensity,
                                            const Figure<Pue>& pue);

/// Water used on site to run the IT equipment.
///
/// energy  IT energy, before the PUE factor: WUE is defined per kWh of IT energy.
/// wue     water usage effectiveness, litres per kWh, 0 or more.
/// Errc::malformed when any part of wue is negative or not finite. Source: ISO/IEC 30134-9.
Result<Figure<Litres>> site_water(const Figure<Joules>& energy, const Figure<WaterIntensity>& wue);

}  // namespace wattprint::footprint
