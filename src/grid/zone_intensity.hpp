#pragma once

#include <optional>
#include <string>

#include "catalog/yearly_intensity.hpp"
#include "units/figure.hpp"

namespace wattprint::grid {

/// How much a kilowatt hour emits in a zone, and what that figure speaks of.
struct ZoneIntensity {
  std::string zone;  ///< the zone that the figure is of; see note when another was asked for
  Figure<CarbonIntensity> intensity;
  std::optional<int>
      year;            ///< calendar year of the figure; nothing when nobody says or it is stated
  std::string period;  ///< "yearly average 2024", "mean of 6553 h of 2021", "stated"
  std::string note;    ///< a sentence when a wider zone or another year had to stand in; else empty
  catalog::IntensityKind kind = catalog::IntensityKind::unknown;  ///< what the figure counts
};

}  // namespace wattprint::grid
