#include "reports/run_table.hpp"

#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"
#include "runs/record_json.hpp"
#include "runs/run_id.hpp"

namespace wattprint::reports {
namespace {

constexpr std::size_t kLongestName = 24;

template <class Q>
Cell figure_cell(const std::optional<Figure<Q>>& figure) {
  if (!figure) return {"unknown", Tone::quiet, true};
  return {to_text(*figure), Tone::plain, true};
}

}  // namespace

std::string run_table(std::span<const runs::RunRecord> records, const Style& style,
                      const LocalTime& local) {
  if (records.empty()) return "no runs yet; wattprint run -- COMMAND measures one\n";
  Columns table(0);
  const auto head = [](const char* text, bool right = false) {
    return Cell{text, Tone::quiet, right};
  };
  table.row({head("run"), head("started"), head("name"), head("duration", true),
             head("energy", true), head("CO2e", true), head("state")});
  for (const auto& run : records) {
    const auto& outcome = run.outcome;
    table.row({{std::string(runs::short_id(run.identity.id)), Tone::strong},
               {local(outcome.started_at)},
               {shorten(printable(run.identity.name), style.width == 0 ? 0 : kLongestName)},
               {to_text(outcome.duration), Tone::plain, true},
               figure_cell(run.energy),
               figure_cell(run.emissions),
               {outcome_phrase(outcome), outcome_tone(outcome)}});
  }
  return table.render(style);
}

std::string run_list_json(std::span<const runs::RunRecord> records) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.list.v1");
  json.begin_array("runs");
  for (const auto& run : records) runs::write_document(json, run);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::reports
