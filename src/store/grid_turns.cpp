// How sources have behaved, and whose turn it is to ask them: the part of GridPoints that keeps
// processes from asking too often or at once.
#include "store/grid_points.hpp"

namespace wattprint::store {
namespace {

std::int64_t milliseconds(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_time(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace

Result<grid::SourceState> GridPoints::state(const grid::SourceId& source, std::string_view scope) {
  auto statement = database_.prepare(
      "SELECT next_allowed, failures, said, failed_at, key_mark FROM grid_states WHERE provider = "
      "?1 AND "
      "setup = ?2 AND scope = ?3");
  if (!statement) return fail(statement.error());
  const auto row = statement->bind(1, source.provider).bind(2, source.setup).bind(3, scope).step();
  if (!row) return fail(row.error());
  if (!*row) return grid::SourceState{};
  return grid::SourceState{.next_allowed = wall_time(statement->integer(0)),
                           .failures = static_cast<int>(statement->integer(1)),
                           .said = statement->text(2),
                           .failed_at = wall_time(statement->integer(3)),
                           .key_mark = statement->integer(4)};
}

Result<> GridPoints::set_state(const grid::SourceId& source, std::string_view scope,
                               const grid::SourceState& state) {
  const bool behaves = state == grid::SourceState{};
  auto statement = database_.prepare(
      behaves ? "DELETE FROM grid_states WHERE provider = ?1 AND setup = ?2 AND scope = ?3"
              : "INSERT OR REPLACE INTO grid_states (provider, setup, scope, next_allowed, "
                "failures, said, failed_at, key_mark) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  if (!statement) return fail(statement.error());
  statement->bind(1, source.provider).bind(2, source.setup).bind(3, scope);
  if (!behaves)
    statement->bind(4, milliseconds(state.next_allowed))
        .bind(5, std::int64_t{state.failures})
        .bind(6, state.said)
        .bind(7, milliseconds(state.failed_at))
        .bind(8, state.key_mark);
  return statement->run();
}

Result<grid::Turn> GridPoints::turn(const grid::SourceId& source) {
  auto statement = database_.prepare(
      "SELECT holder, ends_at, next_request_at FROM grid_turns WHERE provider = ?1 AND setup = ?2");
  if (!statement) return fail(statement.error());
  const auto row = statement->bind(1, source.provider).bind(2, source.setup).step();
  if (!row) return fail(row.error());
  if (!*row) return grid::Turn{};
  return grid::Turn{.holder = statement->integer(0),
                    .ends_at = wall_time(statement->integer(1)),
                    .next_request_at = wall_time(statement->integer(2))};
}

Result<bool> GridPoints::take_turn(const grid::SourceId& source, const grid::Turn& mine,
                                   WallTime now) {
  // One statement, so that two who come at once cannot both have it.
  auto statement = database_.prepare(
      "INSERT INTO grid_turns (provider, setup, holder, ends_at, next_request_at) VALUES (?1, ?2, "
      "?3, ?4, ?5) ON CONFLICT (provider, setup) DO UPDATE SET holder = ?3, ends_at = ?4, "
      "next_request_at = max(next_request_at, ?5) WHERE holder = ?3 OR holder = 0 OR ends_at <= ?6 "
      "OR ends_at > ?7");
  if (!statement) return fail(statement.error());
  const auto taken = statement->bind(1, source.provider)
                         .bind(2, source.setup)
                         .bind(3, mine.holder)
                         .bind(4, milliseconds(mine.ends_at))
                         .bind(5, milliseconds(mine.next_request_at))
                         .bind(6, milliseconds(now))
                         .bind(7, milliseconds(now + grid::kLongestTurn))
                         .run();
  if (!taken) return fail(taken.error());
  return database_.changes() > 0;
}

Result<> GridPoints::end_turn(const grid::SourceId& source, std::int64_t holder) {
  auto statement = database_.prepare(
      "UPDATE grid_turns SET holder = 0 WHERE provider = ?1 AND setup = ?2 AND holder = ?3");
  if (!statement) return fail(statement.error());
  return statement->bind(1, source.provider).bind(2, source.setup).bind(3, holder).run();
}

}  // namespace wattprint::store
