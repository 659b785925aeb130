#include "runs/energy_profile.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::runs {
namespace {

using namespace std::chrono_literals;

const WallTime kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

TEST(EnergyProfile, HasSlotsAtFullFiveMinutesCutToTheRun) {
  const WallTime start = kNoon + 3min;
  EnergyProfile profile(start);
  profile.add(0s, 60s, Joules{1});
  profile.add(60s, 4min, Joules{3});  // 1 min in the first slot, 2 in the next
  const auto spans = profile.spans(start);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].start, start);
  EXPECT_EQ(spans[0].end, kNoon + 5min);
  EXPECT_DOUBLE_EQ(spans[0].energy.value(), 2);
  EXPECT_EQ(spans[1].start, kNoon + 5min);
  EXPECT_EQ(spans[1].end, kNoon + 7min);
  EXPECT_DOUBLE_EQ(spans[1].energy.value(), 2);
}

TEST(EnergyProfile, SplitsALongIntervalByTime) {
  EnergyProfile profile(kNoon);
  profile.add(0s, 20min, Joules{8});
  const auto spans = profile.spans(kNoon);
  // An end on a boundary opens no slot that would have no time of its own, or one without energy.
  Joules sum;
  for (const auto& span : spans) sum += span.energy;
  EXPECT_DOUBLE_EQ(sum.value(), 8);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_DOUBLE_EQ(spans.at(i).energy.value(), 2);
}

TEST(EnergyProfile, MovesWithTheClock) {
  EnergyProfile profile(kNoon);
  profile.add(0s, 6min, Joules{6});
  const auto spans = profile.spans(kNoon + 17s);
  EXPECT_EQ(spans[0].start, kNoon + 17s);
  EXPECT_EQ(spans[1].start, kNoon + 5min + 17s);
  EXPECT_EQ(spans[1].end, kNoon + 6min + 17s);
}

TEST(EnergyProfile, OfNothingIsOneMomentWithoutEnergy) {
  const auto spans = EnergyProfile(kNoon).spans(kNoon);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].start, kNoon);
  EXPECT_EQ(spans[0].energy, Joules{0});
}

TEST(EnergyProfile, StaysSmallWhateverTheOffsetsOfADamagedSeriesSay) {
  EnergyProfile profile(kNoon);
  profile.add(0s, std::chrono::hours(24 * 365 * 70), Joules{1});
  profile.add(-5h, -6h, Joules{1});
  EXPECT_EQ(profile.spans(kNoon).size(), EnergyProfile::kMostSlots);
  EXPECT_NEAR(profile.total().value(), 2, 1e-9);
}

RC_GTEST_PROP(EnergyProfile, LosesNoJoule, ()) {
  const WallTime start = kNoon + std::chrono::milliseconds(*rc::gen::inRange(0, 600'000));
  EnergyProfile profile(start);
  double sum = 0;
  std::chrono::nanoseconds at{0};
  for (const int joules : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100'000))) {
    const auto next = at + std::chrono::milliseconds(*rc::gen::inRange(0, 2'000'000));
    profile.add(at, next, Joules{joules * 0.1});
    sum += joules * 0.1;
    at = next;
  }
  const auto spans = profile.spans(start);
  Joules total;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    total += spans[i].energy;
    RC_ASSERT(spans[i].start <= spans[i].end);
    RC_ASSERT(spans[i].energy >= Joules{-1e-9});
    if (i > 0) RC_ASSERT(spans[i].start == spans[i - 1].end);
  }
  RC_ASSERT(std::abs(total.value() - sum) < 1e-6);
  RC_ASSERT(std::abs(profile.total().value() - sum) < 1e-6);
}

}  // namespace
}  // namespace wattprint::runs
