#include "engine/grid_backtest.hpp"

#include "commands/commands.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {

int grid_backtest(const CommandLine& line, const config::Settings&, const Terminal& terminal) {
  const auto result = engine::grid_backtest({.series = line.series, .origins = line.origins});
  if (!result) {
    // The text may hold whatever stands in the file, escape sequences too.
    Terminal::complain(reports::printable(result.error().what));
    return kFailed;
  }
  Terminal::print(line.json ? engine::backtest_json(*result, line.series)
                            : engine::backtest_text(*result, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
