#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"

namespace wattprint::app {

int remove(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  const auto store = open_runs(settings);
  if (!store) return failed(store.error());
  int status = kDone;
  for (const auto& prefix : line.arguments) {
    const auto record = (*store)->find(prefix);
    const auto removed =
        record ? (*store)->remove(record->identity.id) : Result<>(fail(record.error()));
    if (removed)
      terminal.say("forgot run " + record->identity.id + " (" + record->identity.name + ")\n");
    else
      status = failed(removed.error());
  }
  return status;
}

}  // namespace wattprint::app
