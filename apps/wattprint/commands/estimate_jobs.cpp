#include "engine/estimate_jobs.hpp"

#include "commands/bad_rows.hpp"
#include "commands/commands.hpp"

namespace wattprint::app {

int estimate_jobs(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal) {
  const auto refused = [](const std::string& why) {
    Terminal::complain(reports::printable(why));
    return kUsage;
  };
  if (line.output.empty()) return refused("say where the estimates go: --output CSV");
  if (line.json && line.output == "-")
    return refused(
        "--json prints to standard output, where the estimates go already; name a file by "
        "--output");
  if (const auto why = engine::contradiction_of_table(line.job, settings); !why.empty())
    return refused(why);
  const auto usual = engine::usual_question(line.job, settings);
  if (!usual) return refused(usual.error().what);
  BadRows bad_rows(terminal);
  const auto summary =
      engine::estimate_jobs({.input = line.input,
                             .output = line.output,
                             .keep_going = line.keep_going,
                             .usual = *usual,
                             .on_bad_row = [&](const Error& error) { bad_rows.list(error); }});
  if (!summary) {
    BadRows::complain(summary.error());
    return kFailed;
  }
  if (line.json) Terminal::print(engine::jobs_json(*summary));
  terminal.say(engine::jobs_text(*summary, terminal.message_style()));
  return summary->bad_rows == 0 ? kDone : kFailed;
}

}  // namespace wattprint::app
