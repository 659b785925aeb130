#include "engine/grid_providers.hpp"

#include "commands/commands.hpp"

namespace wattprint::app {

int grid_providers(const CommandLine& line, const config::Settings& settings,
                   const Terminal& terminal) {
  const auto providers = engine::list_providers(engine::sources_request(settings));
  Terminal::print(line.json ? engine::to_json(providers)
                            : engine::to_text(providers, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
