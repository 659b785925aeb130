#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "reports/run_page.hpp"
#include "runs/record_json.hpp"

namespace wattprint::app {

int show(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  const auto record = find_run(**store, line.arguments.empty() ? "" : line.arguments.front());
  if (!record) return failed(record.error());
  Terminal::print(line.json ? runs::to_json(*record)
                            : reports::run_page(*record, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
