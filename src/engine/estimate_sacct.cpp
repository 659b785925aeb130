#include "engine/estimate_sacct.hpp"

#include <fmt/format.h>

#include <array>

#include "base/input_file.hpp"
#include "engine/job_totals.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::SacctSummary;
using reports::Tone;

// Some ten million jobs; what is longer is no log of a site.
constexpr std::size_t kLongest = std::size_t{2} << 30;

Result<std::string> read_all(const std::filesystem::path& file) {
  auto input = file == "-" ? InputFile::standard_input() : InputFile::open(file);
  if (!input) return fail(input.error());
  std::string text;
  std::array<char, 1 << 16> piece;
  while (true) {
    const auto count = input->read(piece);
    if (!count) return fail(count.error());
    if (*count == 0) return text;
    text.append(piece.data(), *count);
    if (text.size() > kLongest)
      return fail(Errc::malformed, input->name().string() +
                                       ": is longer than 2 GiB; ask sacct for less time at once");
  }
}

std::string only_name(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : names.front();
}

}  // namespace

std::string contradiction_of_sacct(const JobWords& words, const config::Settings& settings) {
  if (!words.gpu_count.empty() || !words.cpu_count.empty() || !words.cores.empty() ||
      !words.memory.empty() || !words.hours.empty() || !words.utilisation.empty() ||
      !words.repeats.empty())
    return "a Slurm log says how many GPUs and cores, how much memory and how long: with --sacct, "
           "--gpu and --cpu only name what the cluster has";
  if (words.gpus.size() > 1 || words.cpus.size() > 1)
    return "--sacct takes one --gpu and one --cpu: what jobs have that do not say";
  if (!words.file.empty()) return "--file describes one job: it does not go with --sacct";
  if (!words.ssds.empty() || !words.hdds.empty())
    return "a Slurm log knows no drives: leave out --ssd and --hdd";
  if (!words.like.empty() || !words.times.empty())
    return "--like scales up one run: it does not go with --sacct";
  if (!words.method.empty() && words.method != kOwnMethod)
    return "--sacct is estimated by our own method: leave out --method";
  if (words.extras.any() || !words.what_if.empty())
    return "--sacct has no scores, equivalents or --what-if: leave them out";
  return contradiction_of_place(words, settings);
}

Result<SacctSummary> estimate_sacct_file(const std::filesystem::path& file, const JobWords& words,
                                         const config::Settings& settings,
                                         std::function<void(const Error&)> on_bad) {
  auto usual = usual_question(words, settings);
  if (!usual) return fail(usual.error());
  const auto text = read_all(file);
  if (!text) return fail(text.error());
  return estimate::estimate_sacct(*text, {.cpu = only_name(words.cpus),
                                          .gpu = only_name(words.gpus),
                                          .usual = std::move(*usual),
                                          .on_bad = std::move(on_bad)});
}

std::string sacct_text(const SacctSummary& summary, const reports::Style& style) {
  std::string headline =
      paint(style, Tone::quiet, "wattprint") + "  " +
      paint(style, Tone::strong, counted(summary.total.jobs, "job") + " of a Slurm log");
  if (summary.unfinished > 0) headline += fmt::format(", {} not over yet", summary.unfinished);
  if (summary.bad > 0)
    headline += ", " + paint(style, Tone::bad, counted(summary.bad, "bad line") + " left out");
  reports::Columns columns(2, reports::kWholeText);
  add_total(columns, summary.total);
  const auto note = [&](const char* name, std::string text) {
    columns.free_row({name, Tone::quiet}, {std::move(text)});
  };
  if (summary.failed.jobs > 0 && summary.total.energy.value > Joules{})
    note("failed",
         fmt::format("{}, {:.0f} % of the energy: {}, {} CO2e", counted(summary.failed.jobs, "job"),
                     100.0 * (summary.failed.energy.value / summary.total.energy.value),
                     reports::to_text(summary.failed.energy),
                     reports::to_text(summary.failed.emissions)));
  if (summary.memory_overallocation)
    note("memory", fmt::format("{:.2g} times what was used at most was asked for",
                               *summary.memory_overallocation));
  return headline + '\n' + columns.render(style);
}

std::string sacct_json(const SacctSummary& summary) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.sacct.v1");
  json.number("jobs", summary.total.jobs);
  json.number("unfinished", summary.unfinished);
  json.number("bad_lines", summary.bad);
  json.number("place_unknown", summary.total.place_unknown);
  write_total(json, summary.total);
  json.begin_object("failed");
  json.number("jobs", summary.failed.jobs);
  write_total(json, summary.failed);
  json.end();
  json.optional("memory_overallocation", summary.memory_overallocation);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
