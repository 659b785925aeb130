#pragma once

#include <array>
#include <cstddef>

#include "grid/forecast/history.hpp"

namespace wattprint::grid {

inline constexpr std::size_t kHorizon = 96;      ///< hours that a forecast reaches ahead
inline constexpr std::size_t kMemory = 28 * 24;  ///< hours that the features look back
inline constexpr std::size_t kFeatures = 30;
using Features = std::array<double, kFeatures>;

// Where in Features the ones are that the ridge treats in a way of their own.
inline constexpr std::size_t kConstant = 0;
inline constexpr std::size_t kWeekProfile = 1;
inline constexpr std::size_t kMonthProfile = 2;
inline constexpr std::size_t kFirstWeekday = kFeatures - 3;

/// What is known at an origin about the hours ahead, as deviations of logarithms from the mean of
/// the last week, so that the scale of a series does not matter.
class OriginFeatures {
 public:
  /// origin  index of the first hour ahead, at least kMemory; only earlier hours are looked at.
  OriginFeatures(const History& history, std::size_t origin);

  /// For hour `ahead` (0 to 95) after the origin.
  Features at(std::size_t ahead) const;
  /// Mean of the last week, from which targets are counted too.
  double base() const { return base_; }

 private:
  double same_hour_mean(std::size_t latest, std::size_t count, std::size_t apart) const;

  const History& history_;
  std::size_t origin_;
  double base_;
  std::array<double, 9> deviations_{};  ///< of recent hours from their own week's profile
  std::array<double, 6> levels_{};      ///< means of recent hours
};

}  // namespace wattprint::grid
