#include "engine/estimate_jobs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using estimate::JobRowsSummary;
using reports::Tone;

constexpr std::size_t kLongestList = 300;  // of columns: a header may have any number

reports::Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

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
  const auto row = [&](const char* name, const auto& figure, const reports::Unit& unit,
                       const std::string& suffix, std::string remark) {
    columns.row({label(name),
                 {to_text(figure, unit) + suffix, Tone::strong},
                 {interval_text(figure, unit)},
                 {std::move(remark), Tone::quiet}});
  };
  if (summary.total.jobs > 0) {
    row("energy", summary.total.energy, reports::unit_for(summary.total.energy.value), "",
        fmt::format("{}; with the buildings: {}", to_string(summary.total.energy.basis),
                    reports::to_text(summary.total.facility_energy)));
    row("emissions", summary.total.emissions, reports::unit_for(summary.total.emissions.value),
        " CO2e", "of all jobs, with PUE");
    row("embodied", summary.total.embodied, reports::unit_for(summary.total.embodied.value),
        " CO2e", "share of making the hardware");
    if (summary.total.water)
      row("water", *summary.total.water, reports::unit_for(summary.total.water->value), "",
          "on site");
    if (summary.total.cost)
      row("cost", *summary.total.cost, {summary.total.currency, 1.0}, "", "of electricity");
  }
  if (summary.total.place_unknown > 0)
    columns.free_row(label("grid"),
                     {"the world's average for " + counted(summary.total.place_unknown, "job") +
                          ": nothing says where they run",
                      Tone::warning});
  if (!summary.ignored_columns.empty()) {
    const std::string names = fmt::format("{}", fmt::join(summary.ignored_columns, ", "));
    columns.free_row(label("not used"),
                     {(summary.ignored_columns.size() == 1 ? "column " : "columns ") +
                      reports::shorten(reports::printable(names), kLongestList)});
  }
  return headline(summary, style) + columns.render(style);
}

std::string jobs_json(const JobRowsSummary& summary) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.jobs.v1");
  json.number("rows", summary.total.jobs);
  json.number("bad_rows", summary.bad_rows);
  json.number("place_unknown", summary.total.place_unknown);
  json.figure("energy_j", summary.total.energy);
  json.figure("facility_energy_j", summary.total.facility_energy);
  json.figure("emissions_g", summary.total.emissions);
  json.figure("embodied_g", summary.total.embodied);
  json.figure("water_l", summary.total.water);
  if (summary.total.cost) {
    json.begin_object("cost");
    json.text("currency", summary.total.currency);
    json.figure("amount", *summary.total.cost);
    json.end();
  } else {
    json.null("cost");
  }
  json.begin_array("unused_columns");
  for (const auto& name : summary.ignored_columns) json.text("", name);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
