#include "engine/run.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "commands/commands.hpp"
#include "engine/drop_ins.hpp"
#include "engine/requests.hpp"
#include "live_line.hpp"
#include "reports/summary.hpp"
#include "runs/record_json.hpp"

namespace wattprint::app {
namespace {

int exit_status_of(const engine::RunRefusal& refusal) {
  switch (refusal.kind) {
    case engine::RunRefusal::Kind::usage: return kUsage;
    case engine::RunRefusal::Kind::not_found: return kNotFound;
    case engine::RunRefusal::Kind::not_executable: return kNotExecutable;
    case engine::RunRefusal::Kind::failed: return kFailed;
  }
  return kFailed;
}

/// What the user has said of the place holds for a tracker inside the command too.
void tell_of_the_place(std::vector<std::string>& environment, const config::Settings& settings) {
  if (settings.zone) environment.push_back("WATTPRINT_ZONE=" + *settings.zone);
  if (settings.intensity)
    environment.push_back(fmt::format("WATTPRINT_INTENSITY={}", settings.intensity->value()));
  if (settings.pue) environment.push_back(fmt::format("WATTPRINT_PUE={}", settings.pue->value()));
  if (settings.data_dir)
    environment.push_back("WATTPRINT_DATA_DIR=" +
                          std::filesystem::absolute(*settings.data_dir).string());
}

/// Makes the command's Python find our packages in place of those named; done without any.
Result<> stand_in(engine::RunRequest& request, const config::Settings& settings) {
  if (settings.compat.empty()) return {};
  auto places = engine::drop_in_places();
  if (settings.python_dir) places.python_dir = *settings.python_dir;
  const char* inherited = std::getenv("PYTHONPATH");
  const auto path =
      engine::drop_in_python_path(settings.compat, places, inherited != nullptr ? inherited : "");
  if (!path) return fail(path.error());
  request.environment.push_back("PYTHONPATH=" + *path);
  tell_of_the_place(request.environment, settings);
  return {};
}

}  // namespace

int run(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  auto request = engine::run_request(settings);
  request.command = line.command;
  if (const auto done = stand_in(request, settings); !done) {
    Terminal::complain(done.error().what);
    return kUsage;
  }
  LiveLine live;
  if (settings.live && terminal.messages_are_on_a_terminal()) request.observers.push_back(&live);

  const auto result = engine::run(request);
  live.clear();
  if (!result) {
    Terminal::complain(result.error().what);
    return exit_status_of(result.error());
  }
  terminal.say(reports::summary(result->record, {result->elsewhere, !result->kept_in.empty()},
                                terminal.message_style()));
  if (settings.json) {
    if (const auto written = write_document(settings.json->string(), runs::to_json(result->record));
        !written)
      Terminal::complain(written.error().what);
  }
  return result->exit_status;
}

}  // namespace wattprint::app
