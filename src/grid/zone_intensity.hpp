#pragma once

#include <optional>
#include <string>

#include "units/figure.hpp"

namespace wattprint::grid {

/// How much a kilowatt hour emits in a zone, and what that figure speaks of.
struct ZoneIntensity {
  std::string zone;  ///< the zone that the figure is of; see note when another was asked for
  Figure<CarbonIntensity> intensity;
  std::optional<int> year;  ///< calendar year of the figure; nothing when the user stated it
  std::string period;       ///< "yearly average 2024", "stated"
  std::string note;         ///< a sentence when a wider zone had to stand in; else empty
};

}  // namespace wattprint::grid
