#include <fmt/format.h>

#include <algorithm>

#include "engine/grid_backfill.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "reports/phrases.hpp"
#include "runs/json_writer.hpp"
#include "runs/record_json.hpp"
#include "runs/run_id.hpp"

namespace wattprint::engine {
namespace {

using reports::Cell;
using reports::Tone;
using Outcome = BackfilledRun::Outcome;

std::string_view word_for(Outcome outcome) {
  switch (outcome) {
    case Outcome::improved: return "improved";
    case Outcome::unchanged: return "unchanged";
    case Outcome::left_alone: return "left_alone";
    case Outcome::failed: return "failed";
  }
  return {};
}

std::string emissions_text(const runs::RunRecord& record) {
  return record.emissions ? reports::to_text(*record.emissions) : "unknown";
}

std::string what_became_of(const BackfilledRun& run) {
  if (run.outcome == Outcome::improved) return reports::grid_phrase(*run.after);
  const std::string reason = reports::printable(run.reason);
  return run.outcome == Outcome::failed ? "not kept: " + reason : reason;
}

void write_figures(runs::JsonWriter& json, std::string_view key, const runs::RunRecord* record) {
  if (record == nullptr) return json.null(key);
  json.begin_object(key);
  json.figure("emissions_g", record->emissions);
  runs::write_grid(json, "grid", record->grid);
  json.end();
}

}  // namespace

std::string backfill_text(const Backfill& backfill, const reports::Style& style) {
  constexpr std::size_t kLongestName = 24;
  reports::Columns columns(0, reports::kWholeText);
  columns.row({{"run", Tone::quiet},
               {"name", Tone::quiet},
               {"CO2e before", Tone::quiet, true},
               {backfill.dry_run ? "would be" : "now", Tone::quiet, true},
               {"by", Tone::quiet}});
  std::size_t improved = 0;
  for (const auto& run : backfill.runs) {
    const bool better = run.outcome == Outcome::improved;
    improved += better ? 1 : 0;
    const auto& identity = run.before.identity;
    columns.row(
        {{std::string(runs::short_id(identity.id)), Tone::strong},
         {reports::shorten(reports::printable(identity.name), kLongestName), Tone::plain},
         {emissions_text(run.before), Tone::plain, true},
         {better ? emissions_text(*run.after) : "-", better ? Tone::strong : Tone::quiet, true},
         {what_became_of(run), run.outcome == Outcome::failed ? Tone::bad : Tone::quiet}});
  }
  if (backfill.runs.empty()) return {};  // the problems say why
  return columns.render(style) +
         fmt::format(
             "{} of {} run{} {}improved{}\n", improved, backfill.runs.size(),
             backfill.runs.size() == 1 ? "" : "s", backfill.dry_run ? "would be " : "",
             improved > 0 && !backfill.dry_run ? "; the earlier figures are kept with them" : "");
}

std::string backfill_json(const Backfill& backfill) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.backfill.v1");
  json.boolean("dry_run", backfill.dry_run);
  json.begin_array("runs");
  for (const auto& run : backfill.runs) {
    json.begin_object();
    json.text("id", run.before.identity.id);
    json.text_or_null("name", run.before.identity.name);
    json.text("started_at", to_rfc3339(run.before.outcome.started_at));
    json.text("outcome", word_for(run.outcome));
    json.text_or_null("reason", run.reason);
    write_figures(json, "before", &run.before);
    write_figures(json, "after", run.after ? &*run.after : nullptr);
    json.end();
  }
  json.end();
  json.begin_array("problems");
  for (const auto& problem : backfill.problems) json.text("", problem);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
