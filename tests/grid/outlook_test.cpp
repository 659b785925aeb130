#include "grid/forecast/outlook.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "grid/forecast/forecaster.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using std::chrono::hours;
using std::chrono::minutes;

constexpr WallTime kStart = std::chrono::sys_days{std::chrono::January / 1 / 2026};

double truth(WallTime time) {
  const double day = std::chrono::duration<double, std::ratio<86400>>(time - kStart).count();
  return 300.0 + 80.0 * std::sin(2.0 * std::numbers::pi * day) + 30.0 * std::sin(day / 3.0);
}

Series past_of(int days, minutes step) {
  Series past{.zone = "XX", .source = "a test"};
  for (WallTime t = kStart; t < kStart + hours(24 * days); t += step) {
    // The mean of a step of a sine is close to its middle.
    const CarbonIntensity value{truth(t + step / 2)};
    past.points.push_back(
        {t, t + step, Figure<CarbonIntensity>::exact(value, Basis::estimated, "a test")});
  }
  return past;
}

double worst_error(const Series& ahead) {
  double worst = 0.0;
  for (const auto& p : ahead.points)
    worst = std::max(
        worst, std::abs(p.intensity.value.value() / truth(p.start + (p.end - p.start) / 2) - 1.0));
  return worst;
}

void expect_sound(const Series& ahead) {
  for (std::size_t i = 0; i < ahead.points.size(); ++i) {
    const auto& p = ahead.points[i];
    EXPECT_LE(p.intensity.low, p.intensity.value);
    EXPECT_LE(p.intensity.value, p.intensity.high);
    EXPECT_GE(p.intensity.low, CarbonIntensity{});
    EXPECT_EQ(p.intensity.basis, Basis::estimated);
    if (i > 0) {
      EXPECT_EQ(p.start, ahead.points[i - 1].end);
    }
  }
}

class OutlookInSteps : public testing::TestWithParam<minutes> {};

TEST_P(OutlookInSteps, IsInTheStepsOfThePastAndReaches96Hours) {
  const auto past = past_of(70, GetParam());
  const WallTime now = kStart + hours(24 * 70);
  const auto ahead = outlook(past, now, now + 96h);
  ASSERT_TRUE(ahead) << ahead.error().what;
  expect_sound(*ahead);
  EXPECT_EQ(ahead->points.size(), 96h / GetParam());
  EXPECT_EQ(ahead->points.front().start, now);
  EXPECT_EQ(ahead->points.back().end, now + 96h);
  EXPECT_LT(worst_error(*ahead), 0.15);
}
INSTANTIATE_TEST_SUITE_P(Steps, OutlookInSteps, testing::Values(5min, 15min, 30min, 60min));

TEST(Outlook, StepsWithinAnHourFollowTheShapeOfTheHour) {
  // A jagged hour: the second half is twice the first, in every hour of every day.
  auto past = past_of(70, 30min);
  for (auto& p : past.points)
    if (p.start.time_since_epoch() % 1h != 0ms) p.intensity.value = p.intensity.value * 2.0;
  const WallTime now = kStart + hours(24 * 70);
  const auto ahead = outlook(past, now, now + 24h);
  ASSERT_TRUE(ahead);
  for (std::size_t i = 0; i + 1 < ahead->points.size(); i += 2)
    EXPECT_NEAR(ahead->points[i + 1].intensity.value / ahead->points[i].intensity.value, 2.0, 0.3);
}

TEST(Outlook, BeginsWithTheStepThatNowLiesInEvenWhenReadingsComeLate) {
  auto past = past_of(70, 15min);
  past.points.resize(past.points.size() - 14);  // three and a half hours are not published yet
  const WallTime now = kStart + hours(24 * 70) + 7min;
  const auto ahead = outlook(past, now, now + 300h);
  ASSERT_TRUE(ahead);
  EXPECT_EQ(ahead->points.front().start, kStart + hours(24 * 70));
  // The half hour that is known does not make an hour.
  EXPECT_EQ(ahead->points.back().end, kStart + hours(24 * 70) - 4h + 96h);
  EXPECT_EQ(ahead->issued_at, now);
}

