#include "engine/estimate_sacct.hpp"

#include "commands/bad_rows.hpp"
#include "commands/commands.hpp"

namespace wattprint::app {

int estimate_sacct(const CommandLine& line, const config::Settings& settings,
                   const Terminal& terminal) {
  const auto refused = [](const std::string& why) {
    Terminal::complain(reports::printable(why));
    return kUsage;
  };
  if (!line.input.empty() || !line.output.empty())
    return refused("--sacct reads a Slurm log and prints its sum: leave out --input and --output");
  if (const auto why = engine::contradiction_of_sacct(line.job, settings); !why.empty())
    return refused(why);
  if (const auto fine = engine::usual_question(line.job, settings); !fine)
    return refused(fine.error().what);
  BadRows bad_rows(terminal);
  std::function<void(const Error&)> on_bad;
  if (line.keep_going) on_bad = [&](const Error& error) { bad_rows.list(error); };
  const auto report = engine::report_sacct(line.sacct, line.job, settings, on_bad);
  if (!report) {
    BadRows::complain(report.error());
    return kFailed;
  }
  Terminal::print(line.json ? engine::sacct_json(*report)
                            : engine::sacct_text(*report, terminal.result_style()));
  return report->bad() == 0 ? kDone : kFailed;
}

}  // namespace wattprint::app
