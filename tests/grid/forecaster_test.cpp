#include "grid/forecast/forecaster.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "grid/some_series.hpp"

namespace wattprint::grid {
namespace {

using testing::kMonday;
using testing::some_series;

constexpr std::size_t kSixtyDays = 60 * 24;

Forecast forecast_at(const HourlySeries& series, std::size_t origin) {
  const History history(series);
  return Forecaster(history, origin % 24).issue(origin);
}

void expect_same(const Forecast& one, const Forecast& other, double factor = 1.0) {
  for (std::size_t i = 0; i < kHorizon; ++i) {
    ASSERT_NEAR(one[i].value.value() * factor / other[i].value.value(), 1.0, 1e-4) << i;
    ASSERT_NEAR(one[i].low.value() * factor / other[i].low.value(), 1.0, 1e-4) << i;
    ASSERT_NEAR(one[i].high.value() * factor / other[i].high.value(), 1.0, 1e-4) << i;
  }
}

RC_GTEST_PROP(Forecaster, NeverSeesWhatComesAfterItsOrigin, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::size_t origin = kSixtyDays + *rc::gen::inRange<std::size_t>(0, 72);
  auto series = some_series(66, seed);
  if (*rc::gen::arbitrary<bool>()) series.hours[origin - 1 - seed % 400].reset();
  const auto before = forecast_at(series, origin);
  for (std::size_t hour = origin; hour < series.hours.size(); ++hour) {
    if (*rc::gen::arbitrary<bool>())
      series.hours[hour].reset();
    else
      series.hours[hour] = CarbonIntensity{static_cast<double>(*rc::gen::inRange(0, 5000))};
  }
  const auto after = forecast_at(series, origin);
  series.hours.resize(origin);
  const auto without = forecast_at(series, origin);
  for (std::size_t i = 0; i < kHorizon; ++i) {
    RC_ASSERT(before[i].value == after[i].value && before[i].value == without[i].value);
    RC_ASSERT(before[i].low == after[i].low && before[i].low == without[i].low);
    RC_ASSERT(before[i].high == after[i].high && before[i].high == without[i].high);
  }
}

RC_GTEST_PROP(Forecaster, HasOrderedPositiveIntervalsWhateverIsMissing, ()) {
  auto series = some_series(62, *rc::gen::arbitrary<std::uint64_t>());
  const auto known = *rc::gen::inRange(1, 10);
  for (std::size_t hour = 1; hour < series.hours.size(); ++hour) {
    if (*rc::gen::inRange(0, 10) >= known) series.hours[hour].reset();
    if (*rc::gen::inRange(0, 20) == 0) series.hours[hour] = CarbonIntensity{0.0};
  }
  for (const auto& hour : forecast_at(series, kSixtyDays)) {
    RC_ASSERT(hour.low > CarbonIntensity{0.0});
    RC_ASSERT(hour.low <= hour.value && hour.value <= hour.high);
    RC_ASSERT(std::isfinite(hour.high.value()));
  }
}

TEST(Forecaster, ScalesWithItsSeries) {
  const auto series = some_series(60, 1);
  auto thrice = series;
  for (auto& hour : thrice.hours) hour = *hour * 3.0;
  expect_same(forecast(series).value(), forecast(thrice).value(), 3.0);
}

TEST(Forecaster, OfAConstantSeriesIsThatConstant) {
  HourlySeries series{
      kMonday, std::vector<std::optional<CarbonIntensity>>(kSixtyDays, CarbonIntensity{420.0})};
  const auto ahead = forecast(series).value();
  for (const auto& hour : ahead) {
    EXPECT_NEAR(hour.value.value(), 420.0, 0.01);
    EXPECT_NEAR(hour.low.value(), 420.0, 0.01);
    EXPECT_NEAR(hour.high.value(), 420.0, 0.01);
  }
}

TEST(Forecaster, FollowsADayThatRepeatsItself) {
  HourlySeries series{kMonday, {}};
  for (std::size_t hour = 0; hour < 90 * 24; ++hour)
    series.hours.push_back(CarbonIntensity{100.0 + 10.0 * static_cast<double>(hour % 24)});
  const auto ahead = forecast(series).value();
  for (std::size_t i = 0; i < kHorizon; ++i)
    EXPECT_NEAR(ahead[i].value.value(), series.hours[i % 24]->value(), 2.0) << i;
}

TEST(Forecaster, IsTheSameForOneThatForecastEveryDayBefore) {
  const auto series = some_series(70, 2);
  const History history(series);
  Forecaster daily(history, 5);
  Forecast last{};
  for (std::size_t day = 50; day < 69; ++day) last = daily.issue(day * 24 + 5);
  expect_same(last, forecast_at(series, 68 * 24 + 5));
}

TEST(Forecaster, NeedsSevenWeeks) {
  auto series = some_series(49, 3);
  EXPECT_TRUE(forecast(series).has_value());
  series.hours.pop_back();
  const auto refused = forecast(series);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().what, "a forecast needs 49 days of history; there are 48");
}

}  // namespace
}  // namespace wattprint::grid
