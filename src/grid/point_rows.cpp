#include "grid/point_rows.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using namespace std::chrono_literals;

// The worst small oil grids stay below 2,000 g/kWh; more is another unit, not a grid.
constexpr CarbonIntensity kHighest{5000.0};
/// Hydropower alone has more over its life; what stays below all the time is in kg.
constexpr CarbonIntensity kSuspiciouslyLow{2.0};
/// Nineteen years in steps of five minutes.
constexpr std::size_t kMostRows = 2'000'000;

constexpr WallTime kEarliest = std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);
constexpr WallTime kLatest = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);

bool has_offset(std::string_view text) {
  return text.size() > 10 && text.find_first_of("Zz+-", 10) != std::string_view::npos;
}

auto fault(RowField field, std::string what) {
  return tl::unexpected<RowFault>(RowFault{field, std::move(what)});
}

std::string in_words(WallTime::duration time) {
  const auto whole = std::chrono::duration_cast<seconds>(time);
  if (whole % 1min != 0s) return std::to_string(whole.count()) + " s";
  return std::to_string(whole / 1min) + " min";
}

}  // namespace

Result<PointRows> PointRows::open(const PointsFormat& format, bool names_utc,
                                  std::string default_source) {
  PointRows rows(format, names_utc, std::move(default_source));
  if (format.time_zone.empty()) return rows;
  const auto zone = LocalTimes::open(format.time_zone);
  if (!zone) return fail(zone.error());
  rows.local_starts_ = *zone;
  rows.local_ends_ = *zone;
  return rows;
}

