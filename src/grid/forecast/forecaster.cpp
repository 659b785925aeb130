#include "grid/forecast/forecaster.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace wattprint::grid {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kBlocks = kHorizon / kDay;

// The following were chosen once, on the public series together (docs/forecast.md); the result
// hardly depends on them.

/// Observations of a day: at the hour of the forecast and up to so many hours before and after.
constexpr std::size_t kHoursAside = 2;
/// Strength of the prior for each day ahead, in observations of features as variable as the series.
constexpr std::array<double, kBlocks> kPenalty{10.0, 300.0, 300.0, 300.0};
constexpr double kConstantPenalty = 1e-3;  // relative to the others: the level is free
constexpr double kWeekdayPenalty = 0.1;
/// What hours next to each other ahead lend each other of their observations.
constexpr std::array<double, 2> kLent{0.6, 0.3};
constexpr double kSmallestVariance = 1e-6;
/// Days of which errors count.
constexpr std::size_t kErrorDays = 365;
/// Days of errors that the correction needs to be trusted by half.
constexpr double kDaysToTrust = 100.0;
/// Hours next to each other whose errors make one interval.
constexpr std::size_t kErrorsAside = 1;
/// Days of history behind which the first forecasts are issued, to see their errors.
constexpr std::size_t kFirstIssue = kMemory + 14 * kDay;

std::size_t first_row(std::size_t phase) {
  // The earliest hour of the phase before which, with kHoursAside less, there is memory.
  const std::size_t earliest = kMemory + kHoursAside;
  return earliest + (phase + kDay - earliest % kDay) % kDay;
}

/// Quantile of a sample for which a new value is above it with probability 1 - share, as in
/// conformal prediction: rank (n + 1) * share.
float quantile(std::vector<float>& sample, double share) {
  const double rank = share * static_cast<double>(sample.size() + 1) - 1.0;
  const auto last = static_cast<double>(sample.size() - 1);
  const double nearest = share < 0.5 ? std::floor(rank) : std::ceil(rank);
  const auto index = static_cast<std::ptrdiff_t>(std::clamp(nearest, 0.0, last));
  std::nth_element(sample.begin(), sample.begin() + index, sample.end());
  return sample[static_cast<std::size_t>(index)];
}

/// The correction with which relative errors are least: of the factors e^error by which the truth
/// was above the forecast, the median when each weighs 1 / factor (relative errors are by the
/// truth). The fewer days tell it, the nearer to none.
float least_relative_error(std::vector<float> errors) {
  if (errors.empty()) return 0.0F;
  std::sort(errors.begin(), errors.end());
  double total = 0.0;
  for (const float error : errors) total += std::exp(-static_cast<double>(error));
  double sum = 0.0;
  std::size_t median = 0;
  for (; median + 1 < errors.size(); ++median) {
    sum += std::exp(-static_cast<double>(errors[median]));
    if (sum >= total / 2.0) break;
  }
  const double days = static_cast<double>(errors.size()) / static_cast<double>(kDay);
  return static_cast<float>(errors[median] * days / (days + kDaysToTrust));
}

}  // namespace

Forecaster::Forecaster(const History& history, std::size_t phase)
    : history_(history), now_(first_row(phase % kDay) - kDay), hours_(kHorizon) {}

void Forecaster::learn(std::size_t origin, std::size_t block, double weight) {
  const OriginFeatures features(history_, origin);
  for (std::size_t ahead = block * kDay; ahead < (block + 1) * kDay; ++ahead) {
    const std::size_t hour = origin + ahead;
    if (history_.is_known(hour))
      hours_[ahead].add(features.at(ahead), history_[hour] - features.base(), weight);
  }
}

