#include "store/sqlite_store.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "runs/record_json.hpp"
#include "runs/run_id.hpp"
#include "store/data_dir.hpp"
#include "store/sample_codec.hpp"
#include "store/schema.hpp"

namespace wattprint::store {
namespace {

using runs::RunRecord;

std::int64_t milliseconds(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_time(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

constexpr std::string_view kWriteRun = R"sql(
  INSERT INTO runs (id, name, project, host, command, state, started_at, ended_at, duration_s,
                    energy_j, energy_low_j, energy_high_j, energy_basis,
                    emissions_g, emissions_low_g, emissions_high_g, zone,
                    written_at, record, pid, pid_started, boot_id)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
          ?20, ?21, ?22)
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, project = excluded.project, state = excluded.state,
    ended_at = excluded.ended_at, duration_s = excluded.duration_s,
    energy_j = excluded.energy_j, energy_low_j = excluded.energy_low_j,
    energy_high_j = excluded.energy_high_j, energy_basis = excluded.energy_basis,
    emissions_g = excluded.emissions_g, emissions_low_g = excluded.emissions_low_g,
    emissions_high_g = excluded.emissions_high_g, zone = excluded.zone,
    written_at = excluded.written_at, record = excluded.record)sql";

constexpr std::string_view kWriteChunk =
    "INSERT OR REPLACE INTO samples (run_id, chunk, first_at, count, data) "
    "VALUES (?1, ?2, ?3, ?4, ?5)";

/// Binds value, low and high (or three NULLs) from `first` on.
template <class Q>
void bind_figure(Statement& statement, int first, const std::optional<Figure<Q>>& figure) {
  for (int i = 0; i < 3; ++i) {
    if (!figure) {
      statement.bind_null(first + i);
      continue;
    }
    const Q ends[] = {figure->value, figure->low, figure->high};
    statement.bind(first + i, ends[i].value());
  }
}

Error no_such_run(std::string_view id, const Database& database) {
  return {Errc::not_present,
          fmt::format("no run \"{}\" in {}; `wattprint list` shows what there is", id,
                      database.path().string())};
}

/// "7f3a1c90be42 (mnist-mlp)": for the sentence about an ambiguous prefix.
std::string candidate(const Statement& row) {
  const std::string name = row.text(1);
  return name.empty() ? row.text(0) : fmt::format("{} ({})", row.text(0), name);
}

/// What is left to say of a run whose process is gone.
void mark_interrupted(RunRecord& record, WallTime written_at) {
  auto& outcome = record.outcome;
  outcome.state = runs::State::interrupted;
  if (outcome.duration <= Seconds(0)) outcome.duration = written_at - outcome.started_at;
  outcome.duration = std::max(outcome.duration, Seconds(0));
  outcome.ended_at =
      outcome.started_at + std::chrono::round<std::chrono::milliseconds>(outcome.duration);
  record.warnings.push_back(
      {"run-interrupted",
       fmt::format("wattprint was ended before the command was; the figures are those of the first "
                   "{:.1f} s",
                   outcome.duration.count()),
       ""});
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& directory,
                                                       Database::Access access,
                                                       const Clock& clock) {
  if (access == Database::Access::create)
    if (auto made = make_data_dir(directory); !made) return fail(made.error());
  auto database = Database::open(directory / kDatabaseFile, access);
  if (!database) return fail(database.error());
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*database), clock));
  if (auto ready = prepare_schema(store->database_); !ready) return fail(ready.error());
  return store;
}

Result<> SqliteStore::begin(const RunRecord& record, const RunProcess& process) {
  return write_run(record, &process);
}

Result<> SqliteStore::progress(const RunRecord& record, const SampleChunk& chunk) {
  // The one write that must also outlast a power cut: it waits for the disk, every 10 s at most.
  if (auto set = database_.execute("PRAGMA synchronous=FULL"); !set) return set;
  auto written = write(record, chunk);
  auto reset = database_.execute("PRAGMA synchronous=NORMAL");
  return written ? reset : written;
}

Result<> SqliteStore::finish(const RunRecord& record, const SampleChunk& chunk) {
  return write(record, chunk);
}

