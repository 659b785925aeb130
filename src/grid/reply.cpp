#include "grid/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using namespace std::chrono_literals;

// The worst small oil grids stay below 2,000 g/kWh; more is another unit, not a grid.
constexpr CarbonIntensity kHighest{5000.0};

/// Clocks of servers and ours may differ by so much; a reading beyond is not one.
constexpr auto kClocksDiffer = 15min;

/// How old the newest point may be.
constexpr auto kLatest = 48h;

/// 90 % of pairs of publishers are within exp(0.29), of which each has its share: exp(0.21). The
/// same constant as for yearly figures (offline.cpp), since hours of two publishers differ for the
/// same reasons: factors, imports, what is counted.
constexpr double kLogBetweenPublishers = 0.21;

/// What stands in for a missing reading is a mean of such hours: the mean error of the mean of the
/// same hour of 7 days is 25 % over the eight public series (docs/forecast.md), and 90 % of normal
/// errors are within 2.06 times their mean.
constexpr double kLogOfStandIn = 0.51;

/// Mean error of forecasts from weather and mix, days 1 to 4: 11.2, 14.2, 15.4 and 16.5 %, mean
/// over the ten regions of CarbonCast's published results (buildsys 2022); x 2.06.
constexpr double kLogOfForecast[] = {0.23, 0.29, 0.32, 0.34};

Spread spread_of_log(double log) { return {std::exp(-log), std::exp(log)}; }

std::string quoted(std::string_view key) { return '"' + std::string(key) + '"'; }

/// Digits of a fixed width off the front of `rest`.
std::optional<int> digits(std::string_view& rest, std::size_t count) {
  if (rest.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : rest.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  rest.remove_prefix(count);
  return number;
}

bool take(std::string_view& rest, char c) {
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

/// ":mm", or nothing to be 0.
std::optional<int> sixtieth(std::string_view& rest) {
  if (!take(rest, ':')) return 0;
  const auto number = digits(rest, 2);
  return number && *number < 60 ? number : std::nullopt;
}

/// What stands behind the time: "Z", "+01:00", "+0100", "+01" or nothing.
std::optional<std::chrono::minutes> offset(std::string_view rest) {
  if (rest.empty() || rest == "Z" || rest == "z") return 0min;
  const bool east = rest.front() == '+';
  if (!east && rest.front() != '-') return std::nullopt;
  rest.remove_prefix(1);
  const auto hours = digits(rest, 2);
  const bool colon = take(rest, ':');
  const auto minutes = rest.empty() && !colon ? std::optional<int>(0) : digits(rest, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || !rest.empty()) return std::nullopt;
  const auto total = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return east ? total : -total;
}

}  // namespace

std::optional<WallTime> parse_moment(std::string_view text) {
  std::string_view rest = trim(text);
  const auto year = digits(rest, 4);
  const bool first_dash = take(rest, '-');
  const auto month = digits(rest, 2);
  const bool second_dash = take(rest, '-');
  const auto day = digits(rest, 2);
  if (!year || !first_dash || !month || !second_dash || !day) return std::nullopt;
  // No grid was read outside of these, and an offset does not lead to a year of five digits.
  if (*year < 1970 || *year > 9998) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || !(take(rest, 'T') || take(rest, ' '))) return std::nullopt;
  const auto hour = digits(rest, 2);
  if (!hour || *hour > 23) return std::nullopt;
  const auto minute = sixtieth(rest);
  const auto second = minute ? sixtieth(rest) : std::nullopt;
  if (!second) return std::nullopt;
  if (take(rest, '.')) {
    const auto fraction = rest.find_first_not_of("0123456789");
    if (fraction == 0 || rest.empty()) return std::nullopt;
    rest.remove_prefix(std::min(fraction, rest.size()));
  }
  const auto east = offset(rest);
  if (!east) return std::nullopt;
  return WallTime(std::chrono::sys_days(date) + std::chrono::hours(*hour) +
                  std::chrono::minutes(*minute) + std::chrono::seconds(*second) - *east);
}

Answer<std::optional<double>> number_in(const nlohmann::json& object, std::string_view key,
                                        std::string_view who) {
  const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
  if (!object.is_object() || found == object.end() || found->is_null()) return std::nullopt;
  std::optional<double> number;
  if (found->is_number()) number = found->get<double>();
  if (found->is_string()) number = parse_double(found->get_ref<const std::string&>());
  if (!number || !std::isfinite(*number))
    return failed(Kind::malformed, std::string(who) + ": " + quoted(key) + " is not a number");
  return number;
}

Answer<std::string> text_in(const nlohmann::json& object, std::string_view key,
                            std::string_view who) {
  const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string())
    return failed(Kind::malformed, std::string(who) + ": the answer has no text " + quoted(key));
  return found->get<std::string>();
}

