#include "engine/estimate_sacct.hpp"

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "engine/job_totals.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::PublishedSacct;
using estimate::SacctSummary;
using reports::Tone;

constexpr std::string_view kPublishedMethod = "green-algorithms-4hpc";

std::string only_name(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : names.front();
}

/// "3 jobs of a Slurm log, 1 not over yet"
std::string jobs_text(std::uint64_t jobs, std::uint64_t unfinished) {
  auto text = counted(jobs, "job") + " of a Slurm log";
  return unfinished > 0 ? text + fmt::format(", {} not over yet", unfinished) : text;
}

std::string left_out_text(std::uint64_t bad, const reports::Style& style) {
  return bad == 0 ? std::string()
                  : ", " + paint(style, Tone::bad, counted(bad, "bad line") + " left out");
}

/// What failed, and the memory that was asked for in vain.
void add_waste(reports::Columns& columns, std::uint64_t failed, double share,
               const std::string& amounts, const std::string& memory) {
  const auto note = [&](const char* name, std::string text) {
    columns.free_row({name, Tone::quiet}, {std::move(text)});
  };
  if (failed > 0)
    note("failed", fmt::format("{}, {:.0f} % of the energy: {}", counted(failed, "job"),
                               100.0 * share, amounts));
  if (!memory.empty()) note("memory", memory);
}

std::string own_text(const SacctSummary& summary, const reports::Style& style) {
  const auto headline =
      paint(style, Tone::quiet, "wattprint") + "  " +
      paint(style, Tone::strong, jobs_text(summary.total.jobs, summary.unfinished)) +
      left_out_text(summary.bad, style);
  reports::Columns columns(2, reports::kWholeText);
  add_total(columns, summary.total);
  const bool used_any = summary.total.energy.value > Joules{};
  add_waste(columns, used_any ? summary.failed.jobs : 0,
            used_any ? summary.failed.energy.value / summary.total.energy.value : 0.0,
            fmt::format("{}, {} CO2e", reports::to_text(summary.failed.energy),
                        reports::to_text(summary.failed.emissions)),
            summary.memory_overallocation
                ? reports::significant(*summary.memory_overallocation, 2) +
                      " times what was used at most was asked for"
                : "");
  return headline + '\n' + columns.render(style) + assumptions_text(summary.total, style);
}

std::string published_text(const PublishedSacct& log, const reports::Style& style) {
  const auto as_figure = [](auto amount) {
    return Figure<decltype(amount)>::exact(amount, Basis::assumed, "as published");
  };
  reports::Columns columns(2, reports::kWholeText);
  const bool used_any = log.total.energy > Joules{};
  add_waste(columns, used_any ? log.failed : 0,
            used_any ? log.failed_energy / log.total.energy : 0.0,
            fmt::format("{}, {} CO2e", reports::to_text(as_figure(log.failed_energy)),
                        reports::to_text(as_figure(log.failed_emissions))),
            log.memory_overallocation ? reports::significant(*log.memory_overallocation, 2) +
                                            " times what was needed was asked for, mean of the jobs"
                                      : "");
  return method_text(jobs_text(log.jobs, log.unfinished) + left_out_text(log.bad, style),
                     published_row(log.total), style) +
         columns.render(style);
}

std::string own_json(const SacctSummary& summary) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.sacct.v1");
  json.number("jobs", summary.total.jobs);
  json.number("unfinished", summary.unfinished);
  json.number("bad_lines", summary.bad);
  json.number("place_unknown", summary.total.place_unknown);
  write_total(json, summary.total);
  write_assumptions(json, summary.total);
  json.begin_object("failed");
  json.number("jobs", summary.failed.jobs);
  write_total(json, summary.failed);
  json.end();
  json.optional("memory_overallocation", summary.memory_overallocation);
  json.end();
  return std::move(json).take();
}

std::string published_json(const PublishedSacct& log) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.method.v1");
  write_method(json, jobs_text(log.jobs, log.unfinished), published_row(log.total));
  json.begin_object("log");
  json.number("jobs", log.jobs);
  json.number("unfinished", log.unfinished);
  json.number("bad_lines", log.bad);
  json.number("failed", log.failed);
  json.number("failed_energy_j", log.failed_energy.value());
  json.number("failed_emissions_g", log.failed_emissions.value());
  json.optional("memory_overallocation", log.memory_overallocation);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace

std::string contradiction_of_sacct(const JobWords& words, const config::Settings& settings) {
  if (!words.gpu_count.empty() || !words.cpu_count.empty() || !words.cores.empty() ||
      !words.memory.empty() || !words.network.empty() || !words.hours.empty() ||
      !words.utilisation.empty() || !words.repeats.empty())
    return "a Slurm log says how many GPUs and cores, how much memory and how long: with --sacct, "
           "--gpu and --cpu only name what the cluster has";
  if (words.gpus.size() > 1 || words.cpus.size() > 1)
    return "--sacct takes one --gpu and one --cpu: what jobs have that do not say";
  if (!words.file.empty()) return "--file describes one job: it does not go with --sacct";
  if (!words.ssds.empty() || !words.hdds.empty())
    return "a Slurm log knows no drives: leave out --ssd and --hdd";
  if (!words.like.empty() || !words.times.empty())
    return "--like scales up one run: it does not go with --sacct";
  if (!words.method.empty() && words.method != kOwnMethod && words.method != kPublishedMethod)
    return "--sacct is estimated by our own method, or by the published one for such logs: "
           "--method green-algorithms-4hpc";
  if (words.method == kPublishedMethod &&
      (!words.start.empty() || !words.wue.empty() || !words.price.empty()))
    return "green-algorithms-4hpc has one intensity for all time, no water, and 0.34 a kWh "
           "everywhere: leave out --start, --wue and --price";
  if (words.extras.any() || !words.what_if.empty())
    return "--sacct has no scores, equivalents or --what-if: leave them out";
  return contradiction_of_place(words, settings);
}

Result<SacctReport> report_sacct(const std::filesystem::path& file, const JobWords& words,
                                 const config::Settings& settings,
                                 std::function<void(const Error&)> on_bad) {
  auto usual = usual_question(words, settings);
  if (!usual) return fail(usual.error());
  auto input = file == "-" ? InputFile::standard_input() : InputFile::open(file);
  if (!input) return fail(input.error());
  const estimate::SacctOptions options{.log_name = input->name().string(),
                                       .cpu = only_name(words.cpus),
                                       .gpu = only_name(words.gpus),
                                       .usual = std::move(*usual),
                                       .on_bad = std::move(on_bad)};
  SacctReport report;
  if (words.method == kPublishedMethod) {
    auto published = estimate::published_sacct(*input, options);
    if (!published) return fail(published.error());
    report.published = std::move(*published);
  } else {
    auto ours = estimate::estimate_sacct(*input, options);
    if (!ours) return fail(ours.error());
    report.ours = std::move(*ours);
  }
  return report;
}

std::string sacct_text(const SacctReport& report, const reports::Style& style) {
  return report.ours ? own_text(*report.ours, style) : published_text(*report.published, style);
}

std::string sacct_json(const SacctReport& report) {
  return report.ours ? own_json(*report.ours) : published_json(*report.published);
}

}  // namespace wattprint::engine
