#include "grid/forecast/history.hpp"

#include <algorithm>
#include <cmath>

namespace wattprint::grid {
namespace {

// Share of the last deviation from the day before that a filled hour keeps. exp(-1/18), the decay
// of the reference forecast.
const double kKept = std::exp(-1.0 / 18.0);
// A grid of zero grams has no logarithm: it counts as this share of the mean so far.
constexpr double kSmallestShare = 0.01;
constexpr double kSmallest = 1e-3;  // g/kWh, for a series that begins with zeros

}  // namespace

History::History(const HourlySeries& series) : start_(series.start) {
  double sum = 0.0;
  double count = 0.0;
  for (const auto& value : series.hours) {
    const std::size_t hour = logs_.size();
    known_.push_back(value.has_value());
    if (value) {
      sum += value->value();
      count += 1.0;
      const double smallest = sum > 0.0 ? kSmallestShare * sum / count : kSmallest;
      logs_.push_back(std::log(std::max(value->value(), smallest)));
    } else if (hour >= 25) {
      logs_.push_back(logs_[hour - 24] + kKept * (logs_[hour - 1] - logs_[hour - 25]));
    } else {
      logs_.push_back(logs_.empty() ? 0.0 : logs_.back());
    }
  }
  sums_.push_back(0.0);
  squares_.push_back(0.0);
  for (const double log : logs_) {
    const double above = log - logs_.front();  // else the squares would lose their digits
    sums_.push_back(sums_.back() + above);
    squares_.push_back(squares_.back() + above * above);
  }
}

double History::mean_before(std::size_t hour, std::size_t count) const {
  return logs_.front() + (sums_[hour] - sums_[hour - count]) / static_cast<double>(count);
}

double History::variance_before(std::size_t hour) const {
  const auto count = static_cast<double>(hour);
  const double mean = sums_[hour] / count;
  return std::max(0.0, squares_[hour] / count - mean * mean);
}

unsigned History::weekday(std::size_t hour) const {
  const auto day = std::chrono::floor<std::chrono::days>(start_ + std::chrono::hours(hour));
  return std::chrono::weekday(day).iso_encoding() - 1;
}

}  // namespace wattprint::grid
