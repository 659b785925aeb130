#include "units/units.hpp"

#include <gtest/gtest.h>

#include <concepts>

namespace wattprint {
namespace {

using namespace std::chrono_literals;

// The formulas check themselves when this file compiles; tests/wont_compile has the mistakes.
static_assert(Watts{1000} * 1h == kKilowattHour);
static_assert(Watts{1000} * 1h * CarbonIntensity{56} == Grams{56});
static_assert(kKilowattHour * 2 * WaterIntensity{1.8} == Litres{3.6});
static_assert(Joules{90} / Seconds{30} == Watts{3});
static_assert(Joules{100} * Pue{1.5} == Joules{150});
static_assert(Joules{100} * Fraction{0.25} == Joules{25});
static_assert(Joules{3} / Joules{2} == 1.5);
static_assert(microjoules(2'500'000) == Joules{2.5});
static_assert(milliwatts(250) == Watts{0.25});
static_assert(watt_hours(1) == Joules{3600});
static_assert(Joules{} == Joules{0});

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept Multipliable = requires(A a, B b) {
  a* b;
};

static_assert(Addable<Joules, Joules>);
static_assert(!Addable<Joules, Watts>);
static_assert(!Addable<Grams, CarbonIntensity>);
static_assert(!Addable<Joules, double>);
static_assert(!Comparable<Joules, Watts>);
static_assert(!Comparable<Watts, double>);
static_assert(Multipliable<Joules, CarbonIntensity>);
static_assert(!Multipliable<Watts, CarbonIntensity>);
static_assert(!Multipliable<Joules, Joules>);
static_assert(!std::convertible_to<double, Joules>);
static_assert(!std::convertible_to<Joules, double>);
static_assert(!std::convertible_to<CpuSeconds, Seconds>);

// Counters of 64 bits lose nothing that matters: 2^63 uJ is 9.2e12 J, a joule of which is one part
// in 1e13.
TEST(Units, KeepALargeCounterPreciseToAJoule) {
  const auto a = microjoules(9'223'372'036'854'775'807u);
  const auto b = microjoules(9'223'372'036'854'775'807u - 1'000'000u);
  EXPECT_NEAR((a - b).value(), 1.0, 0.002);
}

TEST(Units, AddUpInPlace) {
  Joules sum;
  for (int i = 0; i < 10; ++i) sum += Joules{2.5};
  sum -= Joules{5};
  EXPECT_EQ(sum, Joules{20});
}

}  // namespace
}  // namespace wattprint
