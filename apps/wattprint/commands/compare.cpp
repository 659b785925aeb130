#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "reports/comparison.hpp"

namespace wattprint::app {

int compare(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  const auto a = find_run(**store, line.arguments.at(0));
  if (!a) return failed(a.error());
  const auto b = find_run(**store, line.arguments.at(1));
  if (!b) return failed(b.error());
  const auto comparison = reports::compare(*a, *b);
  Terminal::print(line.json ? reports::to_json(comparison)
                            : reports::to_text(comparison, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
