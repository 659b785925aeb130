#include "grid/forecast/ridge.hpp"

#include <cmath>

namespace wattprint::grid {
namespace {

constexpr std::size_t row_start(std::size_t row) { return row * (row + 1) / 2; }

}  // namespace

void Ridge::add(const Features& features, double target, double weight) {
  double* product = products_.data();
  for (std::size_t row = 0; row < kFeatures; ++row) {
    const double weighted = weight * features[row];
    moments_[row] += weighted * target;
    for (std::size_t column = 0; column <= row; ++column) *product++ += weighted * features[column];
  }
}

void Ridge::add(const Ridge& other, double weight) {
  for (std::size_t i = 0; i < products_.size(); ++i) products_[i] += weight * other.products_[i];
  for (std::size_t i = 0; i < kFeatures; ++i) moments_[i] += weight * other.moments_[i];
}

// By Cholesky's decomposition: with a positive penalty the matrix is positive definite.
Features Ridge::solve(const Features& penalty, const Features& prior) const {
  auto lower = products_;
  Features answer = moments_;
  for (std::size_t row = 0; row < kFeatures; ++row) {
    double* const current = lower.data() + row_start(row);
    current[row] += penalty[row];
    answer[row] += penalty[row] * prior[row];
    for (std::size_t column = 0; column <= row; ++column) {
      const double* const earlier = lower.data() + row_start(column);
      double sum = current[column];
      for (std::size_t i = 0; i < column; ++i) sum -= current[i] * earlier[i];
      current[column] = column == row ? std::sqrt(sum) : sum / earlier[column];
    }
    for (std::size_t i = 0; i < row; ++i) answer[row] -= current[i] * answer[i];
    answer[row] /= current[row];
  }
  for (std::size_t row = kFeatures; row-- > 0;) {
    const double* const current = lower.data() + row_start(row);
    answer[row] /= current[row];
    for (std::size_t i = 0; i < row; ++i) answer[i] -= current[i] * answer[row];
  }
  return answer;
}

}  // namespace wattprint::grid
