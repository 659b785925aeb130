#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/yearly_intensity.hpp"
#include "catalog/zone_codes.hpp"
#include "catalog/zone_search.hpp"
#include "grid/zone_intensity.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// A zone and the yearly average that a run in it is weighed with.
struct ListedZone {
  catalog::FoundZone found;
  grid::ZoneIntensity intensity;  ///< of a wider zone where it has none of its own
};

/// A code that a publisher of grid data has for a zone.
struct ForeignCode {
  catalog::CodeScheme scheme = catalog::CodeScheme::entsoe;
  catalog::ZoneCode code;
};

/// What is known of the zones that a query names.
struct GridZones {
  std::string query;
  catalog::ZoneSearch search;
  std::vector<ListedZone> zones;  ///< as search.zones
  // Of the zone that was meant, when it was one.
  std::vector<catalog::YearlyIntensity> figures;  ///< all vintages, newest year first
  std::vector<ForeignCode> codes;
};

/// Finds zones and their newest figures. Errc::malformed as catalog::search_zones(); a query that
/// finds nothing is an answer.
Result<GridZones> grid_zones(std::string_view query);

/// For people: one zone in full, several as a table.
std::string grid_zones_text(const GridZones& zones, const reports::Style& style);
/// wattprint.grid.zones.v1
std::string grid_zones_json(const GridZones& zones);

}  // namespace wattprint::engine
