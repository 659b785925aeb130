#include "catalog/cloud_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "catalog/cloud_regions.hpp"

namespace wattprint::catalog {
namespace {

using testing::HasSubstr;

const std::string kHeader = "key,quantity,value,year,kind,origin,licence,source,note\n";

TEST(CloudFigures, KeepWhatTheGridEmitsApartFromWhatIsBought) {
  const auto montreal = cloud_figures("gcp:northamerica-northeast1").value();
  ASSERT_FALSE(montreal.grid.empty());
  for (const auto& figure : montreal.market) EXPECT_EQ(figure.kind, MarketMethod::cfe);
  const auto seeweb = cloud_figures("seeweb:fro2").value();
  EXPECT_TRUE(seeweb.grid.empty());
  ASSERT_EQ(seeweb.market.size(), 1U);
  EXPECT_EQ(seeweb.market[0].kind, MarketMethod::claim);
}

TEST(CloudFigures, OfGoogleChangeWhatTheyCountIn2021) {
  const auto figures = cloud_figures("gcp:europe-west1").value();
  int years = 0;
  for (const auto& figure : figures.grid) {
    if (figure.origin != "google") continue;
    ++years;
    EXPECT_EQ(figure.kind, *figure.year <= 2020 ? IntensityKind::lifecycle : IntensityKind::direct);
  }
  EXPECT_EQ(years, 6);
  // 103.37 g of 2024, and nothing of before 2021.
  EXPECT_DOUBLE_EQ(provider_intensity("gcp:europe-west1").value()->value.value(), 103.37);
}

TEST(CloudFigures, ARegionHasItsOwnNewestPue) {
  const auto frankfurt = region_pue("aws:eu-central-1").value();
  // 1.32, 1.33 and 1.35 in 2022 to 2024, 0.04 either way of the last.
  EXPECT_DOUBLE_EQ(frankfurt.value.value(), 1.35);
  EXPECT_NEAR(frankfurt.low.value(), 1.31, 1e-9);
  EXPECT_NEAR(frankfurt.high.value(), 1.39, 1e-9);
  EXPECT_EQ(frankfurt.basis, Basis::estimated);
  EXPECT_EQ(frankfurt.source, "PUE of aws:eu-central-1 2024 (aws)");
}

TEST(CloudFigures, ARegionsPueIsAsSureAsItChangesFromYearToYear) {
  std::vector<double> changes;
  const auto regions = cloud_regions().value();
  for (const auto& region : regions) {
    std::map<int, double> by_year;  // where two say it of one year, the larger
    const auto figures = cloud_figures(region.key).value();
    for (const auto& pue : figures.pue)
      if (pue.kind == PueScope::region && pue.year)
        by_year[*pue.year] = std::max(by_year[*pue.year], pue.value.value());
    for (const auto& [year, pue] : by_year)
      if (const auto next = by_year.find(year + 1); next != by_year.end())
        changes.push_back(std::abs(next->second - pue));
  }
  std::sort(changes.begin(), changes.end());
  ASSERT_EQ(changes.size(), 62U);
  // Nine in ten are no larger than what an interval is wide by.
  EXPECT_NEAR(changes[changes.size() * 9 / 10], 0.04, 1e-9);
  const auto singapore = region_pue("azure:southeastasia").value();  // one year only: 1.34
  EXPECT_NEAR(singapore.low.value(), 1.30, 1e-9);
  EXPECT_NEAR(singapore.high.value(), 1.38, 1e-9);
}

TEST(CloudFigures, AFleetSaysOfARegionWhatItsKnownRegionsDiffer) {
  const auto paris = region_pue("aws:eu-west-3").value();
  EXPECT_DOUBLE_EQ(paris.value.value(), 1.14);
  EXPECT_DOUBLE_EQ(paris.low.value(), 1.04);
  EXPECT_DOUBLE_EQ(paris.high.value(), 1.5);
  EXPECT_THAT(paris.source, HasSubstr("all of aws 2025"));
}

TEST(CloudFigures, AProviderThatPublishesNothingIsADataCentreLikeAny) {
  const auto pue = region_pue("coreweave:las1").value();
  EXPECT_DOUBLE_EQ(pue.value.value(), 1.56);
  EXPECT_DOUBLE_EQ(pue.low.value(), 1.04);
  EXPECT_DOUBLE_EQ(pue.high.value(), 2.0);
  EXPECT_EQ(pue.basis, Basis::assumed);
}

TEST(CloudFigures, MarketBasedOnesAreByTheHourWhereTheyCanBe) {
  const auto iowa = market_intensity("gcp:us-central1").value();
  ASSERT_TRUE(iowa);
  EXPECT_EQ(iowa->method, MarketMethod::cfe);
  EXPECT_EQ(iowa->year, 2024);
  EXPECT_LE(iowa->intensity.low.value(), iowa->intensity.value.value());
  const auto virginia = market_intensity("aws:us-east-1").value();
  ASSERT_TRUE(virginia);
  EXPECT_EQ(virginia->method, MarketMethod::claim);
  EXPECT_EQ(virginia->intensity.value, CarbonIntensity{0});
  EXPECT_EQ(virginia->intensity.basis, Basis::assumed);
  EXPECT_FALSE(market_intensity("azure:westeurope").value());
}

TEST(CloudFigures, WaterIsTheRegionsOrTheFleets) {
  EXPECT_DOUBLE_EQ(region_water("aws:ap-southeast-3").value()->value.value(), 2.75);
  EXPECT_DOUBLE_EQ(region_water("aws:eu-west-3").value()->value.value(), 0.15);
  EXPECT_FALSE(region_water("coreweave:las1").value());
}

TEST(CloudFigures, EachRegionHasAPueThatCanBe) {
  const auto regions = cloud_regions().value();
  for (const auto& region : regions) {
    const auto pue = region_pue(region.key);
    ASSERT_TRUE(pue) << region.key;
    EXPECT_GE(pue->low.value(), 1.0) << region.key;
    EXPECT_LE(pue->low, pue->value) << region.key;
    EXPECT_LE(pue->value, pue->high) << region.key;
    EXPECT_LE(pue->high.value(), 2.0) << region.key;
    EXPECT_TRUE(market_intensity(region.key)) << region.key;
    EXPECT_TRUE(region_water(region.key)) << region.key;
  }
}

TEST(CloudFigures, ABrokenTableIsAnError) {
  EXPECT_FALSE(cloud_figures("a:b", "key\n"));
  EXPECT_FALSE(cloud_figures("a:b", kHeader + "a:b,pue,x,2024,region,o,MIT,s,\n"));
  EXPECT_FALSE(cloud_figures("a:b", kHeader + "a:b,pue,-1,2024,region,o,MIT,s,\n"));
  EXPECT_FALSE(cloud_figures("a:b", kHeader + "a:b,power,1,2024,region,o,MIT,s,\n"));
  EXPECT_TRUE(cloud_figures("a:c", kHeader + "a:b,power,1,2024,region,o,MIT,s,\n"));
  EXPECT_FALSE(region_pue("a:b", kHeader));
}

}  // namespace
}  // namespace wattprint::catalog
