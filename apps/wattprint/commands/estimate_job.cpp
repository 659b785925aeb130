#include "engine/estimate_job.hpp"

#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {
namespace {

/// The text may hold whatever was typed or kept, escape sequences too.
int refused(const std::string& why) {
  Terminal::complain(reports::printable(why));
  return kUsage;
}

Result<engine::JobBasis> basis_of(const engine::JobWords& words, const config::Settings& settings) {
  engine::JobBasis basis;
  if (!words.file.empty()) {
    auto described = engine::read_job(words.file);
    if (!described) return fail(described.error());
    basis.described = std::move(*described);
  }
  if (!words.like.empty()) {
    const auto store = open_runs(settings);
    if (!store) return fail(store.error());
    auto record = find_run(**store, words.like);
    if (!record) return fail(record.error());
    basis.like = std::move(*record);
  }
  return basis;
}

}  // namespace

int estimate_job(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal) {
  if (!line.sacct.empty()) return estimate_sacct(line, settings, terminal);
  if (!line.input.empty()) return estimate_jobs(line, settings, terminal);
  if (!line.output.empty()) return refused("--output needs a table of jobs: --input CSV");
  if (line.keep_going) return refused("--keep-going needs many jobs: --input CSV or --sacct FILE");
  if (const auto why = engine::contradiction(line.job, settings); !why.empty()) return refused(why);
  const auto basis = basis_of(line.job, settings);
  if (!basis) {
    const int status = refused(basis.error().what);
    const bool is_wrong = !line.job.file.empty() && basis.error().code == Errc::malformed;
    return is_wrong ? status : kFailed;
  }
  const auto question = engine::job_question(line.job, settings, *basis);
  if (!question) return refused(question.error().what);
  auto report = engine::report_job(*question, line.job.method);
  if (!report) return refused(report.error().what);
  if (const auto fine = engine::add_extras(line.job, *question, *report); !fine)
    return refused(fine.error().what);
  Terminal::print(line.json ? engine::job_json(*report)
                            : engine::job_text(*report, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
