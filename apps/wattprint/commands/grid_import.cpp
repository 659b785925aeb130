#include "engine/grid_import.hpp"

#include "commands/commands.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {

int grid_import(const CommandLine& line, const config::Settings& settings,
                const Terminal& terminal) {
  auto request = engine::import_request(settings, line.imported);
  if (!request) {
    Terminal::complain(request.error().what);
    return kUsage;
  }
  // The texts may hold whatever stands in the file, escape sequences too.
  if (line.imported.keep_going)
    request->on_bad_row = [](const Error& error) {
      Terminal::complain(reports::printable(error.what));
    };
  const auto summary =
      engine::grid_import(*request, engine::keep_in_store(settings.data_dir, system_clock()));
  if (!summary) {
    Terminal::complain(reports::printable(summary.error().what));
    return kFailed;
  }
  Terminal::print(line.json ? engine::to_json(*summary)
                            : engine::to_text(*summary, terminal.result_style()));
  return summary->file.bad_rows == 0 ? kDone : kFailed;
}

}  // namespace wattprint::app
