#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include "command_line.hpp"
#include "commands/commands.hpp"
#include "config/settings.hpp"
#include "terminal.hpp"

namespace wattprint::app {
namespace {

int dispatch(const CommandLine& line, const config::Settings& settings) {
  const Terminal terminal(settings);
  for (const auto& note : settings.notes)
    if (!settings.quiet) Terminal::complain(note);
  switch (line.verb) {
    case CommandLine::Verb::run: return run(line, settings, terminal);
    case CommandLine::Verb::list: return list(line, settings, terminal);
    case CommandLine::Verb::show: return show(line, settings, terminal);
    case CommandLine::Verb::compare: return compare(line, settings, terminal);
    case CommandLine::Verb::remove: return remove(line, settings, terminal);
    case CommandLine::Verb::doctor: return doctor(line, settings, terminal);
    case CommandLine::Verb::catalog: return catalog(line, settings, terminal);
    case CommandLine::Verb::regions: return regions(line, settings, terminal);
    case CommandLine::Verb::estimate: return estimate(line, settings, terminal);
    case CommandLine::Verb::grid: return grid(line, settings, terminal);
  }
  return kFailed;
}

int wattprint_main(int argc, char** argv) {
  auto parsed = parse_command_line({argv + 1, argv + argc});
  if (parsed.finished) return parsed.exit_status;
  const auto settings = config::resolve(parsed.line.flags, config::environment_from(environ));
  if (!settings) {
    Terminal::complain(settings.error().what);
    return kUsage;
  }
  return dispatch(parsed.line, *settings);
}

}  // namespace
}  // namespace wattprint::app

int main(int argc, char** argv) {
  int status = wattprint::app::kFailed;
  try {
    status = wattprint::app::wattprint_main(argc, argv);
  } catch (const std::exception& error) {
    wattprint::app::Terminal::complain(std::string("internal error: ") + error.what());
  }
  // A thread may still hang in a driver (see BackgroundSource); exit handlers would pull libraries
  // away under it, and its crash would become the command's exit status.
  std::cout.flush();
  std::_Exit(status);
}
