#include "commands/commands.hpp"

namespace wattprint::app {

int estimate(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  switch (line.estimate_verb) {
    case CommandLine::EstimateVerb::servers: return estimate_servers(line, settings, terminal);
    case CommandLine::EstimateVerb::llm: return estimate_llm(line, settings, terminal);
    case CommandLine::EstimateVerb::job: return estimate_job(line, settings, terminal);
  }
  return kFailed;
}

}  // namespace wattprint::app
