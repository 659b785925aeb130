#pragma once

#include <array>
#include <memory>
#include <vector>

#include "grid/forecast/features.hpp"
#include "grid/forecast/ridge.hpp"

namespace wattprint::grid {

/// An hour ahead: the value with the least expected relative error, and a central 90 % interval;
/// low <= value <= high.
struct ForecastHour {
  CarbonIntensity value;
  CarbonIntensity low;
  CarbonIntensity high;
};
using Forecast = std::array<ForecastHour, kHorizon>;

/// Hours of history without which there is no forecast: features look back 28 days, a fortnight is
/// learnt from, and a week of forecasts must have been seen to fail by so much.
inline constexpr std::size_t kShortestHistory = kMemory + 21 * 24;

/// Forecasts a series at the same hour of each day, from nothing but its past.
///
/// For each hour ahead a ridge regression on logarithms, learnt from all earlier days; the
/// interval, and how far the value stands below the middle, come from the errors that the forecasts
/// of earlier days turned out to have. docs/forecast.md tells the method and how good it is.
class Forecaster {
 public:
  /// history  must outlive the forecaster.
  /// phase    hours after its start, modulo 24, at which forecasts are issued.
  Forecaster(const History& history, std::size_t phase);

  /// The hours from `origin` on, from those before it.
  /// origin  index of an hour, at most history.size(); at least kShortestHistory; of the phase; not
  ///         before the origin of the call before.
  Forecast issue(std::size_t origin);

 private:
  using Logs = std::array<float, kHorizon>;
  struct Day {
    std::size_t origin;
    Logs forecast;  ///< logarithms
  };
  void learn_day();
  void learn(std::size_t origin, std::size_t block, double weight);
  Logs middle() const;
  std::vector<float> errors(std::size_t first, std::size_t last) const;

  const History& history_;
  std::size_t now_;  ///< what is before it was learnt
  std::vector<Ridge> hours_;
  std::vector<Day> days_;
};

/// The hours after the end of a series. Errc::unavailable when it is too short.
Result<Forecast> forecast(const HourlySeries& series);

}  // namespace wattprint::grid