Result<> SqliteStore::update(const RunRecord& before, const RunRecord& after) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  const std::string& id = before.identity.id;
  {
    auto statement = database_.prepare("SELECT record FROM runs WHERE id = ?1");
    if (!statement) return fail(statement.error());
    const auto row = statement->bind(1, id).step();
    if (!row) return fail(row.error());
    if (!*row) return fail(no_such_run(id, database_));
    const auto kept = runs::record_from_json(statement->text(0));
    if (!kept || runs::to_json(*kept) != runs::to_json(before))
      return fail(Errc::unavailable,
                  fmt::format("run {} in {} was changed meanwhile; try again", id, place()));
  }
  if (auto written = write_run(after, nullptr); !written) return written;
  return transaction->commit();
}

Result<> SqliteStore::write(const RunRecord& record, const SampleChunk& chunk) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  if (auto written = write_run(record, nullptr); !written) return written;
  if (auto written = write_samples(record.identity.id, chunk); !written) return written;
  return transaction->commit();
}

Result<> SqliteStore::write_run(const RunRecord& record, const RunProcess* process) {
  auto statement = database_.prepare(kWriteRun);
  if (!statement) return fail(statement.error());
  const auto& identity = record.identity;
  const auto& outcome = record.outcome;
  const std::string command = fmt::format("{}", fmt::join(identity.command, " "));
  const std::string json = runs::to_json(record);
  const RunProcess nobody;
  const RunProcess& owner = process != nullptr ? *process : nobody;
  statement->bind(1, identity.id)
      .bind(2, identity.name)
      .bind(3, identity.project)
      .bind(4, identity.host)
      .bind(5, command)
      .bind(6, runs::to_string(outcome.state))
      .bind(7, milliseconds(outcome.started_at))
      .bind(8, outcome.ended_at ? std::optional(milliseconds(*outcome.ended_at)) : std::nullopt)
      .bind(9, outcome.duration.count());
  bind_figure(*statement, 10, record.energy);
  if (record.energy)
    statement->bind(13, to_string(record.energy->basis));
  else
    statement->bind_null(13);
  bind_figure(*statement, 14, record.emissions);
  statement->bind(17, record.grid.zone)
      .bind(18, milliseconds(clock_.wall()))
      .bind(19, json)
      .bind(20, owner.pid)
      .bind(21, static_cast<std::int64_t>(owner.started))
      .bind(22, owner.boot_id);
  return statement->run();
}

Result<> SqliteStore::write_samples(std::string_view id, const SampleChunk& chunk) {
  if (chunk.series.empty()) return {};
  auto statement = database_.prepare(kWriteChunk);
  if (!statement) return fail(statement.error());
  const auto first =
      chunk.series.start + std::chrono::floor<std::chrono::milliseconds>(chunk.series.begin[0]);
  const std::string data = encode(chunk.series);
  statement->bind(1, id)
      .bind(2, static_cast<std::int64_t>(chunk.number))
      .bind(3, milliseconds(first))
      .bind(4, static_cast<std::int64_t>(chunk.series.size()))
      .bind_blob(5, data);
  return statement->run();
}

Result<Listing> SqliteStore::list(const Filter& filter) {
  auto statement = database_.prepare(
      "SELECT record, id FROM runs WHERE (?1 = '' OR project = ?1) AND (?2 = '' OR name = ?2) "
      "AND (?4 = '' OR json_extract(record, '$.run.rank.group') = ?4) "
      "ORDER BY started_at DESC, rowid DESC LIMIT ?3");
  if (!statement) return fail(statement.error());
  const std::int64_t limit = filter.limit == 0 ? -1 : static_cast<std::int64_t>(filter.limit);
  statement->bind(1, filter.project).bind(2, filter.name).bind(3, limit).bind(4, filter.group);
  Listing listing;
  while (true) {
    const auto row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) return listing;
    if (auto record = runs::record_from_json(statement->text(0)))
      listing.runs.push_back(std::move(*record));
    else
      listing.unreadable.push_back(
          fmt::format("run {} in {}: {}", statement->text(1), place(), record.error().what));
  }
}

Result<RunRecord> SqliteStore::find(std::string_view prefix) {
  if (!runs::is_run_id_prefix(prefix)) return fail(no_such_run(prefix, database_));
  const std::string first = to_lower(prefix);
  const std::string behind = first + "g";  // the digits end with f
  auto statement = database_.prepare(
      "SELECT id, name, record FROM runs WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 6");
  if (!statement) return fail(statement.error());
  statement->bind(1, first).bind(2, behind);
  std::vector<std::string> candidates;
  std::string json;
  while (true) {
    const auto row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) break;
    candidates.push_back(candidate(*statement));
    json = statement->text(2);
  }
  if (candidates.empty()) return fail(no_such_run(prefix, database_));
  if (candidates.size() > 1)
    return fail(Errc::malformed, fmt::format("several runs begin with \"{}\": {}; type more digits",
                                             prefix, fmt::join(candidates, ", ")));
  auto record = runs::record_from_json(json);
  if (!record)
    return fail(Errc::malformed,
                fmt::format("run {} in {}: {}", candidates[0], place(), record.error().what));
  return record;
}

