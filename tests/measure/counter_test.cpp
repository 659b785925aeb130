#include "measure/counter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;
using Step = EnergyCounter::Step;

constexpr Joules kMicrojoule{1e-6};

Instant at(std::chrono::nanoseconds since_boot) { return Instant{since_boot}; }

TEST(EnergyCounter, MakesNoEnergyOfItsFirstValue) {
  EnergyCounter counter({.unit = kMicrojoule, .range = 1'000'000});
  const auto first = counter.advance(900'000, at(1s));
  EXPECT_EQ(first.step, Step::first);
  EXPECT_EQ(first.used, Joules{0.0});
}

TEST(EnergyCounter, CountsTheDifferenceInItsUnit) {
  EnergyCounter counter({.unit = Joules{0.25}});
  counter.advance(100, at(1s));
  const auto next = counter.advance(110, at(2s));
  EXPECT_EQ(next.step, Step::normal);
  EXPECT_DOUBLE_EQ(next.used.value(), 2.5);
}

TEST(EnergyCounter, CountsThroughAWrapOverTheNumberOfItsStates) {
  // A register of 1,000,001 states, 0 to 1,000,000: from 900,000 to 100,000 are 200,001 steps.
  EnergyCounter counter({.unit = kMicrojoule, .range = 1'000'001});
  counter.advance(900'000, at(1s));
  const auto next = counter.advance(100'000, at(2s));
  EXPECT_EQ(next.step, Step::wrapped);
  EXPECT_DOUBLE_EQ(next.used.value(), 0.200001);
}

TEST(EnergyCounter, StandingStillIsZeroAndNoWrap) {
  EnergyCounter counter({.unit = kMicrojoule, .range = 1000});
  counter.advance(7, at(1s));
  const auto next = counter.advance(7, at(2s));
  EXPECT_EQ(next.step, Step::normal);
  EXPECT_EQ(next.used, Joules{0.0});
}

TEST(EnergyCounter, GoingBackWithoutARangeIsAResetOfUnknownEnergy) {
  EnergyCounter counter({.unit = kMicrojoule});
  counter.advance(5000, at(1s));
  const auto reset = counter.advance(10, at(4s));
  EXPECT_EQ(reset.step, Step::reset);
  EXPECT_EQ(reset.used, Joules{0.0});
  EXPECT_EQ(reset.lost, 3s);
  EXPECT_DOUBLE_EQ(counter.advance(1'000'010, at(5s)).used.value(), 1.0);
}

TEST(EnergyCounter, AValueBeyondTheRangeIsNotMistakenForAWrap) {
  EnergyCounter counter({.unit = kMicrojoule, .range = 1000});
  counter.advance(5000, at(1s));
  EXPECT_EQ(counter.advance(10, at(2s)).step, Step::reset);
}

TEST(EnergyCounter, DoesNotBelieveAJumpBeyondTheLargestPower) {
  // 100 W for 1 s, and one second of slack, is 200 J; 201 J is a jump, such as a guest that was
  // moved to another host.
  EnergyCounter counter({.unit = Joules{1.0}, .max_power = Watts{100.0}});
  counter.advance(1000, at(1s));
  EXPECT_EQ(counter.advance(1201, at(2s)).step, Step::reset);
  EXPECT_EQ(counter.advance(1401, at(3s)).step, Step::normal);
}

TEST(EnergyCounter, DoesNotTakeAResetForAWrapThatWouldBeTooMuchEnergy) {
  // A 262 kJ register that restarts from 0 after 10 J: as a wrap it would be 262 kJ in a second.
  EnergyCounter counter(
      {.unit = kMicrojoule, .range = 262'143'328'911, .max_power = Watts{1000.0}});
  counter.advance(10'000'000, at(1s));
  const auto reset = counter.advance(0, at(2s));
  EXPECT_EQ(reset.step, Step::reset);
  EXPECT_EQ(reset.used, Joules{0.0});
}

TEST(EnergyCounter, AsksToBeReadTwiceAWrap) {
  // 262,144 J at 1000 W wrap every 262.144 s.
  const EnergyCounter counter(
      {.unit = kMicrojoule, .range = 262'144'000'000, .max_power = Watts{1000.0}});
  EXPECT_EQ(counter.longest_interval(), 131'072ms);
}

TEST(EnergyCounter, OneThatNeverWrapsCanWait) {
  EXPECT_EQ(EnergyCounter({.unit = kMicrojoule, .max_power = Watts{1000.0}}).longest_interval(),
            1h);
}

RC_GTEST_PROP(EnergyCounter, WrapsAreExactForEveryRangeAndStart, ()) {
  const auto range = *rc::gen::inRange<std::uint64_t>(2, std::uint64_t{1} << 40);
  const auto start = *rc::gen::inRange<std::uint64_t>(0, range);
  const auto steps =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, range));
  EnergyCounter counter({.unit = Joules{1.0}, .range = range});
  counter.advance(start, at(0s));

  std::uint64_t raw = start;
  auto now = 0ns;
  for (const std::uint64_t step : steps) {
    raw = (raw + step) % range;
    now += 1s;
    RC_ASSERT(counter.advance(raw, at(now)).used == Joules{static_cast<double>(step)});
  }
}

RC_GTEST_PROP(EnergyCounter, NoSequenceOfValuesMakesNegativeOrImpossibleEnergy,
              (const std::vector<std::uint64_t>& values)) {
  const auto range = *rc::gen::arbitrary<std::uint64_t>();
  const Watts most{500.0};
  EnergyCounter counter({.unit = Joules{6.1035e-5}, .range = range, .max_power = most});
  auto now = 0ns;
  for (const std::uint64_t raw : values) {
    now += 1s;
    const auto advance = counter.advance(raw, at(now));
    RC_ASSERT(advance.used >= Joules{0.0});
    RC_ASSERT(advance.used <= Joules{1000.0});
  }
}

RC_GTEST_PROP(EnergyCounter, TheLongestIntervalHoldsNoMoreThanHalfTheRange, ()) {
  const auto range = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 40);
  const auto watts = *rc::gen::inRange(1, 5000);
  const EnergyCounter counter(
      {.unit = kMicrojoule, .range = range, .max_power = Watts{static_cast<double>(watts)}});
  const Joules at_most = Watts{static_cast<double>(watts)} * Seconds(counter.longest_interval());
  RC_ASSERT(at_most.value() <= static_cast<double>(range) * 1e-6 / 2 * (1 + 1e-9));
}

TEST(EnergyCounter, ACounterThatSuspendStartedAnewIsAResetNotAWrap) {
  EnergyCounter counter(
      {.unit = microjoules(1), .range = 262'143'328'851, .max_power = Watts{1000}});
  counter.advance(200'000'000'000, Instant{std::chrono::seconds(0)});
  // Asleep for eight hours, awake for one second of it.
  const Instant later{std::chrono::hours(8) + std::chrono::seconds(1), std::chrono::hours(8)};
  const auto step = counter.advance(1'000'000, later);
  EXPECT_EQ(step.step, EnergyCounter::Step::reset);
  EXPECT_EQ(step.used, Joules{});
}

}  // namespace
}  // namespace wattprint::measure
