#include "plan/regions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace wattprint::plan {
namespace {

Figure<CarbonIntensity> grams_per_kwh(double value, double low, double high) {
  return {CarbonIntensity{value}, CarbonIntensity{low}, CarbonIntensity{high}, Basis::estimated,
          "a grid"};
}

Place place(std::string key, Figure<CarbonIntensity> intensity, double pue = 1.0) {
  return {.key = key,
          .zone = key,
          .intensity = {.zone = key,
                        .intensity = std::move(intensity),
                        .year = 2024,
                        .period = "yearly average 2024",
                        .note = ""},
          .pue = Figure<Pue>::exact(Pue{pue}, Basis::assumed, "a PUE"),
          .water = std::nullopt,
          .market = std::nullopt};
}

Place exactly(std::string key, double value, double pue = 1.0) {
  return place(std::move(key), grams_per_kwh(value, value, value), pue);
}

const auto kTenKwh = Figure<Joules>::exact(kKilowattHour * 10.0, Basis::assumed, "stated");

TEST(Regions, CountEnergyPueAndGrid) {
  const auto ranking = rank_regions(kTenKwh, exactly("here", 400), {exactly("there", 100, 1.2)});
  ASSERT_TRUE(ranking);
  EXPECT_DOUBLE_EQ(ranking->here->emissions.value.value(), 4000.0);
  const auto& there = ranking->places.at(0);
  EXPECT_DOUBLE_EQ(there.outcome.energy.value / kKilowattHour, 12.0);
  EXPECT_DOUBLE_EQ(there.outcome.emissions.value.value(), 1200.0);
  EXPECT_DOUBLE_EQ(there.saving->grams.value.value(), 2800.0);
  EXPECT_DOUBLE_EQ(there.saving->part, 0.7);
  EXPECT_FALSE(there.saving->is_unsure);
}

TEST(Regions, AreRankedByEmissionsAndEqualOnesByKey) {
  const auto ranking = rank_regions(kTenKwh, std::nullopt,
                                    {exactly("gcp:b", 100, 1.5), exactly("aws:z", 50),
                                     exactly("aws:a", 150), exactly("x:1", 50)});
  ASSERT_TRUE(ranking);
  std::vector<std::string> keys;
  for (const auto& ranked : ranking->places) {
    keys.push_back(ranked.outcome.place.key);
    EXPECT_FALSE(ranked.saving);
  }
  // 150 g without overhead and 100 g with half as much again are the same.
  EXPECT_THAT(keys, testing::ElementsAre("aws:z", "x:1", "aws:a", "gcp:b"));
  EXPECT_FALSE(ranking->here);
}

TEST(Regions, AnOverlapOfIntervalsIsNoSureSaving) {
  const auto here = place("here", grams_per_kwh(300, 200, 400));
  const auto ranking = rank_regions(
      kTenKwh, here,
      {place("near", grams_per_kwh(190, 150, 210)), place("far", grams_per_kwh(100, 50, 199)),
       place("worse", grams_per_kwh(500, 401, 600))});
  ASSERT_TRUE(ranking);
  EXPECT_EQ(ranking->places[0].outcome.place.key, "far");
  EXPECT_FALSE(ranking->places[0].saving->is_unsure);
  EXPECT_TRUE(ranking->places[1].saving->is_unsure);
  EXPECT_FALSE(ranking->places[2].saving->is_unsure);
  EXPECT_LT(ranking->places[2].saving->grams.value.value(), 0.0);
  // hypot(100, 99) g of a kWh below, hypot(100, 50) above the 200 g that are saved.
  EXPECT_NEAR(ranking->places[0].saving->grams.low.value(), 10 * (200 - 140.716), 0.01);
  EXPECT_NEAR(ranking->places[0].saving->grams.high.value(), 10 * (200 + 111.803), 0.01);
}

TEST(Regions, HowMuchEnergyItIsDoesNotBlurWhichPlaceIsBetter) {
  // Nobody knows the energy to a factor of ten, but it is the same here and there.
  const Figure<Joules> vague{kKilowattHour, kKilowattHour * 0.1, kKilowattHour * 10.0,
                             Basis::estimated, "a guess"};
  const auto ranking = rank_regions(vague, exactly("here", 300), {exactly("there", 200)});
  ASSERT_TRUE(ranking);
  const auto& saving = *ranking->places[0].saving;
  EXPECT_FALSE(saving.is_unsure);
  EXPECT_NEAR(saving.grams.low.value(), 10.0, 1e-9);
  EXPECT_NEAR(saving.grams.high.value(), 1000.0, 1e-9);
}

TEST(Regions, OnOneGridOnlyTheBuildingsDiffer) {
  auto here = place("DE", grams_per_kwh(300, 100, 600), 1.5);
  auto there = here;
  there.key = "aws:eu-central-1";
  there.pue = {Pue{1.2}, Pue{1.1}, Pue{1.3}, Basis::estimated, "published"};
  const auto ranking = rank_regions(kTenKwh, here, {there});
  ASSERT_TRUE(ranking);
  EXPECT_FALSE(ranking->places[0].saving->is_unsure);
  EXPECT_NEAR(ranking->places[0].saving->grams.value.value(), 900.0, 1e-9);
  EXPECT_NEAR(ranking->places[0].saving->grams.low.value(), 600.0, 1e-9);
  // The emissions themselves are as unsure as the grid is.
  EXPECT_LT(ranking->places[0].outcome.emissions.low.value(), 1300.0);
}

TEST(Regions, MarketBasedFiguresChangeNothingElse) {
  auto bought = exactly("bought", 500);
  bought.market = catalog::MarketIntensity{
      Figure<CarbonIntensity>::exact(CarbonIntensity{0}, Basis::assumed, "a claim"),
      catalog::MarketMethod::claim, 2024};
  const auto ranking = rank_regions(kTenKwh, exactly("here", 400), {bought, exactly("clean", 20)});
  ASSERT_TRUE(ranking);
  EXPECT_EQ(ranking->places[0].outcome.place.key, "clean");
  EXPECT_FALSE(ranking->places[0].outcome.market_emissions);
  EXPECT_DOUBLE_EQ(ranking->places[1].outcome.emissions.value.value(), 5000.0);
  EXPECT_DOUBLE_EQ(ranking->places[1].outcome.market_emissions->value.value(), 0.0);
  EXPECT_DOUBLE_EQ(ranking->places[1].saving->grams.value.value(), -1000.0);
}

TEST(Regions, WaterIsPerKilowattHourOfItEnergy) {
  auto wet = exactly("wet", 100, 2.0);
  wet.water = Figure<WaterIntensity>::exact(WaterIntensity{0.5}, Basis::estimated, "published");
  const auto ranking = rank_regions(kTenKwh, std::nullopt, {wet});
  ASSERT_TRUE(ranking);
  EXPECT_DOUBLE_EQ(ranking->places[0].outcome.water->value.value(), 5.0);
}

TEST(Regions, WhatCannotBeIsAnError) {
  EXPECT_FALSE(rank_regions(kTenKwh, std::nullopt, {exactly("a", 100, 0.9)}));
  EXPECT_FALSE(rank_regions(kTenKwh, exactly("here", 100, 0.9), {}));
  for (const double joules : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(rank_regions(Figure<Joules>::exact(Joules{joules}, Basis::assumed, "x"),
                              std::nullopt, {exactly("a", 100)}));
  EXPECT_TRUE(rank_regions(kTenKwh, std::nullopt, {})->places.empty());
}

namespace arbitrary {

Figure<CarbonIntensity> intensity() {
  const double value = *rc::gen::inRange(1, 2000);
  const double low = value * *rc::gen::inRange(1, 100) / 100.0;
  const double high = value * *rc::gen::inRange(100, 400) / 100.0;
  return grams_per_kwh(value, low, high);
}

std::vector<Place> places() {
  std::vector<Place> all;
  const int count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i)
    all.push_back(
        place("p:" + std::to_string(i), intensity(), *rc::gen::inRange(100, 200) / 100.0));
  return all;
}

}  // namespace arbitrary

RC_GTEST_PROP(Regions, AreSortedAndTheirSavingsAddUp, ()) {
  const auto here = place("here", arbitrary::intensity(), 1.3);
  const auto ranking = rank_regions(kTenKwh, here, arbitrary::places());
  RC_ASSERT(ranking.has_value());
  const double of_here = ranking->here->emissions.value.value();
  double before = 0.0;
  for (const auto& ranked : ranking->places) {
    const double emissions = ranked.outcome.emissions.value.value();
    RC_ASSERT(emissions >= before);
    before = emissions;
    const auto& saving = *ranked.saving;
    RC_ASSERT(std::abs(saving.grams.value.value() - (of_here - emissions)) < 1e-6);
    RC_ASSERT(std::abs(saving.part * of_here - saving.grams.value.value()) < 1e-6);
    RC_ASSERT(saving.grams.low <= saving.grams.value && saving.grams.value <= saving.grams.high);
    // A saving that is sure in the sense of the mark is sure in its own interval too.
    if (!saving.is_unsure)
      RC_ASSERT(saving.grams.low.value() > 0.0 || saving.grams.high.value() < 0.0);
  }
}

RC_GTEST_PROP(Regions, TenTimesTheEnergyIsTenTimesTheGramsInTheSameOrder, ()) {
  const auto here = place("here", arbitrary::intensity(), 1.1);
  const auto places = arbitrary::places();
  const auto ten = Figure<Joules>::exact(kTenKwh.value * 10.0, Basis::assumed, "stated");
  const auto once = rank_regions(kTenKwh, here, places).value();
  const auto more = rank_regions(ten, here, places).value();
  for (std::size_t i = 0; i < once.places.size(); ++i) {
    const auto& a = once.places[i];
    const auto& b = more.places[i];
    RC_ASSERT(a.outcome.place.key == b.outcome.place.key);
    RC_ASSERT(std::abs(b.outcome.emissions.value / a.outcome.emissions.value - 10.0) < 1e-9);
    RC_ASSERT(std::abs(b.saving->part - a.saving->part) < 1e-12);
    RC_ASSERT(a.saving->is_unsure == b.saving->is_unsure);
    RC_ASSERT(std::abs(b.saving->grams.low.value() - 10.0 * a.saving->grams.low.value()) < 1e-5);
  }
}

}  // namespace
}  // namespace wattprint::plan