TEST(Outlook, KnowsNothingOfWhatComesAfterNow) {
  const auto past = past_of(80, 60min);
  const WallTime now = kStart + hours(24 * 70);
  auto cut = past;
  cut.points.resize(24 * 70);
  const auto a = outlook(past, now, now + 96h);
  const auto b = outlook(cut, now, now + 96h);
  ASSERT_TRUE(a && b);
  for (std::size_t i = 0; i < a->points.size(); ++i)
    EXPECT_EQ(a->points[i].intensity.value, b->points[i].intensity.value);
}

TEST(Outlook, AShortHistoryGivesTheProfileOfAWeekAndSaysSo) {
  const WallTime now = kStart + hours(24 * 12);
  const auto ahead = outlook(past_of(12, 60min), now, now + 96h);
  ASSERT_TRUE(ahead);
  expect_sound(*ahead);
  EXPECT_EQ(ahead->points.size(), 96U);
  ASSERT_EQ(ahead->notes.size(), 1U);
  EXPECT_NE(ahead->notes[0].find("12 days"), std::string::npos);
  EXPECT_LT(worst_error(*ahead), 0.3);
}

TEST(Outlook, AnEmptyShortCoarseOrOldHistoryIsASentence) {
  const WallTime now = kStart + hours(24 * 70);
  EXPECT_FALSE(outlook({}, now, now + 96h));
  EXPECT_FALSE(outlook(past_of(7, 60min), kStart + hours(24 * 7), now));
  EXPECT_FALSE(outlook(past_of(70 * 9, 1440min), kStart + hours(24 * 630), now + 9000h));
  const auto old = outlook(past_of(60, 60min), now, now + 96h);
  ASSERT_FALSE(old);
  EXPECT_NE(old.error().what.find("96 hours beyond"), std::string::npos);
}

TEST(Outlook, IsTheForecastOfTheSeriesWhenTheStepIsAnHour) {
  const auto past = past_of(70, 60min);
  HourlySeries hourly{.start = std::chrono::floor<hours>(kStart), .hours = {}};
  for (const auto& p : past.points) hourly.hours.emplace_back(p.intensity.value);
  const auto expected = forecast(hourly);
  const WallTime now = kStart + hours(24 * 70);
  const auto ahead = outlook(past, now, now + 96h);
  ASSERT_TRUE(expected && ahead);
  for (std::size_t i = 0; i < ahead->points.size(); ++i) {
    EXPECT_EQ(ahead->points[i].intensity.value, (*expected)[i].value);
    EXPECT_NEAR(ahead->points[i].intensity.low / (*expected)[i].low, 1.0, 1e-9);
  }
}

TEST(Outlook, IsNoSurerThanTheReadingsItIsMadeOf) {
  auto past = past_of(70, 60min);
  for (auto& p : past.points) {
    p.intensity.low = p.intensity.value * 0.8;
    p.intensity.high = p.intensity.value * 1.3;
  }
  const WallTime now = kStart + hours(24 * 70);
  const auto ahead = outlook(past, now, now + 96h);
  ASSERT_TRUE(ahead);
  for (const auto& p : ahead->points) {
    EXPECT_LE(p.intensity.low / p.intensity.value, 0.8 + 1e-9);
    EXPECT_GE(p.intensity.high / p.intensity.value, 1.3 - 1e-9);
  }
}

RC_GTEST_PROP(Outlook, IsSoundWhateverTheGaps, ()) {
  const auto step = *rc::gen::element(5, 15, 30, 60);
  auto past = past_of(*rc::gen::inRange(8, 60), minutes(step));
  const auto keep = *rc::gen::inRange(2, 12);
  std::erase_if(past.points, [&, i = 0](const Point&) mutable {
    ++i;
    return (i * 7919) % 13 >= keep;
  });
  if (past.points.empty()) return;
  const WallTime now = past.points.back().end + minutes(*rc::gen::inRange(0, 6000));
  const auto ahead = outlook(past, now, now + 96h);
  if (ahead) expect_sound(*ahead);
}

}  // namespace
}  // namespace wattprint::grid
