#include "grid/forecast/profile.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "units/figure.hpp"

namespace wattprint::grid {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 7 * kDay;
constexpr double kDecayHours = 18.0;  // of the reference; chosen by its authors, not fitted

/// Truth over forecast, 5th and 95th percentile of days 1 to 4, mean over the eight public series:
/// the output of tools/derive_profile_spread.py.
constexpr std::array<Spread, kHorizon / kDay> kSpread{
    {{0.66, 1.33}, {0.58, 1.51}, {0.56, 1.56}, {0.55, 1.58}}};

}  // namespace

std::vector<CarbonIntensity> without_gaps(const HourlySeries& series) {
  std::vector<CarbonIntensity> past;
  past.reserve(series.hours.size());
  for (const auto& value : series.hours) {
    const std::size_t hour = past.size();
    if (value)
      past.push_back(*value);
    else
      past.push_back(hour >= kDay ? past[hour - kDay] : past[hour - 1]);
  }
  return past;
}

Forecast profile_forecast(const std::vector<CarbonIntensity>& past, std::size_t origin) {
  std::array<CarbonIntensity, kDay> profile{};
  for (std::size_t back = 1; back <= kWeek; ++back) {
    auto& hour = profile[(origin - back) % kDay];
    hour = hour + past[origin - back] * (1.0 / 7.0);
  }
  const CarbonIntensity deviation = past[origin - 1] - profile[(origin - 1) % kDay];
  Forecast forecast{};
  for (std::size_t ahead = 0; ahead < kHorizon; ++ahead) {
    const double left = std::exp(-static_cast<double>(ahead + 1) / kDecayHours);
    const CarbonIntensity value =
        std::max(CarbonIntensity{}, profile[(origin + ahead) % kDay] + deviation * left);
    const Spread& spread = kSpread[ahead / kDay];
    forecast[ahead] = {value, value * spread.low, value * spread.high};
  }
  return forecast;
}

}  // namespace wattprint::grid
