#include "engine/estimate_jobs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "engine/job_totals.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using estimate::JobRowsSummary;
using reports::Tone;

constexpr std::size_t kLongestList = 300;  // of columns: a header may have any number

reports::Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string headline(const JobRowsSummary& summary, const reports::Style& style) {
  std::string text = paint(style, Tone::quiet, "wattprint") + "  " +
                     paint(style, Tone::strong, counted(summary.total.jobs, "job") + " estimated");
  if (summary.bad_rows > 0)
    text += ", " + paint(style, Tone::bad, counted(summary.bad_rows, "bad row") + " left out");
  return text + '\n';
}

}  // namespace

Result<JobRowsSummary> estimate_jobs(const JobsRequest& request) {
  auto input = request.input == "-" ? InputFile::standard_input() : InputFile::open(request.input);
  if (!input) return fail(input.error());
  if (request.output != "-" && input->is_same_file(request.output))
    return fail(Errc::malformed, request.output.string() +
                                     ": is the input too; name another file for the estimates");
  auto output =
      request.output == "-" ? OutputFile::standard_output() : OutputFile::create(request.output);
  if (!output) return fail(output.error());

  const std::string name = input->name().string();
  auto summary = estimate::estimate_job_rows(*input, *output,
                                             {.input_name = name,
                                              .keep_going = request.keep_going,
                                              .usual = request.usual,
                                              .on_bad_row = request.on_bad_row});
  if (!summary) return summary;
  if (auto written = output->commit(); !written) return fail(written.error());
  return summary;
}

std::string jobs_text(const JobRowsSummary& summary, const reports::Style& style) {
  reports::Columns columns(2, reports::kWholeText);
  add_total(columns, summary.total);
  if (!summary.ignored_columns.empty()) {
    const std::string names = fmt::format("{}", fmt::join(summary.ignored_columns, ", "));
    columns.free_row(label("not used"),
                     {(summary.ignored_columns.size() == 1 ? "column " : "columns ") +
                      reports::shorten(reports::printable(names), kLongestList)});
  }
  return headline(summary, style) + columns.render(style) + assumptions_text(summary.total, style);
}

std::string jobs_json(const JobRowsSummary& summary) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.jobs.v1");
  json.number("rows", summary.total.jobs);
  json.number("bad_rows", summary.bad_rows);
  json.number("place_unknown", summary.total.place_unknown);
  write_total(json, summary.total);
  write_assumptions(json, summary.total);
  json.begin_array("unused_columns");
  for (const auto& name : summary.ignored_columns) json.text("", name);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
