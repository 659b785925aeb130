#include "engine/doctor.hpp"

#include "commands/commands.hpp"
#include "engine/requests.hpp"

namespace wattprint::app {

int doctor(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto report = engine::examine(engine::doctor_request(settings));
  if (line.json)
    Terminal::print(engine::to_json(report));
  else
    Terminal::print(engine::to_text(report, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
