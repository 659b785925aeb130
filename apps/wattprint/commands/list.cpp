#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "reports/run_table.hpp"

namespace wattprint::app {

int list(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  store::Listing listing;
  const auto store = open_runs(settings);
  if (store) {
    auto listed = (*store)->list({.project = line.project, .name = line.name, .limit = line.limit});
    if (!listed) return failed(listed.error());
    listing = std::move(*listed);
  } else if (store.error().code != Errc::not_present) {
    return failed(store.error());
  }
  for (const auto& damaged : listing.unreadable) Terminal::complain(damaged);
  Terminal::print(line.json ? reports::run_list_json(listing.runs)
                            : reports::run_table(listing.runs, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
