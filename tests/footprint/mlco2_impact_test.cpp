#include "footprint/mlco2_impact.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::footprint {
namespace {

using std::chrono::hours;

/// kg that the calculator prints; intensity in g per kWh as its table has it.
double kilograms(double tdp, double time_h, double intensity) {
  return mlco2_impact(Watts{tdp}, Seconds(time_h * 3600.0),
                      mlco2_table_intensity(CarbonIntensity{intensity}), Fraction{0})
             .emissions.value() /
         1000.0;
}

TEST(Mlco2Impact, TakesAnIntensityToTenGramsAsJavaScriptRounds) {
  const auto taken = [](double row) { return mlco2_table_intensity(CarbonIntensity{row}).value(); };
  EXPECT_EQ(taken(615), 610);  // 0.615 is a little less than 0.615: toFixed(2) is "0.61"
  EXPECT_EQ(taken(105), 100);  // "0.10"
  EXPECT_EQ(taken(34.5), 30);  // the decimals go first
  EXPECT_EQ(taken(566.3), 570);
  EXPECT_EQ(taken(16), 20);
  EXPECT_EQ(taken(0), 0);
  EXPECT_EQ(taken(125), 130);  // 0.125 is exact: the upper one, not the even one
}

// What its own code returned, run with these inputs.
TEST(Mlco2Impact, PrintsWhatTheCalculatorPrinted) {
  EXPECT_DOUBLE_EQ(kilograms(300, 669600, 267), 54237.6);
  EXPECT_DOUBLE_EQ(kilograms(400, 100, 566.3), 22.8);
  EXPECT_DOUBLE_EQ(kilograms(250, 24, 569), 3.42);
  EXPECT_DOUBLE_EQ(kilograms(700, 1474560, 367.8), 381911.04);
  EXPECT_DOUBLE_EQ(kilograms(350, 72, 20), 0.5);
  EXPECT_DOUBLE_EQ(kilograms(72, 500, 34.5), 1.08);
  EXPECT_DOUBLE_EQ(kilograms(280, 0.5, 1009), 0.14);
  EXPECT_DOUBLE_EQ(kilograms(70, 12.5, 557), 0.49);
  EXPECT_DOUBLE_EQ(kilograms(221, 1000, 569), 125.97);
  // 70 W x 12.5 h is 0.875 kWh.
  const auto t4 = mlco2_impact(Watts{70}, Seconds(12.5 * 3600), CarbonIntensity{560}, Fraction{1});
  EXPECT_DOUBLE_EQ(t4.energy / kKilowattHour, 0.88);
  EXPECT_DOUBLE_EQ(t4.offset.value(), 490.0);
}

TEST(Mlco2Impact, ATypedIntensityIsNotRounded) {
  const auto typed = mlco2_impact(Watts{400}, hours(100), CarbonIntensity{432}, Fraction{0});
  EXPECT_DOUBLE_EQ(typed.emissions.value(), 17280.0);
  EXPECT_DOUBLE_EQ(
      mlco2_impact(Watts{700}, hours(100), CarbonIntensity{56}, Fraction{0}).emissions.value(),
      3920.0);
}

TEST(Mlco2Impact, NothingIsNothingInsteadOfACrash) {
  EXPECT_EQ(kilograms(300, 100, 0), 0.0);
  EXPECT_EQ(kilograms(0, 100, 500), 0.0);
}

RC_GTEST_PROP(Mlco2Impact, IsOffByItsRoundingOnly, ()) {
  const double watts = *rc::gen::inRange(1, 1000);
  const double time_h = *rc::gen::inRange(1, 100000);
  const double intensity = *rc::gen::inRange(0, 1500);
  const double exact = watts * time_h * intensity * 1e-6;
  RC_ASSERT(std::abs(kilograms(watts, time_h, intensity) - exact) <=
            0.0051 * watts * time_h * 1e-3 + 0.0051 * (intensity * 1e-3 + 0.005) + 0.0051);
}

}  // namespace
}  // namespace wattprint::footprint
