#include "grid/forecast/backtest.hpp"

#include <gtest/gtest.h>

#include <string>

#include "grid/some_series.hpp"

namespace wattprint::grid {
namespace {

using testing::kMonday;
using testing::some_series;

double score(const Scores& scores, Span span) {
  return scores[static_cast<std::size_t>(span)].value_or(-1.0);
}

/// 100 g/kWh for 60 days, then 200.
HourlySeries doubling(std::size_t days) {
  HourlySeries series{kMonday, {}};
  for (std::size_t hour = 0; hour < days * 24; ++hour)
    series.hours.push_back(CarbonIntensity{hour < 60 * 24 ? 100.0 : 200.0});
  return series;
}

// One origin, at the step: all methods say 100, the truth is 200, so each is 50 % wrong.
TEST(Backtest, ScoresAgainstTheTruth) {
  const auto result = backtest(doubling(61)).value();
  EXPECT_EQ(result.origins, 1U);
  for (const auto& scores :
       {result.forecast, result.reference, result.persistence, result.yesterday, result.week})
    EXPECT_NEAR(score(scores, Span::first_day), 50.0, 0.01);
  EXPECT_EQ(score(result.coverage, Span::day1), 0.0);
  EXPECT_EQ(result.forecast[static_cast<std::size_t>(Span::day2)], std::nullopt);
}

// Origins at days 60 and 61, one day of truth each plus the second of the first:
//   persistence and yesterday: 100 then 200, 50 % and 0 %; a week ago: 100, 50 % both times.
//   reference of day 61: profile (6 * 100 + 200) / 7 = 114.2857, deviation 85.7143, so at hour h
//   114.2857 + 85.7143 exp(-h / 18), of 200 wrong by 42.857 (1 - exp(-h / 18)) %; the mean of
//   exp(-h / 18) over h = 1 to 24 is 0.5374 (geometric sum 12.899 / 24), so 19.824 %.
TEST(Backtest, BaselinesAreThoseWorkedOutByHand) {
  const auto result = backtest(doubling(62)).value();
  EXPECT_EQ(result.origins, 2U);
  EXPECT_NEAR(score(result.persistence, Span::day1), 25.0, 1e-9);
  EXPECT_NEAR(score(result.yesterday, Span::day1), 25.0, 1e-9);
  EXPECT_NEAR(score(result.week, Span::day1), 50.0, 1e-9);
  EXPECT_NEAR(score(result.reference, Span::day1), (50.0 + 19.824) / 2.0, 0.01);
  EXPECT_NEAR(score(result.persistence, Span::later_days), 50.0, 1e-9);
  EXPECT_NEAR(score(result.persistence, Span::day2), 50.0, 1e-9);
}

TEST(Backtest, DoesNotScoreHoursWithoutATrueValueOrWithZero) {
  auto series = doubling(61);
  series.hours[60 * 24].reset();
  series.hours[60 * 24 + 1] = CarbonIntensity{0.0};
  series.hours[60 * 24 + 2] = CarbonIntensity{400.0};  // 100 is 75 % wrong, 21 others 50 %
  const auto result = backtest(series).value();
  EXPECT_NEAR(score(result.week, Span::day1), (75.0 + 21 * 50.0) / 22.0, 1e-9);
}

TEST(Backtest, SpreadsTheOriginsThatAreWanted) {
  const auto series = some_series(80, 7);
  EXPECT_EQ(backtest(series)->origins, 20U);
  EXPECT_EQ(backtest(series, 5)->origins, 5U);
  EXPECT_EQ(backtest(series, 1)->origins, 1U);
  EXPECT_EQ(backtest(series, 500)->origins, 20U);
}

TEST(Backtest, IsBetterThanTheReferenceOnAGridWithWeather) {
  const auto result = backtest(some_series(300, 11)).value();
  EXPECT_LT(score(result.forecast, Span::first_day), score(result.reference, Span::first_day));
  EXPECT_LT(score(result.forecast, Span::later_days), score(result.reference, Span::later_days));
  for (const Span span : {Span::day1, Span::day2, Span::day3, Span::day4}) {
    EXPECT_GT(score(result.coverage, span), 0.85);
    EXPECT_LT(score(result.coverage, span), 0.95);
  }
}

TEST(Backtest, NeedsSixtyDays) {
  const auto refused = backtest(some_series(60, 1));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().what, "a backtest begins on the 60th day; the series has 60 days");
}

}  // namespace
}  // namespace wattprint::grid
