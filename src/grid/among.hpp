#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "grid/zone_intensity.hpp"

namespace wattprint::grid {

/// The intensity of a place that is one of several, nobody knows which: each zone of `zones` counts
/// once for each time it is named (a cloud has several regions in one zone). The value is the
/// median, the interval reaches from the 5th to the 95th percentile and takes in the intervals of
/// the zones in the middle. Basis is assumed.
///
/// who  for the source: "one of the 37 regions of Amazon Web Services".
/// Errc::not_present when none of them has a figure.
Result<ZoneIntensity> average_among(const std::vector<std::string>& zones, std::string_view who,
                                    std::string_view table = catalog::tables::grid_yearly());

}  // namespace wattprint::grid
