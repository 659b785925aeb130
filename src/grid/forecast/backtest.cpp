#include "grid/forecast/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "grid/forecast/forecaster.hpp"
#include "grid/forecast/profile.hpp"

namespace wattprint::grid {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 7 * kDay;
constexpr std::size_t kFirstOrigin = 60 * kDay;

using Path = std::array<double, kHorizon>;  // g/kWh

/// Means over each Span of what is told for hours ahead.
class Averages {
 public:
  void add(std::size_t ahead, double value) {
    const std::size_t day = ahead / kDay;
    add_to(day == 0 ? Span::first_day : Span::later_days, value);
    add_to(static_cast<Span>(static_cast<std::size_t>(Span::day1) + day), value);
  }
  Scores means() const {
    Scores scores;
    for (std::size_t i = 0; i < kSpans; ++i)
      if (counts_[i] > 0) scores[i] = sums_[i] / static_cast<double>(counts_[i]);
    return scores;
  }

 private:
  void add_to(Span span, double value) {
    sums_[static_cast<std::size_t>(span)] += value;
    ++counts_[static_cast<std::size_t>(span)];
  }
  std::array<double, kSpans> sums_{};
  std::array<std::size_t, kSpans> counts_{};
};

/// The last value at the same hour that is known `days` or more before.
std::size_t same_hour_before(std::size_t origin, std::size_t ahead, std::size_t hours) {
  return origin + ahead - (ahead / hours + 1) * hours;
}

Path values_of(const Forecast& forecast) {
  Path path;
  for (std::size_t ahead = 0; ahead < kHorizon; ++ahead)
    path[ahead] = forecast[ahead].value.value();
  return path;
}

Path persistence(const std::vector<CarbonIntensity>& past, std::size_t origin) {
  Path path;
  path.fill(past[origin - 1].value());
  return path;
}

Path same_hour(const std::vector<CarbonIntensity>& past, std::size_t origin, std::size_t period) {
  Path path;
  for (std::size_t ahead = 0; ahead < kHorizon; ++ahead)
    path[ahead] = past[same_hour_before(origin, ahead, period)].value();
  return path;
}

std::vector<std::size_t> origins_of(std::size_t hours, std::optional<std::size_t> wanted) {
  std::vector<std::size_t> all;
  for (std::size_t origin = kFirstOrigin; origin < hours; origin += kDay) all.push_back(origin);
  if (!wanted || *wanted >= all.size()) return all;
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < *wanted; ++i)
    some.push_back(all[*wanted == 1 ? 0 : i * (all.size() - 1) / (*wanted - 1)]);
  return some;
}

class Scoring {
 public:
  explicit Scoring(const HourlySeries& series) : series_(series), past_(without_gaps(series)) {}

  void add(std::size_t origin, const Forecast& forecast) {
    add_errors(forecast_, origin, values_of(forecast));
    add_errors(reference_, origin, values_of(profile_forecast(past_, origin)));
    add_errors(persistence_, origin, persistence(past_, origin));
    add_errors(yesterday_, origin, same_hour(past_, origin, kDay));
    add_errors(week_, origin, same_hour(past_, origin, kWeek));
    for (std::size_t ahead = 0; ahead < kHorizon; ++ahead)
      if (const auto truth = truth_at(origin + ahead)) {
        const bool inside = forecast[ahead].low <= *truth && *truth <= forecast[ahead].high;
        coverage_.add(ahead, inside ? 1.0 : 0.0);
      }
    ++origins_;
  }

  Backtest result() const {
    return {.origins = origins_,
            .forecast = forecast_.means(),
            .reference = reference_.means(),
            .persistence = persistence_.means(),
            .yesterday = yesterday_.means(),
            .week = week_.means(),
            .coverage = coverage_.means()};
  }

 private:
  std::optional<CarbonIntensity> truth_at(std::size_t hour) const {
    if (hour >= series_.hours.size() || series_.hours[hour] == CarbonIntensity{0.0}) return {};
    return series_.hours[hour];
  }
  void add_errors(Averages& errors, std::size_t origin, const Path& path) const {
    for (std::size_t ahead = 0; ahead < kHorizon; ++ahead)
      if (const auto truth = truth_at(origin + ahead))
        errors.add(ahead, 100.0 * std::abs(path[ahead] / truth->value() - 1.0));
  }

  const HourlySeries& series_;
  std::vector<CarbonIntensity> past_;
  std::size_t origins_ = 0;
  Averages forecast_;
  Averages reference_;
  Averages persistence_;
  Averages yesterday_;
  Averages week_;
  Averages coverage_;
};

}  // namespace

std::string_view name_of(Span span) {
  static constexpr std::array<std::string_view, kSpans> kNames{"1-24", "24-96", "day1",
                                                               "day2", "day3",  "day4"};
  return kNames[static_cast<std::size_t>(span)];
}

Result<Backtest> backtest(const HourlySeries& series, std::optional<std::size_t> origins) {
  if (series.hours.size() <= kFirstOrigin)
    return fail(Errc::unavailable, "a backtest begins on the 60th day; the series has " +
                                       std::to_string(series.hours.size() / kDay) + " days");
  const History history(series);
  Forecaster forecaster(history, kFirstOrigin % kDay);
  Scoring scoring(series);
  for (const std::size_t origin : origins_of(series.hours.size(), origins))
    scoring.add(origin, forecaster.issue(origin));
  return scoring.result();
}

}  // namespace wattprint::grid
