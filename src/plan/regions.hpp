#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "catalog/cloud_figures.hpp"
#include "grid/zone_intensity.hpp"
#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::plan {

/// A place where the same work could be done, with what a kilowatt-hour of IT energy costs there.
struct Place {
  std::string key;                ///< "aws:eu-central-1"; empty for a place that is no cloud region
  std::string zone;               ///< grid zone that it lies in
  grid::ZoneIntensity intensity;  ///< location-based; of a wider zone where its own has no figure
  Figure<Pue> pue;
  std::optional<Figure<WaterIntensity>> water;
  /// What contracts make of it. Never part of any other figure here, nor of the order.
  std::optional<catalog::MarketIntensity> market;
};

/// What the work costs in a place.
struct PlaceOutcome {
  Place place;
  Figure<Joules> energy;    ///< of the facility: IT energy x PUE
  Figure<Grams> emissions;  ///< location-based
  std::optional<Figure<Litres>> water;
  std::optional<Figure<Grams>> market_emissions;  ///< market-based, beside the others
};

/// The same against the place where it is now.
struct Saving {
  Figure<Grams> grams;  ///< negative: worse than here
  double part = 0.0;    ///< of what it emits here: 0.9 saves nine tenths, -0.5 adds half
  /// The 90 % intervals of a kilowatt-hour here and there overlap: not surely better or
  /// worse.
  bool is_unsure = true;
};

struct RankedPlace {
  PlaceOutcome outcome;
  std::optional<Saving> saving;  ///< nothing when nobody said where here is
};

/// The same work in each of several places, the least emissions first.
struct RegionRanking {
  Figure<Joules> energy;  ///< IT energy of the work, the same everywhere
  std::optional<PlaceOutcome> here;
  std::vector<RankedPlace> places;
};

/// Weighs the work in each place and ranks them by location-based emissions (GHG Protocol Scope 2
/// Guidance); places with equal emissions are in the order of their keys.
///
/// energy  IT energy of the work. Its error is the same everywhere, so that it has no part in which
///         place is better.
/// here    where the work is done now, if anybody knows. A grid that here and another place share
///         cannot tell them apart: then their PUE alone does.
/// Errc::malformed for a PUE below 1 or an energy that is negative or not finite.
Result<RegionRanking> rank_regions(const Figure<Joules>& energy, const std::optional<Place>& here,
                                   std::vector<Place> places);

/// Orders by emissions, equals by key; what a published method computed is ranked likewise.
void sort_by_emissions(std::vector<RankedPlace>& places);

}  // namespace wattprint::plan
