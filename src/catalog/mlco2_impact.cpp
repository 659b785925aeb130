#include "catalog/mlco2_impact.hpp"

#include <algorithm>

#include "catalog/cloud_figures.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kOrigin = "mlco2";
}  // namespace

Result<std::vector<Mlco2Region>> mlco2_regions(std::string_view regions, std::string_view figures) {
  const auto all = cloud_regions({}, regions);
  if (!all) return fail(all.error());
  std::vector<Mlco2Region> found;
  for (const auto& region : *all) {
    const auto of_region = cloud_figures(region.key, figures);
    if (!of_region) return fail(of_region.error());
    const auto is_its_own = [](const auto& figure) { return figure.origin == kOrigin; };
    const auto offset =
        std::find_if(of_region->offset.begin(), of_region->offset.end(), is_its_own);
    if (offset == of_region->offset.end()) continue;
    Mlco2Region row{region, {}, offset->value};
    const auto grid = std::find_if(of_region->grid.begin(), of_region->grid.end(), is_its_own);
    const auto bought =
        std::find_if(of_region->market.begin(), of_region->market.end(), is_its_own);
    if (grid != of_region->grid.end())
      row.intensity = grid->value;
    else if (bought != of_region->market.end())
      row.intensity = bought->value;
    else
      continue;
    found.push_back(row);
  }
  return found;
}

}  // namespace wattprint::catalog
