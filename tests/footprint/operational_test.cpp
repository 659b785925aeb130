#include "footprint/operational.hpp"

#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace wattprint::footprint {
namespace {

const double kInfinity = std::numeric_limits<double>::infinity();
const double kNan = std::numeric_limits<double>::quiet_NaN();

Figure<Joules> kilowatt_hours(double count) {
  return Figure<Joules>::exact(kKilowattHour * count, Basis::measured, "meter");
}
Figure<CarbonIntensity> intensity(double value) {
  return Figure<CarbonIntensity>::exact(CarbonIntensity{value}, Basis::estimated, "grid");
}

// 2 kWh x 1.5 x 344 g/kWh = 1032 g
TEST(OperationalEmissions, AreEnergyTimesPueTimesIntensity) {
  const auto pue = stated_pue(Pue{1.5}, "--pue").value();
  const auto grams = operational_emissions(kilowatt_hours(2), intensity(344), pue).value();
  EXPECT_NEAR(grams.value.value(), 1032, 1e-9);
  EXPECT_NEAR(grams.low.value(), 1032, 1e-9);
  EXPECT_NEAR(grams.high.value(), 1032, 1e-9);
  EXPECT_EQ(grams.basis, Basis::assumed);
  EXPECT_EQ(grams.source, "meter + PUE given by --pue + grid");
}

// Two independent errors of a factor 2: exp(hypot(ln 2, ln 2)) = 2.6651, not 4.
TEST(OperationalEmissions, TakeTheErrorsOfMeterAndGridAsIndependent) {
  auto energy = kilowatt_hours(1);
  energy.low = kKilowattHour * 0.5;
  energy.high = kKilowattHour * 2;
  auto grid = intensity(100);
  grid.low = CarbonIntensity{50};
  grid.high = CarbonIntensity{200};
  const auto grams = operational_emissions(energy, grid, no_pue()).value();
  EXPECT_NEAR(grams.value.value(), 100, 1e-9);
  EXPECT_NEAR(grams.high.value(), 266.51, 0.01);
  EXPECT_NEAR(grams.low.value(), 37.52, 0.01);
}

TEST(OperationalEmissions, OfNoEnergyAreNone) {
  EXPECT_EQ(operational_emissions(kilowatt_hours(0), intensity(344), no_pue())->value, Grams{0});
}

TEST(OperationalEmissions, RefuseAnImpossiblePueInAnyPartOfTheFigure) {
  for (const double bad : {0.99, 0.0, -1.0, kInfinity, -kInfinity, kNan}) {
    Figure<Pue> low = no_pue();
    low.low = Pue{bad};
    Figure<Pue> value = no_pue();
    value.value = Pue{bad};
    Figure<Pue> high = no_pue();
    high.high = Pue{bad};
    for (const auto& pue : {low, value, high}) {
      const auto grams = operational_emissions(kilowatt_hours(1), intensity(344), pue);
      ASSERT_FALSE(grams) << bad;
      EXPECT_EQ(grams.error().code, Errc::malformed);
      EXPECT_FALSE(facility_energy(kilowatt_hours(1), pue));
    }
  }
}

TEST(StatedPue, IsExactAndAssumed) {
  const auto pue = stated_pue(Pue{1.2}, "--pue").value();
  EXPECT_EQ(pue.value, Pue{1.2});
  EXPECT_EQ(pue.low, Pue{1.2});
  EXPECT_EQ(pue.high, Pue{1.2});
  EXPECT_EQ(pue.basis, Basis::assumed);
}

TEST(StatedPue, BelowOneIsRefusedWithTheReason) {
  const auto pue = stated_pue(Pue{0.9}, "--pue");
  ASSERT_FALSE(pue);
  EXPECT_EQ(pue.error().what,
            "--pue: a PUE of 0.9 cannot be: it is facility energy / IT energy, so 1 or more, for "
            "example 1.2");
  EXPECT_TRUE(stated_pue(Pue{1.0}, "--pue"));
  EXPECT_FALSE(stated_pue(Pue{kNan}, "--pue"));
  EXPECT_FALSE(stated_pue(Pue{kInfinity}, "--pue"));
}

TEST(NoPue, IsOneAndSaysThatNobodyGaveIt) {
  EXPECT_EQ(no_pue().value, Pue{1.0});
  EXPECT_EQ(no_pue().basis, Basis::assumed);
  EXPECT_EQ(no_pue().source, "no PUE given");
}

TEST(FacilityEnergy, IsItEnergyTimesPue) {
  const auto pue = stated_pue(Pue{1.25}, "--pue").value();
  EXPECT_EQ(facility_energy(kilowatt_hours(4), pue)->value, kKilowattHour * 5);
}

// WUE is per kWh of IT energy: the PUE has no part in it. 4 kWh x 1.8 l/kWh = 7.2 l
TEST(SiteWater, IsItEnergyTimesWue) {
  const auto wue = Figure<WaterIntensity>::exact(WaterIntensity{1.8}, Basis::assumed, "--wue");
  EXPECT_NEAR(site_water(kilowatt_hours(4), wue)->value.value(), 7.2, 1e-12);
}

TEST(SiteWater, RefusesANegativeOrUnboundedWue) {
  for (const double bad : {-0.1, kInfinity, kNan}) {
    const auto wue = Figure<WaterIntensity>::exact(WaterIntensity{bad}, Basis::assumed, "--wue");
    EXPECT_EQ(site_water(kilowatt_hours(1), wue).error().code, Errc::malformed);
  }
}

Figure<Joules> any_energy() {
  const double value = *rc::gen::inRange(1, 1'000'000);
  const double low = *rc::gen::inRange(0, 101) / 100.0;
  const double high = 1.0 + *rc::gen::inRange(0, 500) / 100.0;
  return Figure<Joules>::with_spread(Joules{value}, {low, high}, Basis::estimated, "model");
}

RC_GTEST_PROP(OperationalEmissions, KeepTheOrderOfTheInterval, ()) {
  const auto energy = any_energy();
  const auto grid = Figure<CarbonIntensity>::with_spread(
      CarbonIntensity{static_cast<double>(*rc::gen::inRange(1, 2000))},
      {*rc::gen::inRange(0, 101) / 100.0, 1.0 + *rc::gen::inRange(0, 300) / 100.0}, Basis::assumed,
      "grid");
  const auto pue = stated_pue(Pue{1.0 + *rc::gen::inRange(0, 200) / 100.0}, "--pue").value();
  const auto grams = operational_emissions(energy, grid, pue).value();
  RC_ASSERT(grams.low <= grams.value);
  RC_ASSERT(grams.value <= grams.high);
  RC_ASSERT(grams.low >= Grams{0});
  // Facility energy is never less than IT energy.
  RC_ASSERT(facility_energy(energy, pue)->value >= energy.value);
  // The product is at least as uncertain as its most uncertain factor.
  RC_ASSERT(grams.high / grams.value >= energy.high / energy.value * (1 - 1e-9));
  RC_ASSERT(grams.high / grams.value >= grid.high / grid.value * (1 - 1e-9));
}

}  // namespace
}  // namespace wattprint::footprint
