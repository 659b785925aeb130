#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "engine/equivalents.hpp"
#include "reports/display_width.hpp"
#include "reports/run_page.hpp"
#include "runs/record_json.hpp"

namespace wattprint::app {

int show(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  const auto record = find_run(**store, line.arguments.empty() ? "" : line.arguments.front());
  if (!record) return failed(record.error());
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
