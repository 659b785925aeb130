#include "commands/commands.hpp"
#include "engine/lookup.hpp"

namespace wattprint::app {
namespace {

Result<engine::Lookup> look_up(const CommandLine& line, const reports::Style& style) {
  const std::string& name = line.arguments.at(0);
  switch (line.table) {
    case CommandLine::Table::cpu: return engine::look_up_cpu(name, style);
    case CommandLine::Table::gpu: return engine::look_up_gpu(name, style);
    case CommandLine::Table::instance: return engine::look_up_instance(name, style);
    case CommandLine::Table::region: return engine::look_up_region(name, style);
  }
  return fail(Errc::not_present, "no such table");
}

}  // namespace

int catalog(const CommandLine& line, const config::Settings&, const Terminal& terminal) {
  const auto answer = look_up(line, terminal.result_style());
  if (!answer) return failed(answer.error());
  // As JSON, "none" is an answer like any other: the document says it.
  Terminal::print(line.json ? answer->json : answer->text);
  return line.json || answer->found ? kDone : kFailed;
}

}  // namespace wattprint::app
