#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "grid/forecast/series.hpp"

namespace wattprint::grid {

/// Spans of hours ahead over which errors are averaged.
enum class Span { first_day, later_days, day1, day2, day3, day4 };
inline constexpr std::size_t kSpans = 6;
/// The names they have in documents: 1-24, 24-96, day1 ... Hours 24-96 are those after the 24th.
std::string_view name_of(Span span);

/// By Span; nothing where no hour could be scored.
using Scores = std::array<std::optional<double>, kSpans>;

/// How forecasts did that were issued in the past from what was known then. Errors are the mean of
/// |forecast - truth| / truth over hours, in percent; hours without a true value, or with one of
/// zero, are not scored.
struct Backtest {
  std::size_t origins = 0;  ///< forecasts issued
  Scores forecast;
  Scores reference;    ///< mean of 7 days at the same hour + last deviation from it * exp(-h / 18)
  Scores persistence;  ///< the last value
  Scores yesterday;    ///< the last known day, hour by hour
  Scores week;         ///< the same hour a week ago
  Scores coverage;     ///< shares of true values inside the 90 % intervals
};

/// Issues a forecast every 24 h from the 60th day on; with `origins`, only so many of these, spread
/// evenly. Errc::unavailable when the series has no hour after its 60th day.
Result<Backtest> backtest(const HourlySeries& series, std::optional<std::size_t> origins = {});

}  // namespace wattprint::grid
