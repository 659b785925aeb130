#include "catalog/mlco2_impact.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "base/text.hpp"
#include "catalog/cloud_figures.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kOrigin = "mlco2";
constexpr std::size_t kLongestName = 100;

/// Letters and digits of a name, without what people leave out of it.
std::string fold(std::string_view text) {
  std::string folded;
  for (const char c : to_lower(text.substr(0, kLongestName)))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) folded += c;
  for (const std::string_view brand : {"nvidia", "geforce", "tesla"})
    if (folded.starts_with(brand)) folded.erase(0, brand.size());
  return folded;
}

}  // namespace

Result<Watts> mlco2_tdp(std::string_view name, std::string_view table) {
  const auto opened = Table::open(table, "name,kind,tdp_w,source", "mlco2_hardware.csv");
  if (!opened) return fail(opened.error());
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  const std::string wanted = fold(trim(name));
  std::vector<std::string> names;
  for (const auto& row : *rows) {
    names.push_back(fold(row[0]));
    if (names.back() != wanted) continue;
    const auto watts = parse_double(row[2]);
    if (!watts || *watts <= 0.0)
      return fail(Errc::malformed, "mlco2_hardware.csv: " + std::string(row[0]) + ": tdp_w \"" +
                                       std::string(row[2]) + "\" is no positive number");
    return Watts{*watts};
  }
  // A part of a name ("V100") is nearer to what contains it than any edit is.
  std::vector<std::string> closest;
  for (const auto& folded : names)
    if (!wanted.empty() && folded.find(wanted) != std::string::npos) closest.push_back(folded);
  if (closest.empty()) closest = nearest(wanted, names);
  std::string near;
  for (const auto& folded : closest) {
    const auto place = std::find(names.begin(), names.end(), folded) - names.begin();
    near += (near.empty() ? ": did you mean " : ", ") +
            std::string((*rows)[static_cast<std::size_t>(place)][0]);
  }
  return fail(Errc::malformed, "ML CO2 Impact has no device \"" +
                                   std::string(trim(name).substr(0, kLongestName)) + '"' + near +
                                   (near.empty() ? "" : "?"));
}

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
