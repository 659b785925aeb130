#include "engine/grid_ask.hpp"

#include "commands/commands.hpp"

namespace wattprint::app {
namespace {

using What = engine::GridRequest::What;

int ask(What what, const CommandLine& line, const config::Settings& settings,
        const Terminal& terminal) {
  const auto request = engine::grid_request(settings, what, line.grid);
  if (!request) {
    Terminal::complain(request.error().what);
    return kUsage;
  }
  const auto answer = engine::ask_grid(*request, system_clock());
  if (!answer) return failed(answer.error());
  if (line.json) {
    Terminal::print(engine::to_json(*answer));
    return kDone;
  }
  for (const auto& problem : answer->problems) terminal.say("wattprint: " + problem + "\n");
  Terminal::print(engine::to_text(*answer, terminal.result_style()));
  return kDone;
}

}  // namespace

int grid_now(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  return ask(What::now, line, settings, terminal);
}

int grid_history(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal) {
  return ask(What::history, line, settings, terminal);
}

int grid_forecast(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal) {
  return ask(What::forecast, line, settings, terminal);
}

}  // namespace wattprint::app
