#include "engine/grid_ask.hpp"

#include <algorithm>

#include "base/input_file.hpp"
#include "catalog/zones.hpp"
#include "grid/forecast/outlook.hpp"
#include "grid/offline.hpp"
#include "grid/points_file.hpp"

namespace wattprint::engine {
namespace {

using grid::Point;
using grid::Query;
using grid::Series;
using std::chrono::hours;
using std::chrono::years;
using What = GridRequest::What;
using namespace std::chrono_literals;

/// A forecast learns from so much of the past, if there is so much.
constexpr auto kLearnFrom = hours(60 * 24);

/// Where the table has only calendar years, an answer may have so many of them.
constexpr auto kLongestHistory = hours(30 * 366 * 24);

WallTime start_of_hour(WallTime time) { return std::chrono::floor<hours>(time); }

std::chrono::year year_of(WallTime time) {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year();
}

void take_problems(GridAnswer& answer, std::vector<std::string> problems) {
  for (auto& problem : problems)
    if (std::find(answer.problems.begin(), answer.problems.end(), problem) == answer.problems.end())
      answer.problems.push_back(std::move(problem));
}

/// The one place where it is decided whom the user means.
Result<Place> find_place(const PlaceRequest& request, GridAnswer& answer, const Clock& clock) {
  auto online = place_online(request, clock);
  take_problems(answer, std::move(online.problems));
  if (online.place) return std::move(*online.place);
  return place_here(request);
}

/// The yearly averages of the table over a stretch of time, a point for each calendar year in it.
Result<Series> yearly_series(const Place& place, WallTime from, WallTime to) {
  Series series{.zone = place.location.zone, .label = {}, .points = {}, .source = {}};
  for (auto start = from; start < to;) {
    const auto year = year_of(start);
    const WallTime end =
        std::min<WallTime>(to, std::chrono::sys_days{(year + years(1)) / std::chrono::January / 1});
    auto average = yearly_average_of(place, static_cast<int>(year));
    if (!average) return fail(average.error());
    series.zone = average->zone;
    series.label.kind = average->kind;
    series.source = average->intensity.source;
    if (!average->note.empty()) series.notes = {average->note};
    series.points.push_back({start, end, std::move(average->intensity)});
    start = end;
  }
  return series;
}

/// The present hour of the table.
Result<Series> yearly_now(const Place& place, WallTime now) {
  auto average = yearly_average_of(place);
  if (!average) return fail(average.error());
  Series series{.zone = average->zone,
                .label = {.kind = average->kind},
                .points = {},
                .source = average->intensity.source};
  if (!average->note.empty()) series.notes = {average->note};
  const auto start = start_of_hour(now);
  series.points.push_back({start, start + 1h, std::move(average->intensity)});
  return series;
}

/// What the table can say of the hours to come: the same of each.
Result<Series> yearly_ahead(const Place& place, WallTime now, WallTime until) {
  auto series = yearly_now(place, now);
  if (!series) return series;
  const Point first = series->points.front();
  for (auto start = first.end; start < until; start += 1h)
    series->points.push_back({start, start + 1h, first.intensity});
  series->issued_at = now;
  series->notes.push_back(
      "no history of this zone is at hand, so each hour has the yearly average; list --providers, "
      "or bring a history by wattprint grid import");
  return series;
}

/// The newest of the points that speak of now, or last did.
void keep_newest(Series& series, WallTime now) {
  const auto ahead = std::find_if(series.points.begin(), series.points.end(),
                                  [&](const Point& p) { return p.start > now; });
  series.points.erase(ahead, series.points.end());
  if (series.points.size() > 1) series.points.erase(series.points.begin(), series.points.end() - 1);
}

void keep_within(Series& series, WallTime from, WallTime to) {
  std::erase_if(series.points, [&](const Point& p) { return p.end <= from || p.start >= to; });
}

/// A question to the providers about one place; nothing when there is nobody to be asked.
class Asking {
 public:
  Asking(const GridRequest& request, const Place& place, const Clock& clock, GridAnswer& answer)
      : opened_(open_grid_sources(request.sources, clock)),
        clock_(clock),
        answer_(answer),
        deadline_(clock.now() + request.budget) {
    take_problems(answer_, opened_.problems);
    if (const auto zone = catalog::find_zone(place.location.zone)) zone_ = zone->zone;
  }

