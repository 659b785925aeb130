#include "grid/forecast/features.hpp"

#include <algorithm>

namespace wattprint::grid {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 7 * kDay;
constexpr std::array<std::size_t, 9> kDeviationLags{1, 2, 3, 4, 6, 9, 12, 18, 24};
constexpr std::array<std::size_t, 6> kLevelHours{6, 24, 48, 72, 2 * kWeek, 4 * kWeek};

}  // namespace

OriginFeatures::OriginFeatures(const History& history, std::size_t origin)
    : history_(history), origin_(origin), base_(history.mean_before(origin, kWeek)) {
  for (std::size_t i = 0; i < deviations_.size(); ++i) {
    const std::size_t hour = origin - kDeviationLags[i];
    deviations_[i] = history[hour] - same_hour_mean(hour - kDay, 7, kDay);
  }
  for (std::size_t i = 0; i < levels_.size(); ++i)
    levels_[i] = history.mean_before(origin, kLevelHours[i]) - base_;
}

double OriginFeatures::same_hour_mean(std::size_t latest, std::size_t count,
                                      std::size_t apart) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) sum += history_[latest - i * apart];
  return sum / static_cast<double>(count);
}

Features OriginFeatures::at(std::size_t ahead) const {
  const std::size_t hour = origin_ + ahead;
  const std::size_t same_hour = hour - (ahead / kDay + 1) * kDay;  // the last that is known
  Features features{};
  std::size_t next = 0;
  const auto put = [&](double value) { features[next++] = value; };
  put(1.0);
  put(same_hour_mean(same_hour, 7, kDay) - base_);
  put(same_hour_mean(same_hour, 28, kDay) - base_);
  put(same_hour_mean(same_hour, 3, kDay) - base_);
  put(history_[same_hour] - base_);
  put(history_[hour - kWeek] - base_);
  put(same_hour_mean(hour - kWeek, 4, kWeek) - base_);
  for (const double deviation : deviations_) put(deviation);
  put(history_[origin_ - 1] - base_);
  for (const double level : levels_) put(level);
  put(history_[same_hour - 2] - base_);
  put(history_[same_hour - 1] - base_);
  put(history_[std::min(same_hour + 1, origin_ - 1)] - base_);
  put(history_[std::min(same_hour + 2, origin_ - 1)] - base_);
  const unsigned weekday = history_.weekday(hour);
  put(weekday == 5 ? 1.0 : 0.0);
  put(weekday == 6 ? 1.0 : 0.0);
  put(weekday == 0 ? 1.0 : 0.0);
  return features;
}

}  // namespace wattprint::grid
