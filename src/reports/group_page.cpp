#include "reports/group_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "reports/phrases.hpp"
#include "runs/json_writer.hpp"
#include "runs/run_id.hpp"

namespace wattprint::reports {
namespace {

using runs::RunRecord;

template <class Q>
Cell figure_cell(const std::optional<Figure<Q>>& figure, Tone tone = Tone::plain) {
  if (!figure) return {"unknown", Tone::quiet, true};
  return {to_text(*figure), tone, true};
}

template <class Q>
Cell interval_cell(const std::optional<Figure<Q>>& figure) {
  return {figure ? interval_text(*figure, unit_for(figure->value)) : ""};
}

}  // namespace

std::string group_page(std::span<const RunRecord> records, const Style& style) {
  const auto sum = runs::sum_of_group(records);
  Columns table(0);
  const auto head = [](const char* text, bool right = false) {
    return Cell{text, Tone::quiet, right};
  };
  table.row({head("rank", true), head("run"), head("host"), head("duration", true),
             head("energy", true), head(""), head("CO2e", true), head("")});
  for (const auto& run : records)
    table.row({{std::to_string(run.identity.rank->rank), Tone::plain, true},
               {std::string(runs::short_id(run.identity.id)), Tone::strong},
               {printable(run.identity.host)},
               {to_text(run.outcome.duration), Tone::plain, true},
               figure_cell(run.energy),
               interval_cell(run.energy),
               figure_cell(run.emissions),
               interval_cell(run.emissions)});
  table.row({{"all", Tone::strong, true},
             {""},
             {""},
             {""},
             figure_cell(sum.energy, Tone::strong),
             interval_cell(sum.energy),
             figure_cell(sum.emissions, Tone::strong),
             interval_cell(sum.emissions)});
  std::string page = fmt::format("{} of {} ranks by {}, group {}\n",
                                 static_cast<std::size_t>(sum.size) - sum.missing.size(), sum.size,
                                 printable(sum.launcher), printable(sum.group)) +
                     table.render(style);
  if (!sum.missing.empty())
    page += fmt::format("no run of rank {} is kept here: what it used is not in the sum\n",
                        fmt::join(sum.missing, ", "));
  return page;
}

std::string group_json(std::span<const RunRecord> records) {
  const auto sum = runs::sum_of_group(records);
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.group.v1");
  json.text("group", sum.group);
  json.text("launcher", sum.launcher);
  json.number("size", sum.size);
  json.begin_array("missing_ranks");
  for (const int rank : sum.missing) json.number("", rank);
  json.end();
  json.figure("energy_j", sum.energy);
  json.figure("emissions_g", sum.emissions);
  json.begin_array("ranks");
  for (const auto& run : records) {
    json.begin_object();
    json.number("rank", run.identity.rank->rank);
    json.text("run", run.identity.id);
    json.text_or_null("host", run.identity.host);
    json.number("duration_s", run.outcome.duration.count());
    json.figure("energy_j", run.energy);
    json.figure("emissions_g", run.emissions);
    json.end();
  }
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::reports
