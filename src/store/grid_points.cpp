#include "store/grid_points.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>

#include "store/data_dir.hpp"
#include "store/schema.hpp"
#include "store/sqlite_store.hpp"

namespace wattprint::store {
namespace {

using grid::Point;
using grid::Series;
using grid::SeriesKey;
using grid::Stretch;

/// Who asks for figures of the grid waits for a person or a run: better no cache than a late one.
constexpr std::chrono::milliseconds kPatience{250};

/// issued_at of what happened.
constexpr std::int64_t kHistory = 0;

std::int64_t milliseconds(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_time(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

/// ?1 to ?7, as in the unique key of grid_series.
void bind_key(Statement& statement, const SeriesKey& key) {
  statement.bind(1, key.source.provider)
      .bind(2, key.source.setup)
      .bind(3, key.zone)
      .bind(4, grid::to_string(key.label.signal))
      .bind(5, grid::to_string(key.label.accounting))
      .bind(6, to_string(key.label.kind))
      .bind(7, std::int64_t{key.forecast ? 1 : 0});
}

struct Issued {
  Point point;
  std::int64_t issued_at;
};

/// start, issued_at, length, value, low, high, basis, source
Issued issued_in(const Statement& row, const std::string& source_of_series) {
  const auto start = wall_time(row.integer(0));
  const std::string source = row.text(7);
  return {.point = {.start = start,
                    .end = start + std::chrono::milliseconds(row.integer(2)),
                    .intensity = {.value = CarbonIntensity{row.real(3)},
                                  .low = CarbonIntensity{row.real(4)},
                                  .high = CarbonIntensity{row.real(5)},
                                  .basis = row.integer(6) == 0   ? Basis::measured
                                           : row.integer(6) == 1 ? Basis::estimated
                                                                 : Basis::assumed,
                                  .source = source.empty() ? source_of_series : source}},
          .issued_at = row.integer(1)};
}

/// Issues may cut time differently: the newer one is taken, and what overlaps it is left out.
std::vector<Issued> without_overlap(std::vector<Issued> all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Issued& a, const Issued& b) { return a.issued_at > b.issued_at; });
  std::map<WallTime, Issued> taken;
  for (auto& issued : all) {
    const auto next = taken.lower_bound(issued.point.start);
    const bool meets_next = next != taken.end() && next->first < issued.point.end;
    const bool meets_previous =
        next != taken.begin() && std::prev(next)->second.point.end > issued.point.start;
    if (!meets_next && !meets_previous) taken.emplace(issued.point.start, std::move(issued));
  }
  std::vector<Issued> sorted;
  for (auto& [start, issued] : taken) sorted.push_back(std::move(issued));
  return sorted;
}

}  // namespace

Result<std::unique_ptr<GridPoints>> GridPoints::open(const std::filesystem::path& directory,
                                                     Database::Access access, Limits limits) {
  if (access == Database::Access::create)
    if (auto made = make_data_dir(directory); !made) return fail(made.error());
  auto database = Database::open(directory / kDatabaseFile, access);
  if (!database) return fail(database.error());
  std::unique_ptr<GridPoints> points(new GridPoints(std::move(*database), limits));
  points->set_patience(kPatience);
  if (auto ready = prepare_schema(points->database_); !ready) return fail(ready.error());
  // A run has 64 pages (store/schema.cpp); a series of months is read through 1 MB, if at all.
  if (auto set = points->database_.execute("PRAGMA cache_size=-1024"); !set)
    return fail(set.error());
  return points;
}

void GridPoints::set_patience(std::chrono::milliseconds patience) {
  database_.set_patience(patience);
}

Result<GridPoints::Row> GridPoints::find(const SeriesKey& key) {
  auto statement = database_.prepare(
      "SELECT id, source FROM grid_series WHERE provider = ?1 AND setup = ?2 AND zone = ?3 AND "
      "signal = ?4 AND accounting = ?5 AND kind = ?6 AND forecast = ?7");
  if (!statement) return fail(statement.error());
  bind_key(*statement, key);
  const auto row = statement->step();
  if (!row) return fail(row.error());
  if (!*row) return Row{};
  return Row{statement->integer(0), statement->text(1)};
}

Result<GridPoints::Row> GridPoints::find_or_add(const SeriesKey& key, const std::string& source) {
  auto found = find(key);
  if (!found || (found->id != 0 && (found->source == source || source.empty()))) return found;
  if (found->id != 0) {  // the old points keep the words that they came with
    auto points = database_.prepare(
        "UPDATE grid_points SET source = ?2 WHERE series = ?1 AND source IS NULL");
    if (!points) return fail(points.error());
    if (auto kept = points->bind(1, found->id).bind(2, found->source).run(); !kept)
      return fail(kept.error());
    auto series = database_.prepare("UPDATE grid_series SET source = ?2 WHERE id = ?1");
    if (!series) return fail(series.error());
    if (auto renamed = series->bind(1, found->id).bind(2, source).run(); !renamed)
      return fail(renamed.error());
    return Row{found->id, source};
  }
  auto statement = database_.prepare(
      "INSERT INTO grid_series (provider, setup, zone, signal, accounting, kind, forecast, source) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  if (!statement) return fail(statement.error());
  bind_key(*statement, key);
  if (auto added = statement->bind(8, source).run(); !added) return fail(added.error());
  return find(key);
}

Result<> GridPoints::put(const SeriesKey& key, const Series& series, std::optional<Stretch> about,
                         WallTime fetched_at) {
  for (const auto& point : series.points)
    if (!grid::is_sound(point))
      return fail(Errc::malformed,
                  fmt::format("{}: the point of {} at {} makes no sense and was "
                              "not kept",
                              key.source.provider, key.zone, to_rfc3339(point.start)));
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  const auto row = find_or_add(key, series.source);
  if (!row) return fail(row.error());
  const auto issued_at =
      key.forecast ? milliseconds(series.issued_at.value_or(fetched_at)) : kHistory;
  if (auto written = write_points(*row, series, issued_at, fetched_at); !written) return written;
  if (about && !about->empty())
    if (auto written = write_fetched(row->id, *about, fetched_at); !written) return written;
  return transaction->commit();
}

/// Most answers meet nothing that is kept, and then need not look for each of their points.
Result<bool> GridPoints::meets_others(std::int64_t id, const Series& series,
                                      std::int64_t issued_at) {
  auto statement = database_.prepare(
      "SELECT 1 FROM grid_points WHERE series = ?1 AND issued_at = ?2 AND start < ?4 AND start >= "
      "coalesce((SELECT max(start) FROM grid_points WHERE series = ?1 AND issued_at = ?2 AND start "
      "<= ?3), ?3) LIMIT 1");
  if (!statement) return fail(statement.error());
  return statement->bind(1, id)
      .bind(2, issued_at)
      .bind(3, milliseconds(series.points.front().start))
      .bind(4, milliseconds(series.points.back().end))
      .step();
}

Result<> GridPoints::write_points(const Row& row, const Series& series, std::int64_t issued_at,
                                  WallTime fetched_at) {
  if (series.points.empty()) return {};
  const auto meets = meets_others(row.id, series, issued_at);
  if (!meets) return fail(meets.error());
  auto clear = database_.prepare(
      "DELETE FROM grid_points WHERE series = ?1 AND issued_at = ?2 AND start >= ?3 AND start < "
      "?4");
  if (!clear) return fail(clear.error());
  auto cut = database_.prepare(
      "UPDATE grid_points SET length = ?3 - start WHERE series = ?1 AND issued_at = ?2 AND start = "
      "(SELECT max(start) FROM grid_points WHERE series = ?1 AND issued_at = ?2 AND start < ?3) "
      "AND start + length > ?3");
  if (!cut) return fail(cut.error());
  auto insert = database_.prepare(
      "INSERT INTO grid_points (series, issued_at, start, length, value, low, high, basis, source, "
      "fetched_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  if (!insert) return fail(insert.error());
  for (const auto& [start, end, figure] : series.points) {
    if (*meets) {
      clear->bind(1, row.id).bind(2, issued_at).bind(3, milliseconds(start));
      if (auto done = clear->bind(4, milliseconds(end)).run_again(); !done) return done;
      cut->bind(1, row.id).bind(2, issued_at).bind(3, milliseconds(start));
      if (auto done = cut->run_again(); !done) return done;
    }
    insert->bind(1, row.id)
        .bind(2, issued_at)
        .bind(3, milliseconds(start))
        .bind(4, std::int64_t{(end - start).count()})
        .bind(5, figure.value.value())
        .bind(6, figure.low.value())
        .bind(7, figure.high.value())
        .bind(8, static_cast<std::int64_t>(figure.basis))
        .bind(10, milliseconds(fetched_at));
    if (figure.source == row.source)
      insert->bind_null(9);
    else
      insert->bind(9, figure.source);
    if (auto done = insert->run_again(); !done) return done;
  }
  return {};
}

Result<> GridPoints::write_fetched(std::int64_t id, const Stretch& about, WallTime fetched_at) {
  // What reaches over the end, what begins inside, what reaches over the start; then the new one.
  for (const char* sql :
       {"INSERT INTO grid_fetched SELECT series, ?3, to_at, fetched_at FROM grid_fetched WHERE "
        "series = ?1 AND from_at < ?3 AND to_at > ?3 AND ?2 < ?3",
        "DELETE FROM grid_fetched WHERE series = ?1 AND from_at >= ?2 AND from_at < ?3",
        "UPDATE grid_fetched SET to_at = ?2 WHERE series = ?1 AND from_at < ?2 AND to_at > ?2 AND "
        "?2 < ?3"}) {
    auto statement = database_.prepare(sql);
    if (!statement) return fail(statement.error());
    statement->bind(1, id).bind(2, milliseconds(about.from)).bind(3, milliseconds(about.to));
    if (auto done = statement->run(); !done) return done;
  }
  auto insert = database_.prepare("INSERT INTO grid_fetched VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return fail(insert.error());
  return insert->bind(1, id)
      .bind(2, milliseconds(about.from))
      .bind(3, milliseconds(about.to))
      .bind(4, milliseconds(fetched_at))
      .run();
}

Result<Series> GridPoints::points(const SeriesKey& key, const Stretch& stretch,
                                  std::optional<WallTime> issued_by) {
  Series series{.zone = key.zone, .label = key.label};
  const auto row = find(key);
  if (!row) return fail(row.error());
  if (row->id == 0 || stretch.empty()) return series;
  series.source = row->source;
  // The columns beside max() are those of its row (SQLite, lang_select.html, "Bare columns").
  auto statement = database_.prepare(
      "SELECT start, max(issued_at), length, value, low, high, basis, source FROM grid_points "
      "WHERE series = ?1 AND issued_at <= ?4 AND start < ?3 AND start >= coalesce((SELECT "
      "max(start) FROM grid_points WHERE series = ?1 AND issued_at <= ?4 AND start <= ?2), ?2) "
      "GROUP BY start ORDER BY start");
  if (!statement) return fail(statement.error());
  constexpr auto kAnyIssue = std::numeric_limits<std::int64_t>::max();
  statement->bind(1, row->id)
      .bind(2, milliseconds(stretch.from))
      .bind(3, milliseconds(stretch.to))
      .bind(4, issued_by ? milliseconds(*issued_by) : kAnyIssue);
  std::vector<Issued> all;
  std::size_t damaged = 0;
  while (true) {
    const auto next = statement->step();
    if (!next) return fail(next.error());
    if (!*next) break;
    auto issued = issued_in(*statement, row->source);
    if (!grid::is_sound(issued.point))
      ++damaged;
    else if (issued.point.end > stretch.from)
      all.push_back(std::move(issued));
  }
  for (auto& issued : without_overlap(std::move(all))) {
    if (key.forecast) series.issued_at = std::max(series.issued_at, {wall_time(issued.issued_at)});
    series.points.push_back(std::move(issued.point));
  }
  if (damaged > 0)
    series.notes.push_back(fmt::format("{} damaged points of {} in {} were left out", damaged,
                                       key.source.provider, database_.path().string()));
  return series;
}

Result<std::vector<grid::Fetched>> GridPoints::fetched(const SeriesKey& key,
                                                       const Stretch& stretch) {
  std::vector<grid::Fetched> found;
  const auto row = find(key);
  if (!row) return fail(row.error());
  if (row->id == 0) return found;
  auto statement = database_.prepare(
      "SELECT from_at, to_at, fetched_at FROM grid_fetched WHERE series = ?1 AND from_at < ?3 AND "
      "to_at > ?2 ORDER BY from_at");
  if (!statement) return fail(statement.error());
  statement->bind(1, row->id).bind(2, milliseconds(stretch.from)).bind(3, milliseconds(stretch.to));
  while (true) {
    const auto next = statement->step();
    if (!next) return fail(next.error());
    if (!*next) return found;
    found.push_back({{wall_time(statement->integer(0)), wall_time(statement->integer(1))},
                     wall_time(statement->integer(2))});
  }
}

Result<std::vector<grid::CachedSeries>> GridPoints::list() {
  auto statement = database_.prepare(
      "SELECT provider, setup, zone, signal, accounting, kind, forecast, s.source, count(*), "
      "min(start), max(start + length), max(fetched_at) FROM grid_series s JOIN grid_points p ON "
      "p.series = s.id GROUP BY s.id ORDER BY provider, setup, zone, signal, accounting, kind, "
      "forecast");
  if (!statement) return fail(statement.error());
  std::vector<grid::CachedSeries> all;
  while (true) {
    const auto next = statement->step();
    if (!next) return fail(next.error());
    if (!*next) return all;
    const auto signal = grid::parse_signal(statement->text(3));
    const auto accounting = grid::parse_accounting(statement->text(4));
    const auto kind = grid::parse_kind(statement->text(5));
    if (!signal || !accounting || !kind) continue;  // no key of ours leads to such a row
    all.push_back({.key = {.source = {statement->text(0), statement->text(1)},
                           .zone = statement->text(2),
                           .label = {*signal, *accounting, *kind},
                           .forecast = statement->integer(6) != 0},
                   .source = statement->text(7),
                   .points = static_cast<std::size_t>(statement->integer(8)),
                   .stretch = {wall_time(statement->integer(9)), wall_time(statement->integer(10))},
                   .fetched_at = wall_time(statement->integer(11))});
  }
}

Result<> GridPoints::remove(const SeriesKey& key) {
  const auto row = find(key);
  if (!row) return fail(row.error());
  auto statement = database_.prepare("DELETE FROM grid_series WHERE id = ?1");  // the rest follows
  if (!statement) return fail(statement.error());
  return statement->bind(1, row->id).run();
}

Result<> GridPoints::tidy(WallTime now) {
  // A mark from the future is of a clock that was set back since.
  constexpr auto kEvery = std::chrono::hours(24);
  const auto last = database_.integer("SELECT max(at) FROM grid_tidied");
  if (!last) return fail(last.error());
  if (wall_time(*last) <= now && now - wall_time(*last) < kEvery) return {};
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  if (auto removed = remove_old(now); !removed) return removed;
  return transaction->commit();
}

Result<> GridPoints::remove_old(WallTime now) {
  auto points = std::int64_t{0};
  // Counting reads them all, so first whether the file has room for so many.
  constexpr std::int64_t kLeastBytes = 55;
  const auto bytes =
      database_.integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  if (!bytes) return fail(bytes.error());
  if (*bytes > limits_.points * kLeastBytes) {
    const auto counted = database_.integer(
        "SELECT count(*) FROM grid_points JOIN grid_series ON id = series WHERE provider <> "
        "'import'");
    if (!counted) return fail(counted.error());
    points = *counted;
  }
  auto oldest_history = milliseconds(now - limits_.history);
  auto oldest_issue = milliseconds(now - limits_.forecasts);
  if (points > limits_.points) {
    // The oldest go, whosesoever they are. Seldom, so this may look at all of them.
    const auto cut = database_.integer(fmt::format(
        "SELECT p.start FROM grid_points p JOIN grid_series ON id = series WHERE provider <> "
        "'import' ORDER BY p.start LIMIT 1 OFFSET {}",
        points - limits_.points));
    if (!cut) return fail(cut.error());
    oldest_history = std::max(oldest_history, *cut);
    oldest_issue = std::max(oldest_issue, *cut);
  }
  constexpr std::string_view kOfSources =
      "series IN (SELECT id FROM grid_series WHERE provider <> 'import' AND forecast = ";
  const std::string sql = fmt::format(
      "DELETE FROM grid_points WHERE start < {1} AND {0} 0);"
      "DELETE FROM grid_points WHERE issued_at < {2} AND {0} 1);"
      "DELETE FROM grid_fetched WHERE to_at <= {1};"
      "UPDATE grid_fetched SET from_at = {1} WHERE from_at < {1};"
      "DELETE FROM grid_fetched WHERE fetched_at < {2} AND {0} 1);"
      "DELETE FROM grid_states WHERE next_allowed < {2};"
      "DELETE FROM grid_series WHERE NOT EXISTS (SELECT 1 FROM grid_points WHERE series = id) AND "
      "NOT EXISTS (SELECT 1 FROM grid_fetched WHERE series = id);"
      "UPDATE grid_tidied SET at = {3};",
      kOfSources, oldest_history, oldest_issue, milliseconds(now));
  return database_.execute(sql.c_str());
}

}  // namespace wattprint::store
