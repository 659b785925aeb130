#pragma once

#include <cstddef>
#include <vector>

#include "grid/forecast/forecaster.hpp"
#include "grid/forecast/series.hpp"

namespace wattprint::grid {

/// A series in g/kWh without gaps, for simple forecasts: a gap holds the value a day before, else
/// that of the hour before.
std::vector<CarbonIntensity> without_gaps(const HourlySeries& series);

/// Hours of history that the profile needs: a week, and a day for what a gap looks back on.
inline constexpr std::size_t kShortestProfile = 8 * 24;

/// The strong simple forecast that others are measured against: the mean of the last 7 days at the
/// same hour, plus the last deviation from it, which fades by 1/e in 18 hours.
///
/// past    at least kShortestProfile hours before `origin`.
/// The interval of each day ahead is what this forecast turned out to need over the public series
/// (docs/forecast.md, tools/derive_profile_spread.py).
Forecast profile_forecast(const std::vector<CarbonIntensity>& past, std::size_t origin);

}  // namespace wattprint::grid
