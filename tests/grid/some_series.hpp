#pragma once

#include <cmath>
#include <cstdint>

#include "grid/forecast/series.hpp"

namespace wattprint::grid::testing {

inline constexpr Hour kMonday{std::chrono::hours(473352)};  // 2024-01-01T00Z

/// A grid with days, weeks and weather: an autoregressive level of which no two seeds are alike.
inline HourlySeries some_series(std::size_t days, std::uint64_t seed) {
  HourlySeries series{kMonday, {}};
  double weather = 0.0;
  for (std::size_t hour = 0; hour < days * 24; ++hour) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    const double noise = static_cast<double>(seed >> 40U) / static_cast<double>(1U << 24U) - 0.5;
    weather = 0.98 * weather + 0.15 * noise;
    const double sun = std::cos(static_cast<double>(hour % 24) / 24.0 * 6.283185307179586);
    const double weekend = hour / 24 % 7 >= 5 ? -0.1 : 0.0;
    series.hours.push_back(CarbonIntensity{300.0 * std::exp(0.2 * sun + weekend + weather)});
  }
  return series;
}

}  // namespace wattprint::grid::testing
