#pragma once

#include <cstddef>
#include <vector>

#include "grid/forecast/series.hpp"

namespace wattprint::grid {

/// A series as the forecaster sees it: logarithms of g/kWh without gaps.
///
/// What stands at an hour depends on that hour and earlier ones only, so that no forecast can see
/// what came after its origin.
class History {
 public:
  explicit History(const HourlySeries& series);

  std::size_t size() const { return logs_.size(); }
  double operator[](std::size_t hour) const { return logs_[hour]; }
  /// The hour has a value of its own: it was not filled in.
  bool is_known(std::size_t hour) const { return known_[hour]; }
  /// Mean of the `count` hours before `hour`.
  double mean_before(std::size_t hour, std::size_t count) const;
  /// Variance of all hours before `hour`.
  double variance_before(std::size_t hour) const;
  /// 0 is Monday.
  unsigned weekday(std::size_t hour) const;

 private:
  Hour start_;
  std::vector<double> logs_;
  std::vector<bool> known_;
  std::vector<double> sums_;     ///< [i] of the hours before i, less the first
  std::vector<double> squares_;  ///< likewise
};

}  // namespace wattprint::grid
