#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "engine/equivalents.hpp"
#include "reports/display_width.hpp"
#include "reports/group_page.hpp"
#include "reports/run_page.hpp"
#include "runs/record_json.hpp"
#include "runs/run_id.hpp"

namespace wattprint::app {

namespace {

/// The job that the run is a rank of.
int show_group(store::RunStore& store, const runs::RunRecord& record, const CommandLine& line,
               const Terminal& terminal) {
  if (!record.identity.rank) {
    Terminal::complain(fmt::format(
        "--group: run {} is not one of several ranks; torchrun, mpirun and srun start such",
        runs::short_id(record.identity.id)));
    return kUsage;
  }
  auto listed =
      store.list({.project = {}, .name = {}, .group = record.identity.rank->group, .limit = 0});
  if (!listed) return failed(listed.error());
  std::sort(listed->runs.begin(), listed->runs.end(), [](const auto& a, const auto& b) {
    return std::pair(a.identity.rank->rank, a.outcome.started_at) <
           std::pair(b.identity.rank->rank, b.outcome.started_at);
  });
  Terminal::print(line.json ? reports::group_json(listed->runs)
                            : reports::group_page(listed->runs, terminal.result_style()));
  return kDone;
}

}  // namespace

int show(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  const auto record = find_run(**store, line.arguments.empty() ? "" : line.arguments.front());
  if (!record) return failed(record.error());
  if (line.group) return show_group(**store, *record, line, terminal);
  const auto style = terminal.result_style();
  if (!line.equivalents) {
    Terminal::print(line.json ? runs::to_json(*record) : reports::run_page(*record, style));
    return kDone;
  }
  const auto rows =
      engine::equivalents_of(record->emissions, record->facility.energy, *line.equivalents);
  if (!rows) {
    Terminal::complain("--equivalents: " + reports::printable(rows.error().what));
    return kUsage;
  }
  Terminal::print(line.json ? engine::equivalents_json(record->identity.id, *rows)
                            : reports::run_page(*record, style) + "\n" +
                                  engine::equivalents_text(*rows, style));
  return kDone;
}

}  // namespace wattprint::app
