#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/cloud_regions.hpp"
#include "catalog/tables.hpp"
#include "units/units.hpp"

namespace wattprint::catalog {

/// A region of the calculator ML CO2 Impact as it has it (grids of 2016 to 2019), to repeat what it
/// prints and for nothing else, with its grid intensity (of the purchases, for Seeweb) and the part
/// that it counts as offset.
struct Mlco2Region {
  CloudRegion region;
  CarbonIntensity intensity;
  Fraction offset;
};
Result<std::vector<Mlco2Region>> mlco2_regions(std::string_view regions = tables::cloud_regions(),
                                               std::string_view figures = tables::cloud_figures());

}  // namespace wattprint::catalog
