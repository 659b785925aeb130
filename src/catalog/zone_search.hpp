#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "catalog/zones.hpp"
#include "units/quantity.hpp"

namespace wattprint::catalog {

/// Great-circle distance.
using Kilometres = Quantity<struct KilometreTag>;

/// On a sphere of the Earth's mean radius; within 0.6 % of the ellipsoid.
Kilometres distance(Coordinates a, Coordinates b);

/// "52.5,13.4", "52.5 13.4" or "52.5; 13.4": latitude, then longitude, in degrees. Nothing for a
/// text that is no pair of numbers. Errc::malformed for a pair that is not on the globe.
std::optional<Result<Coordinates>> parse_coordinates(std::string_view text);

struct FoundZone {
  Zone zone;
  /// To the point inside the zone; nothing when the search was not by coordinates or the zone has
  /// no point.
  std::optional<Kilometres> away;
};

/// What a search for zones found.
struct ZoneSearch {
  enum class By {
    all,           ///< nothing was asked for
    code,          ///< of a zone or, in two letters, of a country
    iso3,          ///< "DEU"
    name,          ///< the whole of an English name
    cloud_region,  ///< "aws eu-central-1"
    coordinates,
    part,  ///< the start of a code, or of words of a name
    none,
  };
  By by = By::none;
  std::vector<FoundZone> zones;      ///< what was meant first, then what belongs to it
  std::size_t meant = 0;             ///< so many of the zones were meant; the others belong to them
  std::string cloud_region;          ///< its key, "aws:eu-central-1"; else empty
  std::optional<Coordinates> place;  ///< the coordinates that were asked for
  std::string note;                  ///< a sentence on what to know about the answer, or empty
  std::vector<std::string> suggestions;  ///< "DE (Germany)"; only when nothing was found
};

std::string_view to_string(ZoneSearch::By by);

/// Finds zones by code, ISO 3166-1 code, English name, cloud region, coordinates, or the starts of
/// words of a name ("north swed"), in this order, whatever the case and the accents. Below a
/// country stand its parts, below a part found by its place its country. Retired codes lead to
/// their successors. Without a text: all zones that are in use.
///
/// Coordinates give the nearest zones by the one point that is known inside each, for no borders
/// are known; note says how far that is.
///
/// Errc::malformed for coordinates that are not on the globe, for texts that are far too long, and
/// for a broken table.
Result<ZoneSearch> search_zones(std::string_view text, std::string_view table = tables::zones());

}  // namespace wattprint::catalog
