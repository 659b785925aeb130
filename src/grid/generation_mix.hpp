#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/emission_factors.hpp"
#include "units/figure.hpp"

namespace wattprint::grid {

/// What one kind of plant fed into the grid, as mean power over the interval of the mix: energy of
/// the interval / its length, or the share of a percentage; only the proportions matter.
struct Generation {
  catalog::EnergySource source = catalog::EnergySource::unknown;
  Watts power;
};

/// The generation of a zone in one interval. A source may occur more than once; it is added up.
using Mix = std::vector<Generation>;

/// Mean carbon intensity of what a zone generated: each source by its emission factor. Imports are
/// not in it.
///
/// Less than zero is the plant's own use, or storage that charges: no generation, counted as 0.
/// Storage gives back what the rest of the same mix emits per kWh, and a quarter more for what is
/// lost in it (EIA: pumped storage returns 79 %, batteries 82 %; 80 % here); when it generates
/// alone it counts as unknown.
///
/// The interval holds how far the plants of a source may be from its factor. Errors of different
/// sources have nothing to do with each other and add in quadrature. Those of one source are the
/// same in every hour: so means over hours must add figures as correlated, the default of add().
///
/// kind  lifecycle or direct; Errc::malformed otherwise, and when a power is not finite.
/// Errc::not_present when nothing generates: there is no intensity then.
Result<Figure<CarbonIntensity>> intensity_of_mix(
    const Mix& mix, catalog::IntensityKind kind,
    std::string_view factors = catalog::tables::emission_factors());

}  // namespace wattprint::grid
