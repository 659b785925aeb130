#pragma once

#include <string_view>
#include <vector>

#include "catalog/tables.hpp"
#include "grid/zone_intensity.hpp"

namespace wattprint::grid {

/// Yearly averages of a few other countries, to show what the place of a run is worth: one with
/// little carbon, one with nuclear power, one with much coal. The country of `zone` is not among
/// them.
///
/// zone  code of the run's zone, or empty.
/// Zones that the table has no figure of are left out.
std::vector<ZoneIntensity> elsewhere(std::string_view zone, std::size_t most = 3,
                                     std::string_view table = catalog::tables::grid_yearly());

}  // namespace wattprint::grid
