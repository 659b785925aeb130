#include "units/figure.hpp"

#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace wattprint {
namespace {

/// Room for rounding: a few units in the last place of the largest number involved.
constexpr double kRounding = 1e-12;

Figure<Joules> joules(double value, double low, double high, Basis basis = Basis::estimated,
                      std::string source = "model") {
  return {Joules{value}, Joules{low}, Joules{high}, basis, std::move(source)};
}

template <class Q>
Figure<Q> any_figure() {
  const double value = *rc::gen::inRange(0, 1'000'000) / 64.0;
  const Spread spread{*rc::gen::inRange(0, 101) / 100.0, 1.0 + *rc::gen::inRange(0, 900) / 100.0};
  const auto basis = *rc::gen::element(Basis::measured, Basis::estimated, Basis::assumed);
  return Figure<Q>::with_spread(Q{value}, spread, basis, "any");
}

Errors any_errors() { return *rc::gen::element(Errors::correlated, Errors::independent); }

template <class Q>
bool is_ordered(const Figure<Q>& f) {
  return f.low <= f.value && f.value <= f.high && std::isfinite(f.low.value()) &&
         std::isfinite(f.high.value());
}

TEST(Figure, ExactHasNoWidth) {
  const auto f = Figure<Watts>::exact(Watts{65}, Basis::measured, "RAPL");
  EXPECT_EQ(f.low, Watts{65});
  EXPECT_EQ(f.value, Watts{65});
  EXPECT_EQ(f.high, Watts{65});
}

TEST(Figure, SpreadIsFactors) {
  const auto f = Figure<Watts>::with_spread(Watts{100}, {0.7, 1.6}, Basis::estimated, "model");
  EXPECT_DOUBLE_EQ(f.low.value(), 70);
  EXPECT_DOUBLE_EQ(f.high.value(), 160);
}

TEST(Basis, OfSeveralThingsIsTheWeakest) {
  EXPECT_EQ(weakest(Basis::measured, Basis::estimated), Basis::estimated);
  EXPECT_EQ(weakest(Basis::assumed, Basis::measured), Basis::assumed);
  EXPECT_EQ(weakest(Basis::measured, Basis::measured), Basis::measured);
}

TEST(Basis, HasAName) {
  EXPECT_EQ(to_string(Basis::measured), "measured");
  EXPECT_EQ(to_string(Basis::estimated), "estimated");
  EXPECT_EQ(to_string(Basis::assumed), "assumed");
}

// 10 (8 to 13) and 20 (16 to 26): correlated 24 to 39; independent 30 - hypot(2, 4), 30 + hypot(3,
// 6).
TEST(Add, AddsTheEndsOrTheSquares) {
  const auto a = joules(10, 8, 13);
  const auto b = joules(20, 16, 26);
  const auto together = add(a, b);
  EXPECT_EQ(together.value, Joules{30});
  EXPECT_EQ(together.low, Joules{24});
  EXPECT_EQ(together.high, Joules{39});
  const auto apart = add(a, b, Errors::independent);
  EXPECT_NEAR(apart.low.value(), 30 - std::sqrt(20), 1e-12);
  EXPECT_NEAR(apart.high.value(), 30 + std::sqrt(45), 1e-12);
}

// The error of one miscalibrated sensor does not average out, however often it is read.
TEST(Add, ThousandSamplesOfOneSensorAreAsWrongAsOne) {
  const auto sample = joules(2, 1.8, 2.3, Basis::measured, "RAPL");
  Figure<Joules> sum = Figure<Joules>::exact(Joules{0}, Basis::measured, "");
  for (int i = 0; i < 1000; ++i) sum = add(sum, sample);
  EXPECT_NEAR(sum.low / sum.value, 0.9, 1e-9);
  EXPECT_NEAR(sum.high / sum.value, 1.15, 1e-9);
  EXPECT_EQ(sum.source, "RAPL");
}

// 1 kWh (0.5 to 2) at 100 g (50 to 200): correlated 25 to 400 g; independent exp(+-hypot(ln 2, ln
// 2)).
TEST(Multiply, MultipliesTheEndsOrAddsTheSquaresOfTheLogarithms) {
  const Figure<Joules> energy{kKilowattHour, kKilowattHour * 0.5, kKilowattHour * 2,
                              Basis::measured, "meter"};
  const Figure<CarbonIntensity> grid{CarbonIntensity{100}, CarbonIntensity{50},
                                     CarbonIntensity{200}, Basis::assumed, "grid"};
  const auto together = multiply(energy, grid);
  EXPECT_DOUBLE_EQ(together.low.value(), 25);
  EXPECT_DOUBLE_EQ(together.value.value(), 100);
  EXPECT_DOUBLE_EQ(together.high.value(), 400);
  EXPECT_EQ(together.basis, Basis::assumed);
  EXPECT_EQ(together.source, "meter + grid");
  const auto apart = multiply(energy, grid, Errors::independent);
  EXPECT_NEAR(apart.low.value(), 37.52, 0.01);
  EXPECT_NEAR(apart.high.value(), 266.51, 0.01);
}

TEST(Multiply, ReachesDownToZeroWithAFactorThatDoes) {
  const auto f =
      multiply(joules(10, 0, 20), Figure<Fraction>::exact(Fraction{0.5}, Basis::measured, "share"),
               Errors::independent);
  EXPECT_EQ(f.low, Joules{0});
  EXPECT_DOUBLE_EQ(f.high.value(), 10);
}

TEST(Multiply, OfZeroKeepsTheUpperEnd) {
  const auto f = multiply(joules(0, 0, 4), Figure<Pue>::exact(Pue{1.5}, Basis::assumed, "PUE"),
                          Errors::independent);
  EXPECT_EQ(f.value, Joules{0});
  EXPECT_EQ(f.high, Joules{6});
}

TEST(Share, CutsTheFractionAtNoneAndAll) {
  const auto total = joules(100, 90, 120);
  const Figure<Fraction> fraction{Fraction{0.5}, Fraction{-0.2}, Fraction{1.7}, Basis::estimated,
                                  "f"};
  const auto part = share(total, fraction);
  EXPECT_EQ(part.low, Joules{0});
  EXPECT_EQ(part.value, Joules{50});
  EXPECT_EQ(part.high, Joules{120});
}

// CPU time over capacity can come out a hair above 1; the part must stay a figure.
TEST(Share, OfSlightlyMoreThanAllIsAll) {
  const auto total = joules(100, 100, 100);
  const auto part =
      share(total, Figure<Fraction>::exact(Fraction{1.0 + 1e-9}, Basis::measured, "f"));
  EXPECT_TRUE(is_ordered(part));
  EXPECT_LE(part.value, Joules{100});
  EXPECT_TRUE(
      is_ordered(share(total, Figure<Fraction>::exact(Fraction{-1e-9}, Basis::measured, "f"))));
}

TEST(Sources, AreNamedOnce) {
  auto sum =
      add(joules(1, 1, 1, Basis::measured, "rapl:10"), joules(1, 1, 1, Basis::measured, "nvml"));
  sum = add(sum, joules(1, 1, 1, Basis::measured, "nvml"));
  sum = add(sum, joules(1, 1, 1, Basis::measured, ""));
  EXPECT_EQ(sum.source, "rapl:10 + nvml");
}

TEST(Sources, ThatAreThePrefixOfAnotherAreNotLost) {
  const auto sum =
      add(joules(1, 1, 1, Basis::measured, "rapl:10"), joules(1, 1, 1, Basis::measured, "rapl:1"));
  EXPECT_EQ(sum.source, "rapl:10 + rapl:1");
}

TEST(Sources, OfTwoSumsAreMerged) {
  const auto a = add(joules(1, 1, 1, Basis::measured, "A"), joules(1, 1, 1, Basis::measured, "B"));
  const auto b = add(joules(1, 1, 1, Basis::measured, "B"), joules(1, 1, 1, Basis::measured, "C"));
  EXPECT_EQ(add(a, b).source, "A + B + C");
}

RC_GTEST_PROP(Add, KeepsTheOrderOfTheInterval, ()) {
  const auto a = any_figure<Joules>();
  const auto b = any_figure<Joules>();
  const auto sum = add(a, b, any_errors());
  RC_ASSERT(is_ordered(sum));
  RC_ASSERT(sum.value == a.value + b.value);
  RC_ASSERT(sum.basis == weakest(a.basis, b.basis));
}

RC_GTEST_PROP(Add, NeverMakesCorrelatedErrorsSmaller, ()) {
  const auto a = any_figure<Joules>();
  const auto b = any_figure<Joules>();
  const auto sum = add(a, b);
  const double room = kRounding * (1.0 + sum.high.value());
  RC_ASSERT((sum.high - sum.low).value() >= ((a.high - a.low) + (b.high - b.low)).value() - room);
  // Independent errors may, but not below the larger of the two.
  const auto apart = add(a, b, Errors::independent);
  RC_ASSERT((apart.high - apart.value).value() >=
            std::max((a.high - a.value).value(), (b.high - b.value).value()) - room);
  RC_ASSERT((apart.high - apart.low).value() <= (sum.high - sum.low).value() + room);
}

RC_GTEST_PROP(Add, DoesNotCareAboutTheOrder, ()) {
  const auto a = any_figure<Joules>();
  const auto b = any_figure<Joules>();
  const auto c = any_figure<Joules>();
  const auto left = add(add(a, b), c);
  const auto right = add(c, add(b, a));
  const double room = kRounding * (1.0 + left.high.value());
  RC_ASSERT(std::abs((left.low - right.low).value()) <= room);
  RC_ASSERT(std::abs((left.value - right.value).value()) <= room);
  RC_ASSERT(std::abs((left.high - right.high).value()) <= room);
}

RC_GTEST_PROP(Multiply, KeepsTheOrderOfTheInterval, ()) {
  const auto energy = any_figure<Joules>();
  const auto grid = any_figure<CarbonIntensity>();
  const auto grams = multiply(energy, grid, any_errors());
  RC_ASSERT(is_ordered(grams));
  RC_ASSERT(grams.low >= Grams{0});
  RC_ASSERT(grams.value == energy.value * grid.value);
}

RC_GTEST_PROP(Multiply, IndependentErrorsLieWithinTheCorrelatedOnes, ()) {
  const auto energy = any_figure<Joules>();
  const auto grid = any_figure<CarbonIntensity>();
  const auto apart = multiply(energy, grid, Errors::independent);
  const auto together = multiply(energy, grid, Errors::correlated);
  const double room = kRounding * (1.0 + together.high.value());
  RC_ASSERT(apart.high.value() <= together.high.value() + room);
  RC_ASSERT(apart.low.value() >= together.low.value() - room);
}

RC_GTEST_PROP(Share, PartsAddUpToTheTotalAndAreNoSurer, ()) {
  const auto total = any_figure<Joules>();
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1000)));
  double weight_sum = 0;
  for (const int w : weights) weight_sum += w;
  auto sum = Figure<Joules>::exact(Joules{0}, Basis::measured, "");
  for (const int w : weights)
    sum = add(sum,
              share(total, Figure<Fraction>::exact(Fraction{w / weight_sum}, Basis::measured, "")));
  const double room = 1e-9 * (1.0 + total.high.value());
  RC_ASSERT(is_ordered(sum));
  RC_ASSERT(std::abs((sum.value - total.value).value()) <= room);
  RC_ASSERT(sum.low.value() <= total.low.value() + room);
  RC_ASSERT(sum.high.value() >= total.high.value() - room);
  RC_ASSERT(sum.basis == total.basis);
}

RC_GTEST_PROP(Share, IsNeverMoreThanTheTotal, ()) {
  const auto total = any_figure<Joules>();
  const double value = *rc::gen::inRange(0, 101) / 100.0;
  const Figure<Fraction> fraction{
      Fraction{value}, Fraction{value - *rc::gen::inRange(0, 200) / 100.0},
      Fraction{value + *rc::gen::inRange(0, 200) / 100.0}, Basis::estimated, "f"};
  const auto part = share(total, fraction);
  RC_ASSERT(is_ordered(part));
  RC_ASSERT(part.low >= Joules{0});
  RC_ASSERT(part.high <= total.high);
  RC_ASSERT(part.value <= total.value);
}

}  // namespace
}  // namespace wattprint
