#include "engine/estimate_servers.hpp"

#include "commands/commands.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {
namespace {

/// Lists bad rows: all of them in a file or pipe, the first few on a terminal, where they would
/// push each other out of sight.
class BadRows {
 public:
  explicit BadRows(const Terminal& terminal)
      : most_(terminal.messages_are_on_a_terminal() ? kMostOnTerminal : kAll) {}

  void list(const Error& error) {
    if (listed_ < most_)
      complain(error);
    else if (listed_ == most_)
      Terminal::complain("more bad rows follow; 2>FILE at the end of the command keeps the list");
    ++listed_;
  }
  /// The text may hold whatever stands in the file, escape sequences too.
  static void complain(const Error& error) { Terminal::complain(reports::printable(error.what)); }

 private:
  static constexpr std::size_t kMostOnTerminal = 20;
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);
  std::size_t most_;
  std::size_t listed_ = 0;
};

}  // namespace

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
