#include "engine/grid_export.hpp"

#include "commands/commands.hpp"

namespace wattprint::app {

int grid_export(const CommandLine& line, const config::Settings& settings,
                const Terminal& terminal) {
  const auto request = engine::export_request(settings, line.exported);
  if (!request) {
    Terminal::complain(request.error().what);
    return kUsage;
  }
  const auto points = engine::grid_export(*request, settings.data_dir);
  if (!points) return failed(points.error());
  terminal.say("wattprint: " + std::to_string(*points) + (*points == 1 ? " point" : " points") +
               " of " + request->zone + " written\n");
  return kDone;
}

}  // namespace wattprint::app
