#include "engine/grid_backfill.hpp"

#include <algorithm>

#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"

namespace wattprint::app {

int grid_backfill(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal) {
  const auto request = engine::backfill_request(line.arguments, line.all, line.since, line.dry_run);
  if (!request) {
    Terminal::complain(request.error().what);
    return kUsage;
  }
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  const auto ask = engine::open_grid(engine::sources_request(settings), system_clock())();
  const auto backfill = engine::grid_backfill(**store, *request, ask, system_clock());
  for (const auto& problem : backfill.problems) Terminal::complain(problem);
  Terminal::print(line.json ? engine::backfill_json(backfill)
                            : engine::backfill_text(backfill, terminal.result_style()));
  const bool all_kept = std::none_of(
      backfill.runs.begin(), backfill.runs.end(),
      [](const auto& run) { return run.outcome == engine::BackfilledRun::Outcome::failed; });
  return backfill.problems.empty() && all_kept ? kDone : kFailed;
}

}  // namespace wattprint::app
