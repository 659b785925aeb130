#include "grid/forecast/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "grid/forecast/forecaster.hpp"
#include "grid/forecast/profile.hpp"
#include "grid/forecast/series.hpp"

namespace wattprint::grid {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr std::size_t kDay = 24;
/// What is older teaches nothing about tomorrow, and costs time.
constexpr auto kOldest = hours(3 * 366 * 24);
/// An hour of which less is known is not one.
constexpr double kLeastOfHour = 0.75;
/// The shape of hours is learnt from so many days.
constexpr int kShapeDays = 28;
/// Days that a shape needs to be trusted by half.
constexpr double kDaysToTrust = 3.0;

Hour hour_of(WallTime time) { return std::chrono::floor<hours>(time); }

/// The most frequent distance of neighbours, if it is one that fits into an hour.
std::optional<milliseconds> step_of(const std::vector<Point>& points) {
  std::map<milliseconds, std::size_t> counts;
  for (std::size_t i = 1; i < points.size(); ++i) ++counts[points[i].start - points[i - 1].start];
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == counts.end() || most->first < 1min || most->first > 1h || 1h % most->first != 0ms)
    return std::nullopt;
  return most->first;
}

/// Means of whole hours; an hour of which too little is known is a gap.
class HourMeans {
 public:
  HourMeans(Hour first, Hour end)
      : first_(first), sums_(static_cast<std::size_t>((end - first).count())) {}

  void add(const Point& point) {
    for (auto from = point.start; from < point.end;) {
      const Hour hour = hour_of(from);
      const auto to = std::min<WallTime>(point.end, hour + hours(1));
      const double share = std::chrono::duration<double, std::ratio<3600>>(to - from).count();
      if (hour >= first_ && hour - first_ < hours(sums_.size())) {
        auto& sum = sums_[static_cast<std::size_t>((hour - first_).count())];
        sum.known += share;
        sum.value = sum.value + point.intensity.value * share;
      }
      from = to;
    }
  }

  /// From the first known hour to the last one.
  HourlySeries take() const {
    HourlySeries series;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const bool known = sums_[i].known >= kLeastOfHour;
      if (series.hours.empty()) {
        if (!known) continue;
        series.start = first_ + hours(i);
      }
      series.hours.push_back(known ? std::optional(sums_[i].value * (1.0 / sums_[i].known))
                                   : std::nullopt);
    }
    while (!series.hours.empty() && !series.hours.back()) series.hours.pop_back();
    return series;
  }

 private:
  struct Sum {
    double known = 0.0;  ///< part of the hour
    CarbonIntensity value{};
  };
  Hour first_;
  std::vector<Sum> sums_;
};

/// How the steps of an hour usually lie around its mean, as logarithms, by hour of the day.
class Shape {
 public:
  Shape(const std::vector<Point>& points, const HourlySeries& hourly, milliseconds step)
      : step_(step), steps_(static_cast<std::size_t>(1h / step)), slots_(kDay * steps_) {
    const Hour since = hourly.start + hours(hourly.hours.size()) - hours(24 * kShapeDays);
    for (const auto& point : points) {
      const Hour hour = hour_of(point.start);
      const auto index = (hour - hourly.start).count();
      if (hour < since || index < 0 || index >= static_cast<std::int64_t>(hourly.hours.size()))
        continue;
      const auto& mean = hourly.hours[static_cast<std::size_t>(index)];
      if (!mean || *mean <= CarbonIntensity{} || point.intensity.value <= CarbonIntensity{})
        continue;
      slots_[slot(point.start)].push_back(std::log(point.intensity.value / *mean));
    }
    learn_scatter();
  }

  /// Logarithm of a step over the mean of its hour.
  double at(WallTime start) const { return mean_of(slots_[slot(start)]); }
  /// 90 % of steps were within so much of that.
  double scatter() const { return scatter_; }

 private:
  std::size_t slot(WallTime start) const {
    const auto of_day = start - std::chrono::floor<std::chrono::days>(start);
    return static_cast<std::size_t>(of_day / step_) % slots_.size();
  }
  static double mean_of(const std::vector<double>& logs) {
    double sum = 0.0;
    for (const double log : logs) sum += log;
    return sum / (static_cast<double>(logs.size()) + kDaysToTrust);
  }
  void learn_scatter() {
    std::vector<double> away;
    for (const auto& logs : slots_)
      for (const double log : logs) away.push_back(std::abs(log - mean_of(logs)));
    if (away.empty()) return;
    const auto at =
        away.begin() + static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(away.size() - 1));
    std::nth_element(away.begin(), at, away.end());
    scatter_ = *at;
  }

  milliseconds step_;
  std::size_t steps_;
  std::vector<std::vector<double>> slots_;
  double scatter_ = 0.0;
};

