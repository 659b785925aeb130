#include "engine/grid_zones.hpp"

#include "commands/commands.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {

int grid_zones(const CommandLine& line, const config::Settings&, const Terminal& terminal) {
  std::string query;
  for (const auto& word : line.arguments) query += (query.empty() ? "" : " ") + word;
  const auto zones = engine::grid_zones(query);
  if (!zones) {
    Terminal::complain(reports::printable(zones.error().what));
    return kFailed;
  }
  // As JSON, "none" is an answer like any other: the document says it.
  Terminal::print(line.json ? engine::grid_zones_json(*zones)
                            : engine::grid_zones_text(*zones, terminal.result_style()));
  return line.json || !zones->zones.empty() ? kDone : kFailed;
}

}  // namespace wattprint::app
