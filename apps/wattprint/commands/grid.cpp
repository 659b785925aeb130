#include "commands/commands.hpp"

namespace wattprint::app {

int grid(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  switch (line.grid_verb) {
    case CommandLine::GridVerb::now: return grid_now(line, settings, terminal);
    case CommandLine::GridVerb::history: return grid_history(line, settings, terminal);
    case CommandLine::GridVerb::forecast: return grid_forecast(line, settings, terminal);
    case CommandLine::GridVerb::import_file: return grid_import(line, settings, terminal);
    case CommandLine::GridVerb::export_file: return grid_export(line, settings, terminal);
    case CommandLine::GridVerb::backtest: return grid_backtest(line, settings, terminal);
    case CommandLine::GridVerb::providers: return grid_providers(line, settings, terminal);
    case CommandLine::GridVerb::zones: return grid_zones(line, settings, terminal);
    case CommandLine::GridVerb::backfill: return grid_backfill(line, settings, terminal);
  }
  return kFailed;
}

}  // namespace wattprint::app
