#include "measure/power_integrator.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;

Instant at(std::chrono::nanoseconds time) { return Instant{time}; }

TEST(PowerIntegrator, MakesNoEnergyOfTheFirstReading) {
  PowerIntegrator integrator(1s);
  EXPECT_EQ(integrator.advance(Watts{100}, at(5s)).used, Joules{0});
}

TEST(PowerIntegrator, TakesTheMeanOfBothEndsOfAStep) {
  PowerIntegrator integrator(1s);
  integrator.advance(Watts{100}, at(0s));
  EXPECT_DOUBLE_EQ(integrator.advance(Watts{200}, at(2s)).used.value(), 300.0);
  EXPECT_DOUBLE_EQ(integrator.advance(Watts{0}, at(3s)).used.value(), 100.0);
}

TEST(PowerIntegrator, DoesNotBridgeALongGapAndSaysHowLongItWas) {
  PowerIntegrator integrator(1s);
  integrator.advance(Watts{100}, at(0s));
  const auto bridged = integrator.advance(Watts{100}, at(10s));
  EXPECT_DOUBLE_EQ(bridged.used.value(), 1000.0);
  EXPECT_EQ(bridged.lost, 0s);

  const auto slept = integrator.advance(Watts{100}, at(10s + 8h));
  EXPECT_EQ(slept.used, Joules{0});
  EXPECT_EQ(slept.lost, 8h);

  EXPECT_DOUBLE_EQ(integrator.advance(Watts{100}, at(11s + 8h)).used.value(), 100.0);
}

TEST(PowerIntegrator, CountsOnlyTheTimeAwake) {
  PowerIntegrator integrator(1s);
  integrator.advance(Watts{100}, {.since_boot = 0s, .suspended = 0s});
  const auto step = integrator.advance(Watts{100}, {.since_boot = 8h + 2s, .suspended = 8h});
  EXPECT_DOUBLE_EQ(step.used.value(), 200.0);
  EXPECT_EQ(step.lost, 0s);
}

TEST(PowerIntegrator, MakesNoEnergyOfAClockThatStandsStillOrGoesBack) {
  PowerIntegrator integrator(1s);
  integrator.advance(Watts{100}, at(5s));
  EXPECT_EQ(integrator.advance(Watts{900}, at(5s)).used, Joules{0});
  EXPECT_EQ(integrator.advance(Watts{100}, at(4s)).used, Joules{0});
  EXPECT_DOUBLE_EQ(integrator.advance(Watts{100}, at(5s)).used.value(), 100.0);
}

TEST(PowerIntegrator, StartsAnewAfterRestart) {
  PowerIntegrator integrator(1s);
  integrator.advance(Watts{100}, at(0s));
  integrator.restart();
  EXPECT_EQ(integrator.advance(Watts{100}, at(1s)).used, Joules{0});
}

RC_GTEST_PROP(PowerIntegrator, GivesPowerTimesTimeForConstantPowerHoweverOftenItIsRead, ()) {
  const auto power = *rc::gen::inRange(1, 2000);
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 10'000));
  PowerIntegrator integrator(1s);
  Instant now;
  integrator.advance(Watts{static_cast<double>(power)}, now);
  Joules total{};
  double milliseconds = 0;
  for (const int step : steps) {
    now = now + std::chrono::milliseconds(step);
    milliseconds += step;
    const auto advance = integrator.advance(Watts{static_cast<double>(power)}, now);
    RC_ASSERT(advance.lost == 0ns);
    total += advance.used;
  }
  RC_ASSERT(std::abs(total.value() - power * milliseconds / 1000) <= 1e-9 * (1 + total.value()));
}

}  // namespace
}  // namespace wattprint::measure