  std::optional<Series> ask(Query::What what, WallTime from, WallTime to) {
    if (zone_.code.empty() || zone_.code == grid::kWorld) return std::nullopt;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - clock_.now());
    auto told = opened_.sources->ask({.what = what, .zone = zone_, .from = from, .to = to}, left);
    take_problems(answer_, std::move(told.problems));
    if (!told.series || told.series->points.empty()) return std::nullopt;
    answer_.provider = std::move(told.provider);
    answer_.stale = told.stale;
    return std::move(told.series);
  }

 private:
  GridSources opened_;
  const Clock& clock_;
  GridAnswer& answer_;
  Instant deadline_;
  catalog::Zone zone_;
};

Result<Series> now_of(Asking& asking, const Place& place, WallTime now) {
  if (auto series = asking.ask(Query::What::latest, {}, {})) {
    keep_newest(*series, now);
    if (!series->points.empty()) return std::move(*series);
  }
  return yearly_now(place, now);
}

Result<Series> history_of(Asking& asking, const Place& place, WallTime from, WallTime to) {
  if (auto series = asking.ask(Query::What::history, from, to)) {
    keep_within(*series, from, to);
    if (!series->points.empty()) return std::move(*series);
  }
  return yearly_series(place, from, to);
}

Result<Series> forecast_of(Asking& asking, const Place& place, const GridRequest& request,
                           WallTime now, GridAnswer& answer) {
  const auto until = start_of_hour(now) + request.ahead;
  if (!request.own_forecast)
    if (auto series = asking.ask(Query::What::forecast, now, until)) {
      keep_within(*series, now, until);
      if (!series->points.empty()) return std::move(*series);
    }
  if (const auto past = asking.ask(Query::What::history, now - kLearnFrom, now)) {
    auto ahead = grid::outlook(*past, now, until);
    if (ahead) return ahead;
    take_problems(answer, {ahead.error().what});
  }
  return yearly_ahead(place, now, until);
}

/// A forecast of a file: it begins where the file ends. What it counts is what the file says.
Result<Series> forecast_of_file(const GridRequest& request, const std::string& zone) {
  auto input =
      *request.series == "-" ? InputFile::standard_input() : InputFile::open(*request.series);
  if (!input) return fail(input.error());
  const std::string name = input->name().string();
  auto file = grid::read_points(*input, name, {});
  if (!file) return fail(file.error());
  if (file->points.empty()) return fail(Errc::unavailable, name + ": it has no value");
  Series past{.zone = zone,
              .label = {.kind = file->kind},
              .points = std::move(file->points),
              .source = name};
  // A forecast of the file's figures, as the backtest scores it, not of the grid behind them.
  for (auto& point : past.points)
    point.intensity.low = point.intensity.high = point.intensity.value;
  const WallTime end = past.points.back().end;
  auto ahead = grid::outlook(past, end, end + request.ahead);
  if (!ahead) return fail(ahead.error().code, name + ": " + ahead.error().what);
  return ahead;
}

Result<> check_times(const GridRequest& request, WallTime from, WallTime to, WallTime now) {
  if (request.what == What::history && from >= to)
    return fail(Errc::malformed, "--from must be before --to");
  if (request.what == What::history && to > now + 1min)
    return fail(Errc::malformed,
                "--to lies in the future; wattprint grid forecast tells what comes");
  if (request.what == What::history && to - from > kLongestHistory)
    return fail(Errc::malformed, "that is more than 30 years; name a shorter time");
  return {};
}

}  // namespace

Result<GridAnswer> ask_grid(const GridRequest& request, const Clock& clock) {
  const WallTime now = clock.wall();
  const WallTime to = request.to.value_or(now);
  const WallTime from = request.from.value_or(to - 24h);
  if (auto fine = check_times(request, from, to, now); !fine) return fail(fine.error());

  GridAnswer answer{.what = request.what};
  auto place = find_place(request.place, answer, clock);
  if (!place) return fail(place.error());
  answer.how = place->location.how;
  Result<Series> series = Series{};
  if (request.series) {
    series = forecast_of_file(request, place->location.zone);
  } else {
    Asking asking(request, *place, clock, answer);
    series = request.what == What::now       ? now_of(asking, *place, now)
             : request.what == What::history ? history_of(asking, *place, from, to)
                                             : forecast_of(asking, *place, request, now, answer);
  }
  if (!series) return fail(series.error());
  if (!place->location.note.empty()) series->notes.push_back(place->location.note);
  if (const auto zone = catalog::find_zone(series->zone)) answer.zone_name = zone->zone.name;
  answer.series = std::move(*series);
  return answer;
}

}  // namespace wattprint::engine