Result<SampleSeries> SqliteStore::samples(std::string_view id) {
  auto statement = database_.prepare("SELECT data FROM samples WHERE run_id = ?1 ORDER BY chunk");
  if (!statement) return fail(statement.error());
  statement->bind(1, id);
  SampleSeries all;
  while (true) {
    const auto row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) return all;
    auto chunk = decode(statement->blob(0));
    if (!chunk)
      return fail(Errc::malformed,
                  fmt::format("run {} in {}: {}", id, place(), chunk.error().what));
    if (all.empty())
      all = std::move(*chunk);
    else
      all.append(*chunk);
  }
}

Result<> SqliteStore::remove(std::string_view id) {
  auto statement = database_.prepare("DELETE FROM runs WHERE id = ?1");  // samples go with it
  if (!statement) return fail(statement.error());
  if (auto removed = statement->bind(1, id).run(); !removed) return removed;
  if (database_.changes() == 0) return fail(no_such_run(id, database_));
  return {};
}

Result<std::vector<std::string>> SqliteStore::close_interrupted(
    const std::function<bool(const RunningRun&)>& is_alive) {
  std::vector<RunningRun> dead;
  {
    auto statement = database_.prepare(
        "SELECT id, host, pid, pid_started, boot_id, written_at FROM runs WHERE state = 'running'");
    if (!statement) return fail(statement.error());
    while (true) {
      const auto row = statement->step();
      if (!row) return fail(row.error());
      if (!*row) break;
      RunningRun run{.id = statement->text(0),
                     .host = statement->text(1),
                     .process = {.pid = statement->integer(2),
                                 .started = static_cast<std::uint64_t>(statement->integer(3)),
                                 .boot_id = statement->text(4)},
                     .written_at = wall_time(statement->integer(5))};
      if (!is_alive(run)) dead.push_back(std::move(run));
    }
  }
  std::vector<std::string> closed;
  for (const auto& run : dead) {
    if (auto done = close(run); !done) return fail(done.error());
    closed.push_back(run.id);
  }
  return closed;
}

Result<> SqliteStore::close(const RunningRun& run) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  std::string json;
  {
    auto statement =
        database_.prepare("SELECT record FROM runs WHERE id = ?1 AND state = 'running'");
    if (!statement) return fail(statement.error());
    const auto row = statement->bind(1, run.id).step();
    if (!row) return fail(row.error());
    if (!*row) return {};  // it ended meanwhile
    json = statement->text(0);
  }
  if (auto record = runs::record_from_json(json)) {
    mark_interrupted(*record, run.written_at);
    if (auto written = write_run(*record, nullptr); !written) return written;
  } else {  // a damaged record stays for a person to look at, but is not met here again
    auto statement = database_.prepare("UPDATE runs SET state = 'interrupted' WHERE id = ?1");
    if (!statement) return fail(statement.error());
    if (auto updated = statement->bind(1, run.id).run(); !updated) return updated;
  }
  return transaction->commit();
}

Result<std::vector<LearnedIdle>> SqliteStore::learned_idle(std::string_view host) {
  auto statement = database_.prepare(
      "SELECT component, device, watts, learned_at FROM learned_idle WHERE host = ?1");
  if (!statement) return fail(statement.error());
  statement->bind(1, host);
  std::vector<LearnedIdle> learned;
  while (true) {
    const auto row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) return learned;
    if (const auto component = measure::parse_component(statement->text(0)))
      learned.push_back({*component, statement->text(1), Watts{statement->real(2)},
                         wall_time(statement->integer(3))});
  }
}

Result<> SqliteStore::learn_idle(std::string_view host, const std::vector<LearnedIdle>& learned) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  for (const auto& idle : learned) {
    auto statement = database_.prepare(
        "INSERT OR REPLACE INTO learned_idle (host, component, device, watts, learned_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!statement) return fail(statement.error());
    statement->bind(1, host)
        .bind(2, measure::to_string(idle.component))
        .bind(3, idle.device)
        .bind(4, idle.power.value())
        .bind(5, milliseconds(idle.learned_at));
    if (auto written = statement->run(); !written) return written;
  }
  return transaction->commit();
}

}  // namespace wattprint::store
