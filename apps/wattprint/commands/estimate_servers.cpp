#include "engine/estimate_servers.hpp"

#include "commands/bad_rows.hpp"
#include "commands/commands.hpp"

namespace wattprint::app {
int estimate_servers(const CommandLine& line, const config::Settings&, const Terminal& terminal) {
  if (line.json && line.output == "-") {
    Terminal::complain(
        "--json prints to standard output, where the estimates go already; name a "
        "file by --output");
    return kUsage;
  }
  BadRows bad_rows(terminal);
  const auto summary =
      engine::estimate_servers({.input = line.input,
                                .output = line.output,
                                .keep_going = line.keep_going,
                                .split = line.split,
                                .idle = line.idle,
                                .on_bad_row = [&](const Error& error) { bad_rows.list(error); }});
  if (!summary) {
    BadRows::complain(summary.error());
    return kFailed;
  }
  if (line.json) Terminal::print(engine::servers_json(*summary));
  terminal.say(engine::servers_text(*summary, terminal.message_style()));
  return summary->bad_rows == 0 ? kDone : kFailed;
}

}  // namespace wattprint::app