/// Numbers are seconds, or milliseconds, since 1970.
Result<WallTime> PointRows::moment(std::string_view text, std::optional<LocalTimes>& local) {
  std::string plain(trim(text));
  if (plain.ends_with(" UTC")) plain = plain.substr(0, plain.size() - 4) + "Z";
  const auto number = parse_i64(plain);
  auto moment = parse_moment(plain);
  if (number && *number > 100'000'000)
    moment =
        WallTime(std::chrono::milliseconds(*number < 100'000'000'000 ? *number * 1000 : *number));
  if (!moment)
    return fail(Errc::malformed, '"' + plain.substr(0, 40) +
                                     "\" is not a time such as 2026-01-20T12:00Z or "
                                     "2026-01-20 12:00");
  if (!number && !has_offset(plain)) {
    if (local) {
      auto resolved = local->next(*moment);
      if (!resolved) return resolved;
      moment = *resolved;
    } else if (!names_utc_) {
      return fail(Errc::malformed,
                  "the time does not say of what time zone it is; name it (time zone UTC, or "
                  "Europe/Berlin)");
    }
  }
  if (*moment < kEarliest || *moment >= kLatest)
    return fail(Errc::malformed, "no time between 1990 and 2100");
  return *moment;
}

tl::expected<IntensityUnit, RowFault> PointRows::unit_of(const PointRow& row) {
  if (!trim(row.unit).empty()) {
    const auto unit = parse_intensity_unit(row.unit);
    if (!unit) return fault(RowField::unit, "the unit is none of " + std::string(kIntensityUnits));
    const auto expected = format_.unit ? format_.unit : unit_;
    if (expected && *expected != *unit)
      return fault(RowField::unit, "the unit is " + std::string(unit->name) + ", not " +
                                       std::string(expected->name) +
                                       (format_.unit ? " as was said" : " as before"));
    unit_ = unit;
  } else if (unit_) {
    return fault(RowField::unit, "the unit is missing; before it was " + std::string(unit_->name));
  }
  return unit_ ? *unit_ : format_.unit.value_or(IntensityUnit{});
}

tl::expected<std::optional<Figure<CarbonIntensity>>, RowFault> PointRows::figure_of(
    const PointRow& row, const IntensityUnit& unit) const {
  if (trim(row.value).empty()) return std::nullopt;
  const auto number = parse_double(row.value);
  if (!number) return fault(RowField::value, "the value is not a number");
  const CarbonIntensity value = unit.of(*number);
  if (!(value >= CarbonIntensity{}))
    return fault(RowField::value, "the value is below 0; emissions are not");
  if (value > kHighest)
    return fault(RowField::value,
                 "the value is above 5000 g/kWh, which no grid has; is it in another unit?");
  std::string source(trim(row.source));
  if (source.empty()) source = default_source_;
  auto figure = Figure<CarbonIntensity>::with_spread(value, spread_of_reading(row.estimated),
                                                     Basis::estimated, std::move(source));
  const auto end = [&](std::string_view text, RowField field,
                       CarbonIntensity& to) -> tl::expected<void, RowFault> {
    if (trim(text).empty()) return {};
    const auto given = parse_double(text);
    if (!given) return fault(field, "the end of the interval is not a number");
    to = unit.of(*given);
    return {};
  };
  if (auto low = end(row.low, RowField::low, figure.low); !low) return tl::unexpected(low.error());
  if (auto high = end(row.high, RowField::high, figure.high); !high)
    return tl::unexpected(high.error());
  if (figure.low < CarbonIntensity{} || figure.low > figure.value)
    return fault(RowField::low, "the lower end of the interval must be from 0 to the value");
  if (figure.high < figure.value)
    return fault(RowField::high, "the upper end of the interval must be the value or more");
  return figure;
}

tl::expected<void, RowFault> PointRows::add(const PointRow& row, std::size_t line) {
  if (rows_.size() == kMostRows)
    return fault(RowField::start, "more than 2,000,000 rows; split the file by years");
  const auto start = moment(row.start, local_starts_);
  if (!start) return fault(RowField::start, start.error().what);
  if (!rows_.empty() && *start == rows_.back().start)
    return fault(RowField::start, "the same time as the row before");
  if (!rows_.empty() && *start < rows_.back().start)
    return fault(RowField::start, "earlier than the row before; rows go from old to new");
  if (!rows_.empty() && rows_.back().end && *start < *rows_.back().end)
    return fault(RowField::start,
                 "overlaps the row before, which ends at " + to_rfc3339(*rows_.back().end));
  std::optional<WallTime> end;
  if (!trim(row.end).empty()) {
    const auto told = moment(row.end, local_ends_);
    if (!told) return fault(RowField::end, told.error().what);
    if (*told <= *start) return fault(RowField::end, "the interval ends before it has begun");
    end = *told;
  }
  const auto unit = unit_of(row);
  if (!unit) return tl::unexpected(unit.error());
  const std::string zone(trim(row.zone));
  if (zone_.value_or(zone) != zone)
    return fault(RowField::zone,
                 "another zone than before (" + zone.substr(0, 40) + "); a file has one zone");
  auto figure = figure_of(row, *unit);
  if (!figure) return tl::unexpected(figure.error());
  zone_ = zone;
  rows_.push_back({*start, end, std::move(*figure), line});
  return {};
}

/// A series of 0.2 to 0.6 is kg/kWh, and nothing in the file would say so.
std::optional<PointRows::Misplaced> PointRows::check_unit() const {
  if (format_.unit || unit_) return std::nullopt;
  CarbonIntensity highest{};
  for (const auto& row : rows_)
    if (row.value) highest = std::max(highest, row.value->value);
  if (highest == CarbonIntensity{} || highest >= kSuspiciouslyLow) return std::nullopt;
  return Misplaced{0,
                   "no value is above 2 g/kWh; if they are kg/kWh, say so as the unit, and if "
                   "they are not, say g/kWh"};
}

/// The most common distance of rows. All must be multiples of the shortest: what lies between is
/// no step, and a file of which a good part has longer ones would read as full of gaps.
tl::expected<seconds, PointRows::Misplaced> PointRows::find_step() const {
  const auto wrong = [](std::size_t line, std::string what) {
    return tl::unexpected<Misplaced>(Misplaced{line, std::move(what)});
  };
  struct Seen {
    std::size_t count = 0;
    std::size_t line = 0;  ///< where it is first
  };
  std::map<WallTime::duration, Seen> lengths;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool is_last = i + 1 == rows_.size();
    if (!rows_[i].end && is_last) continue;
    auto& seen = lengths[(rows_[i].end ? *rows_[i].end : rows_[i + 1].start) - rows_[i].start];
    if (seen.count++ == 0) seen.line = rows_[rows_[i].end ? i : i + 1].line;
  }
  if (lengths.empty())
    return wrong(0, "a single row does not say how long it lasts; add a column end, or more rows");
  const auto most = std::max_element(
      lengths.begin(), lengths.end(),
      [](const auto& a, const auto& b) { return a.second.count < b.second.count; });
  const auto step = most->first;
  const auto shortest = lengths.begin()->first;
  if (step < 1min || step > 24h || step % 1s != 0s)
    return wrong(most->second.line,
                 "rows are " + in_words(step) + " apart; steps are from 1 minute to 1 day");
  // Ends that are given say more than steps; a cache cuts what overlaps.
  const bool has_ends = rows_.front().end.has_value();
  const auto many = std::max<std::size_t>(24, rows_.size() / 10);
  for (const auto& [length, seen] : lengths) {
    if (length % shortest != 0ms && !has_ends)
      return wrong(seen.line, "not in steps: " + in_words(length) +
                                  " after the row before, where the shortest step is " +
                                  in_words(shortest));
    if (length > step && seen.count > many && !has_ends)
      return wrong(seen.line, "rows are " + in_words(length) + " apart from here and " +
                                  in_words(step) +
                                  " elsewhere; split the file where the step changes");
  }
  return std::chrono::duration_cast<seconds>(step);
}

tl::expected<PointsFile, PointRows::Misplaced> PointRows::take() && {
  const auto values = std::count_if(rows_.begin(), rows_.end(),
                                    [](const Raw& row) { return row.value.has_value(); });
  if (values == 0) return tl::unexpected(Misplaced{0, "it has no row with a value"});
  const auto step = find_step();
  if (!step) return tl::unexpected(step.error());
  if (const auto wrong = check_unit()) return tl::unexpected(*wrong);

  PointsFile file{.step = *step, .rows = rows_.size()};
  file.zone = zone_.value_or("");
  file.no_value = rows_.size() - static_cast<std::size_t>(values);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    auto& row = rows_[i];
    if (!row.value) continue;
    auto end = row.end.value_or(row.start + *step);
    if (i + 1 < rows_.size()) end = std::min(end, rows_[i + 1].start);
    if (!file.points.empty() && file.points.back().end < row.start) ++file.gaps;
    file.points.push_back({row.start, end, std::move(*row.value)});
  }
  return file;
}

}  // namespace wattprint::grid
