#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/cloud_regions.hpp"
#include "catalog/tables.hpp"
#include "units/units.hpp"

namespace wattprint::catalog {

// The two tables of the calculator ML CO2 Impact as they are, faults included (two V100 exchanged,
// grids of 2016 to 2019): to repeat what it prints, and for nothing else.

/// The watts that it takes for a device. Blanks, case, punctuation and the vendor's name do not
/// matter. Errc::malformed for a device that it does not have, naming the nearest.
Result<Watts> mlco2_tdp(std::string_view name, std::string_view table = tables::mlco2_hardware());

/// A region that it has, with its grid intensity (of the purchases, for Seeweb) and the part that
/// it counts as offset.
struct Mlco2Region {
  CloudRegion region;
  CarbonIntensity intensity;
  Fraction offset;
};
Result<std::vector<Mlco2Region>> mlco2_regions(std::string_view regions = tables::cloud_regions(),
                                               std::string_view figures = tables::cloud_figures());

}  // namespace wattprint::catalog
