#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "units/units.hpp"

/// ML CO2 Impact, https://mlco2.github.io/impact, as its page computes at mlco2/impact@d0d3ee5
/// (MIT). Paper: Lacoste et al. 2019, arXiv:1910.09700.
///
/// Rated power x hours x a regional figure. There is no utilisation, no CPU, no memory, no PUE.
/// Known faults, kept here because that is what the page prints:
/// - all intermediate figures are rounded to two decimals, so that the intensity has steps of 10
/// g/kWh
///   (Zurich 25 % too high, Montreal 13 % too low), after the decimals of its table were cut off;
/// - its table has the V100 PCIe (250 W) and SXM2 16 GB (300 W) exchanged;
/// - its figures of grids are of 2016 to 2018;
/// - the page dies on 0 kg and on results of one digit.
namespace wattprint::estimate::methods::mlco2 {

/// A region as the page's table has it.
struct Region {
  std::string_view provider;
  std::string_view name;
  CarbonIntensity intensity;  ///< with its decimals, which the page cuts off
  Fraction offset;            ///< of the emissions that the provider says it offsets
};

/// Rated power of a row of the page's hardware table; nothing when there is no such row.
Result<std::optional<Watts>> hardware_power(std::string_view hardware);
/// The same for a person: blanks, case, punctuation and the vendor's name do not matter.
/// Errc::malformed for a device that the page does not have, naming the nearest.
Result<Watts> find_hardware(std::string_view name);
/// A region; nothing when the page has no such provider or region.
Result<std::optional<Region>> find_region(std::string_view provider, std::string_view region);
/// The region that the page offers instead: the first of the provider's cleanest.
Result<std::optional<Region>> cleanest_region(std::string_view provider);

struct Footprint {
  Joules energy;
  CarbonIntensity intensity;  ///< after rounding
  Grams emissions;
  Grams offset;             ///< of the emissions, what the provider says it offsets; not subtracted
  Grams unrounded;          ///< the same formula without its rounding
  bool page_fails = false;  ///< the page dies before it shows the result
};

/// power      rated power of all devices together.
/// intensity  of a region; the page cuts its decimals off and rounds to 10 g/kWh.
Footprint footprint(Watts power, Seconds time, CarbonIntensity intensity, Fraction offset);
/// The same with an intensity that the user typed, which the page does not round.
Footprint footprint_typed(Watts power, Seconds time, CarbonIntensity intensity, Fraction offset);
/// What the page says the emissions would have been in the cleanest region.
Grams emissions_in(const Region& region, Joules energy);

/// x as JavaScript's toFixed(2) prints it: to the nearest, by the exact value of the double, and
/// upward when both are as near.
double two_decimals(double x);

}  // namespace wattprint::estimate::methods::mlco2
