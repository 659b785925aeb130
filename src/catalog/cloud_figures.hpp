#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "catalog/yearly_intensity.hpp"
#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::catalog {

/// How a provider's contracts were counted.
enum class MarketMethod {
  cfe,    ///< what its purchases leave of the grid's emissions, hour by hour
  claim,  ///< the provider says that what it buys in a year matches what it uses
};

/// What a PUE is of.
enum class PueScope { region, fleet, best_site, worst_site, survey };

std::string_view to_string(MarketMethod method);

/// One figure that somebody published of a region. The texts point into the table.
template <class Q, class Kind>
struct PublishedFigure {
  Q value{};
  std::optional<int> year;  ///< nothing when nobody says
  Kind kind{};
  std::string_view origin;  ///< code of data/SOURCES.md: who says so
  std::string_view licence;
  std::string_view source;  ///< project:file@commit#row
  std::string_view note;
};

/// All that the table has of a region ("aws:eu-central-1"), or of a provider as a whole ("aws:*").
/// Location-based and market-based intensity are separate lists, never to be mixed (GHG Protocol
/// Scope 2 Guidance).
struct CloudFigures {
  std::vector<PublishedFigure<CarbonIntensity, IntensityKind>> grid;  ///< location-based
  std::vector<PublishedFigure<CarbonIntensity, MarketMethod>> market;
  std::vector<PublishedFigure<Fraction, MarketMethod>> carbon_free;  ///< of the hours' energy
  std::vector<PublishedFigure<Fraction, MarketMethod>> offset;  ///< as an old calculator has it
  std::vector<PublishedFigure<Pue, PueScope>> pue;
  std::vector<PublishedFigure<WaterIntensity, PueScope>> water;
};

/// Errc::malformed for a row that makes no sense; a key that has no rows has no figures.
Result<CloudFigures> cloud_figures(std::string_view key,
                                   std::string_view table = tables::cloud_figures());

// What to take for a region, of what is published. `key` is that of a CloudRegion.

/// PUE of a region: its own newest one, else its provider's, else that of data centres at large
/// (assumed). Of a region's own, 90 % change by 0.04 or less from one year to the next; a fleet's
/// says as little of a region as its known regions differ (docs/regions.md).
Result<Figure<Pue>> region_pue(std::string_view key,
                               std::string_view table = tables::cloud_figures());

/// Water that a region uses on site; nothing when neither it nor its provider publishes any.
Result<std::optional<Figure<WaterIntensity>>> region_water(
    std::string_view key, std::string_view table = tables::cloud_figures());

/// The newest yearly grid intensity that the provider itself publishes of a region, counting only
/// what leaves the stack; nothing when it does not. Not to be compared with life-cycle figures.
Result<std::optional<Figure<CarbonIntensity>>> provider_intensity(
    std::string_view key, std::string_view table = tables::cloud_figures());

/// The newest market-based intensity of a region, by the hour where there is one, else a claim.
struct MarketIntensity {
  Figure<CarbonIntensity> intensity;
  MarketMethod method = MarketMethod::claim;
  std::optional<int> year;
};
Result<std::optional<MarketIntensity>> market_intensity(
    std::string_view key, std::string_view table = tables::cloud_figures());

}  // namespace wattprint::catalog