Answer<WallTime> moment_in(const nlohmann::json& object, std::string_view key,
                           std::string_view who) {
  const auto text = text_in(object, key, who);
  if (!text) return tl::unexpected(text.error());
  const auto moment = parse_moment(*text);
  if (!moment)
    return failed(Kind::malformed, std::string(who) + ": " + quoted(key) + " is not a time");
  return *moment;
}

WallTime issued_in(const nlohmann::json& object, std::string_view key, WallTime now) {
  return std::min(moment_in(object, key, "").value_or(now), now);
}

Answer<const nlohmann::json*> array_in(const nlohmann::json& object, std::string_view key,
                                       std::string_view who) {
  const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_array())
    return failed(Kind::malformed, std::string(who) + ": the answer has no list " + quoted(key));
  return &*found;
}

PointList::Rules PointList::rules_for(const Query& query, std::string_view who,
                                      std::string_view source, std::chrono::seconds step,
                                      WallTime now) {
  Rules rules{.who = std::string(who), .source = std::string(source), .step = step, .now = now};
  switch (query.what) {
    case Query::What::latest: rules.from = now - kLatest; break;
    case Query::What::history:
      rules.from = query.from;
      rules.to = query.to;
      break;
    case Query::What::forecast:
      rules.forecast = true;
      rules.from = now;
      rules.to = query.to;
      break;
  }
  return rules;
}

void PointList::add(WallTime start, CarbonIntensity value, bool estimated,
                    std::optional<std::chrono::seconds> lasts) {
  raw_.push_back({start, value, estimated, lasts.value_or(rules_.step)});
}

Figure<CarbonIntensity> PointList::figure(const Raw& raw) const {
  Spread spread = spread_of_reading(raw.estimated);
  if (rules_.forecast) spread = spread_of_forecast(raw.start - rules_.issued.value_or(rules_.now));
  return Figure<CarbonIntensity>::with_spread(raw.value, spread, Basis::estimated, rules_.source);
}

Failure PointList::none_wanted() const {
  std::string what = rules_.who + ": it has no values for this time";
  if (!raw_.empty())
    what += "; its newest is of " + to_rfc3339(raw_.back().start) +
            (rules_.to ? "" : "; is the clock of this machine right?");
  return {Kind::no_data, std::move(what)};
}

Answer<std::vector<Point>> PointList::take() {
  const auto by_start = [](const Raw& a, const Raw& b) { return a.start < b.start; };
  std::stable_sort(raw_.begin(), raw_.end(), by_start);
  if (!raw_.empty() && !rules_.forecast && raw_.back().start > rules_.now + kClocksDiffer)
    return failed(Kind::malformed, rules_.who + ": it gives readings of the future (" +
                                       to_rfc3339(raw_.back().start) +
                                       "); is the clock of this machine right?");
  std::vector<Point> points;
  estimates_ = 0;
  for (const auto& raw : raw_) {
    if (!(raw.value >= CarbonIntensity{}) || raw.value > kHighest)
      return failed(Kind::malformed, fmt::format("{}: no grid has {:.6g} g/kWh; is it in another "
                                                 "unit?",
                                                 rules_.who, raw.value.value()));
    auto now = figure(raw);
    if (!points.empty() && points.back().start == raw.start) {
      auto& before = points.back().intensity;
      now.low = std::min(now.low, before.low);
      now.high = std::max(now.high, before.high);
      before = std::move(now);
      continue;
    }
    const auto next = std::upper_bound(raw_.begin(), raw_.end(), raw, by_start);
    const WallTime end =
        next == raw_.end() ? raw.start + raw.lasts : std::min(raw.start + raw.lasts, next->start);
    if ((rules_.from && end <= *rules_.from) || (rules_.to && raw.start >= *rules_.to)) continue;
    if (raw.estimated) ++estimates_;
    points.push_back({raw.start, end, std::move(now)});
  }
  if (points.empty()) return tl::unexpected(none_wanted());
  return points;
}

Answer<Series> PointList::take_series(const Query& query, const Label& label) {
  auto points = take();
  if (!points) return tl::unexpected(std::move(points.error()));
  Series series{.zone = query.zone.code,
                .label = label,
                .points = std::move(*points),
                .source = rules_.source};
  if (rules_.forecast)
    series.issued_at = rules_.issued.value_or(rules_.now);
  else if (estimates_ > 0)
    series.notes.push_back(fmt::format("{} of {} values are estimates of {}, not readings",
                                       estimates_, series.points.size(), rules_.source));
  return series;
}

Spread spread_of_reading(bool estimated) {
  return spread_of_log(estimated ? std::hypot(kLogBetweenPublishers, kLogOfStandIn)
                                 : kLogBetweenPublishers);
}

Spread spread_of_forecast(std::chrono::milliseconds ahead) {
  const auto day = std::clamp<std::int64_t>(ahead / 24h, 0, 3);
  return spread_of_log(std::hypot(kLogBetweenPublishers, kLogOfForecast[day]));
}

}  // namespace wattprint::grid