/// How sure the newest day of the past itself is, as factors: a forecast of readings is no surer
/// than they are.
Spread spread_of_readings(const std::vector<Point>& points) {
  const WallTime since = points.back().start - hours(kDay);
  double below = 0.0;
  double above = 0.0;
  std::size_t count = 0;
  for (auto point = points.rbegin(); point != points.rend() && point->start > since; ++point) {
    const auto& figure = point->intensity;
    if (figure.low <= CarbonIntensity{}) continue;
    below += detail::log_distance(figure.value.value(), figure.low.value());
    above += detail::log_distance(figure.value.value(), figure.high.value());
    ++count;
  }
  if (count == 0) return {};
  return {std::exp(-below / static_cast<double>(count)),
          std::exp(above / static_cast<double>(count))};
}

/// An hour's forecast laid over its steps: the errors of the hour, of the shape within it and of
/// the readings that it was learnt from have nothing to do with each other.
Figure<CarbonIntensity> figure_of(const ForecastHour& hour, double shape, double scatter,
                                  const Spread& readings, const std::string& source) {
  const double factor = std::exp(shape);
  Figure<CarbonIntensity> figure{hour.value * factor, hour.low * factor, hour.high * factor,
                                 Basis::estimated, source};
  if (hour.low <= CarbonIntensity{}) return figure;
  const double below = std::hypot(detail::log_distance(hour.value.value(), hour.low.value()),
                                  scatter, std::log(readings.low));
  const double above = std::hypot(detail::log_distance(hour.value.value(), hour.high.value()),
                                  scatter, std::log(readings.high));
  figure.low = std::min(figure.value, figure.value * std::exp(-below));
  figure.high = std::max(figure.value, figure.value * std::exp(above));
  return figure;
}

Error too_short(std::size_t known) {
  return {Errc::unavailable, "a forecast needs " + std::to_string(kShortestProfile / kDay) +
                                 " days of history; there are " + std::to_string(known / kDay)};
}

}  // namespace

Result<Series> outlook(const Series& past, WallTime now, WallTime until) {
  std::vector<Point> points;
  std::copy_if(past.points.begin(), past.points.end(), std::back_inserter(points),
               [&](const Point& p) { return p.start < now && p.start > now - kOldest; });
  const auto step = step_of(points);
  if (points.size() < kShortestProfile) return fail(too_short(points.size()));
  if (!step)
    return fail(Errc::unavailable,
                "a forecast needs a history in steps that fit into an hour, 1 hour at most");

  HourMeans means(hour_of(points.front().start), hour_of(now) + hours(1));
  for (const auto& point : points) means.add(point);
  const HourlySeries hourly = means.take();
  const std::size_t origin = hourly.hours.size();
  if (origin < kShortestProfile) return fail(too_short(origin));
  const Hour start = hourly.start + hours(origin);

  Series ahead{.zone = past.zone,
               .label = past.label,
               .source = "forecast from the history of " + past.source,
               .issued_at = now};
  auto forecast = grid::forecast(hourly);
  if (!forecast) {
    forecast = profile_forecast(without_gaps(hourly), origin);
    ahead.notes.push_back("only " + std::to_string(origin / kDay) +
                          " days of history: the forecast is the profile of the last week; " +
                          std::to_string(kShortestHistory / kDay) + " days make a better one");
  }
  const auto end = std::min<WallTime>(until, start + hours(kHorizon));
  const auto first = WallTime(now.time_since_epoch() / *step * *step);
  if (first >= end)
    return fail(Errc::unavailable, "the history ends at " + to_rfc3339(start) +
                                       "; a forecast reaches 96 hours beyond and no farther");
  const Shape shape(points, hourly, *step);
  const Spread readings = spread_of_readings(points);
  for (auto time = std::max<WallTime>(first, start); time < end; time += *step) {
    const auto& hour = (*forecast)[static_cast<std::size_t>((hour_of(time) - start).count())];
    const double log = *step < 1h ? shape.at(time) : 0.0;
    const double scatter = *step < 1h ? shape.scatter() : 0.0;
    ahead.points.push_back(
        {time, time + *step, figure_of(hour, log, scatter, readings, ahead.source)});
  }
  return ahead;
}

}  // namespace wattprint::grid