/// Learns what has become known since the day before, and makes a forecast.
void Forecaster::learn_day() {
  const std::size_t phase_start = first_row(now_ % kDay);
  for (std::size_t block = 0; block < kBlocks; ++block) {
    for (std::size_t aside = 0; aside <= 2 * kHoursAside; ++aside) {
      // The newest origin at this distance whose block of hours lies before now_ as a whole.
      const std::size_t reach = (block + 1) * kDay + (aside > kHoursAside ? kDay : 0);
      if (now_ < phase_start + reach) continue;
      const std::size_t origin = now_ - reach + aside - kHoursAside;
      const auto distance = aside > kHoursAside ? aside - kHoursAside : kHoursAside - aside;
      learn(origin, block, 1.0 / static_cast<double>(1 + distance));
    }
  }
  if (now_ >= kFirstIssue) days_.push_back({now_, middle()});
}

Forecaster::Logs Forecaster::middle() const {
  const double variance = std::max(history_.variance_before(now_), kSmallestVariance);
  const OriginFeatures features(history_, now_);
  Features prior{};
  prior[kWeekProfile] = 0.5;
  prior[kMonthProfile] = 0.5;
  Logs logs{};
  for (std::size_t ahead = 0; ahead < kHorizon; ++ahead) {
    const std::size_t block = ahead / kDay;
    Features penalty;
    penalty.fill(kPenalty[block] * variance);
    penalty[kConstant] *= kConstantPenalty;
    for (std::size_t i = kFirstWeekday; i < kFeatures; ++i) penalty[i] *= kWeekdayPenalty;
    Ridge observed = hours_[ahead];
    for (std::size_t i = 0; i < kLent.size(); ++i) {
      const std::size_t away = i + 1;
      if (ahead >= block * kDay + away) observed.add(hours_[ahead - away], kLent[i]);
      if (ahead + away < (block + 1) * kDay) observed.add(hours_[ahead + away], kLent[i]);
    }
    const Features coefficients = observed.solve(penalty, prior);
    const Features known = features.at(ahead);
    double log = features.base();
    for (std::size_t i = 0; i < kFeatures; ++i) log += coefficients[i] * known[i];
    logs[ahead] = static_cast<float>(log);
  }
  return logs;
}

/// Truth less forecast, in logarithms, of earlier days' hours `first` to `last` ahead.
std::vector<float> Forecaster::errors(std::size_t first, std::size_t last) const {
  std::vector<float> errors;
  const std::size_t oldest = days_.size() > kErrorDays ? days_.size() - kErrorDays : 0;
  for (std::size_t i = oldest; i < days_.size(); ++i) {
    for (std::size_t ahead = first; ahead <= last; ++ahead) {
      const std::size_t hour = days_[i].origin + ahead;
      if (hour < now_ && history_.is_known(hour))
        errors.push_back(static_cast<float>(history_[hour]) - days_[i].forecast[ahead]);
    }
  }
  return errors;
}

Forecast Forecaster::issue(std::size_t origin) {
  while (now_ < origin) {
    now_ += kDay;
    learn_day();
  }
  const Logs& logs = days_.back().forecast;
  Forecast forecast{};
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const std::size_t first = block * kDay;
    const std::size_t last = first + kDay - 1;
    const float below = least_relative_error(errors(first, last));
    for (std::size_t ahead = first; ahead <= last; ++ahead) {
      auto sample = errors(ahead - std::min(kErrorsAside, ahead - first),
                           std::min(ahead + kErrorsAside, last));
      if (sample.empty()) sample = {0.0F};  // all of it gaps
      const auto at = [&](float error) {
        return CarbonIntensity{std::exp(static_cast<double>(logs[ahead] + error))};
      };
      const CarbonIntensity value = at(below);
      forecast[ahead] = {value, std::min(value, at(quantile(sample, 0.05))),
                         std::max(value, at(quantile(sample, 0.95)))};
    }
  }
  return forecast;
}

Result<Forecast> forecast(const HourlySeries& series) {
  const std::size_t origin = series.hours.size();
  if (origin < kShortestHistory)
    return fail(Errc::unavailable, "a forecast needs " + std::to_string(kShortestHistory / kDay) +
                                       " days of history; there are " +
                                       std::to_string(origin / kDay));
  const History history(series);
  return Forecaster(history, origin % kDay).issue(origin);
}

}  // namespace wattprint::grid
