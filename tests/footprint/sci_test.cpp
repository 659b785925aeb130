#include "footprint/sci.hpp"

#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace wattprint::footprint {
namespace {

template <class Q>
Figure<Q> exact(double value) {
  return Figure<Q>::exact(Q{value}, Basis::assumed, "test");
}

// 3 kg of hardware, a tenth of its life, half of it: 150 g.
TEST(EmbodiedShare, IsByTimeAndResources) {
  const auto made = exact<Grams>(3000);
  const auto share = [&](double reserved, double part) {
    return embodied_share(made, Seconds{reserved}, Seconds{100}, Fraction{part})
        .value()
        .value.value();
  };
  EXPECT_DOUBLE_EQ(share(10, 0.5), 150.0);
  EXPECT_DOUBLE_EQ(share(1000, 1.0), 3000.0);  // never more than was made
  EXPECT_DOUBLE_EQ(share(0, 1.0), 0.0);
}

TEST(EmbodiedShare, RefusesWhatCannotBe) {
  const auto made = exact<Grams>(3000);
  EXPECT_EQ(embodied_share(made, Seconds{1}, Seconds{0}, Fraction{1}).error().code,
            Errc::malformed);
  EXPECT_EQ(embodied_share(made, Seconds{-1}, Seconds{1}, Fraction{1}).error().code,
            Errc::malformed);
  EXPECT_EQ(embodied_share(made, Seconds{1}, Seconds{1}, Fraction{1.5}).error().code,
            Errc::malformed);
  EXPECT_EQ(embodied_share(made, Seconds{std::nan("")}, Seconds{1}, Fraction{1}).error().code,
            Errc::malformed);
}

// (2 kWh x 400 g/kWh + 200 g) / 100 requests = 10 g.
TEST(Sci, IsOperationPlusMakingPerUnit) {
  const auto sci = software_carbon_intensity(exact<Joules>(7.2e6), exact<CarbonIntensity>(400),
                                             exact<Grams>(200), 100);
  EXPECT_DOUBLE_EQ(sci->value.value(), 10.0);
  EXPECT_DOUBLE_EQ(sci->low.value(), 10.0);
}

// Independent: 800 g + 600 - 400 g of operation, 200 g + 800 of making: hypot(600, 800) = 1000
// above.
TEST(Sci, TakesTheErrorsOfGridAndMakingAsIndependent) {
  const Figure<CarbonIntensity> grid{CarbonIntensity{400}, CarbonIntensity{200},
                                     CarbonIntensity{700}, Basis::estimated, "grid"};
  const Figure<Grams> made{Grams{200}, Grams{100}, Grams{1000}, Basis::assumed, "hardware"};
  const auto sci = software_carbon_intensity(exact<Joules>(7.2e6), grid, made, 1).value();
  EXPECT_NEAR(sci.high.value(), 1000 + 1000, 1e-9);
  EXPECT_NEAR(sci.low.value(), 1000 - std::hypot(400, 100), 1e-9);
  EXPECT_EQ(sci.basis, Basis::assumed);
}

TEST(Sci, NeedsUnitsAndMakingOfZeroOrMore) {
  for (const double units : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_EQ(software_carbon_intensity(exact<Joules>(1), exact<CarbonIntensity>(1),
                                        exact<Grams>(1), units)
                  .error()
                  .code,
              Errc::malformed);
  EXPECT_EQ(
      software_carbon_intensity(exact<Joules>(1), exact<CarbonIntensity>(1), exact<Grams>(-1), 1)
          .error()
          .code,
      Errc::malformed);
}

RC_GTEST_PROP(Sci, TimesItsUnitsIsTheWhole, (const std::uint16_t units)) {
  RC_PRE(units > 0);
  const auto one = software_carbon_intensity(exact<Joules>(3.6e6), exact<CarbonIntensity>(400),
                                             exact<Grams>(100), units);
  RC_ASSERT(std::abs(one->value.value() * units - 500.0) < 1e-9);
}

// The same energy by the grid and by a contract for wind; and without one.
TEST(Scope2, KeepsLocationAndMarketApart) {
  const auto both =
      scope2(exact<Joules>(3.6e6), exact<CarbonIntensity>(400), exact<CarbonIntensity>(0));
  EXPECT_DOUBLE_EQ(both.location.value.value(), 400.0);
  ASSERT_TRUE(both.market);
  EXPECT_DOUBLE_EQ(both.market->value.value(), 0.0);
  EXPECT_FALSE(scope2(exact<Joules>(3.6e6), exact<CarbonIntensity>(400), std::nullopt).market);
}

}  // namespace
}  // namespace wattprint::footprint
