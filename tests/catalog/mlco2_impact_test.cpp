#include "catalog/mlco2_impact.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "estimate/methods/mlco2.hpp"

namespace wattprint::catalog {
namespace {

TEST(Mlco2Impact, HasItsRegionsAlsoTheOneThatBuysCleanPower) {
  const auto regions = mlco2_regions().value();
  EXPECT_EQ(regions.size(), 82U);
  const auto row = [&](std::string_view key) {
    return *std::find_if(regions.begin(), regions.end(),
                         [&](const auto& region) { return region.region.key == key; });
  };
  EXPECT_EQ(row("seeweb:fro2").intensity, CarbonIntensity{0});
  EXPECT_EQ(row("gcp:us-central1").intensity, CarbonIntensity{566.3});
  EXPECT_EQ(row("azure:westeurope").offset, Fraction{1});
  EXPECT_EQ(row("aws:us-east-1").offset, Fraction{0});
}

/// Tonnes of GPT-3 (310 V100 for 90 days) that an article of February 2022 printed.
struct Cell {
  const char* region;
  double tonnes;
};

// statworx, "KI und Nachhaltigkeit": its table of 17 regions, made with ML CO2 Impact.
constexpr Cell kArticle[] = {
    {"gcp europe-west1", 54.2},   {"gcp europe-west2", 124.5},   {"gcp europe-west3", 122.5},
    {"gcp europe-west4", 114.5},  {"gcp europe-west6", 4.0},     {"gcp europe-north1", 42.2},
    {"aws eu-central-1", 122.5},  {"aws eu-west-1", 124.5},      {"aws eu-west-2", 124.5},
    {"aws eu-west-3", 20.1},      {"aws eu-north-1", 10.0},      {"azure France Central", 20.1},
    {"azure France South", 20.1}, {"azure North Europe", 124.5}, {"azure West Europe", 114.5},
    {"azure UK West", 124.5},     {"azure UK South", 124.5},
};

TEST(Mlco2Impact, AllSeventeenCellsOfTheArticleAreAsPrinted) {
  const auto regions = mlco2_regions().value();
  const Watts tdp = estimate::methods::mlco2::find_hardware("V100-PCIE-16GB").value();
  for (const Cell& cell : kArticle) {
    const auto wanted = find_cloud_region(cell.region);
    ASSERT_TRUE(wanted) << cell.region;
    const auto row = std::find_if(regions.begin(), regions.end(),
                                  [&](const auto& r) { return r.region.key == wanted->key; });
    ASSERT_NE(row, regions.end()) << cell.region;
    const auto impact = estimate::methods::mlco2::footprint(tdp, std::chrono::hours(310 * 2160),
                                                            row->intensity, row->offset);
    EXPECT_DOUBLE_EQ(std::round(impact.emissions.value() / 1e5) / 10.0, cell.tonnes) << cell.region;
  }
}

}  // namespace
}  // namespace wattprint::catalog
