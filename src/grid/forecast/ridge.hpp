#pragma once

#include <array>

#include "grid/forecast/features.hpp"

namespace wattprint::grid {

/// Weighted least squares, one observation after another, drawn towards coefficients that are known
/// beforehand.
class Ridge {
 public:
  void add(const Features& features, double target, double weight);
  /// The observations of another, as if each had `weight` times its own.
  void add(const Ridge& other, double weight);

  /// The coefficients that minimise squared errors + sum of penalty * (coefficient - prior)^2.
  /// penalty  above 0 for each.
  Features solve(const Features& penalty, const Features& prior) const;

 private:
  // Lower triangle, row by row.
  std::array<double, kFeatures*(kFeatures + 1) / 2> products_{};
  Features moments_{};
};

}  // namespace wattprint::grid
