#include "engine/what_if.hpp"

#include <fmt/format.h>

#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

namespace jobs = estimate::jobs;
using reports::Cell;
using reports::Tone;

constexpr std::string_view kUsual = "auto";

Cell label(std::string text, bool right = false) { return {std::move(text), Tone::quiet, right}; }

template <class Q>
void add_figure(std::vector<Cell>& cells, const Figure<Q>& figure, reports::Unit unit) {
  cells.push_back({to_text(figure, unit), Tone::strong, true});
  cells.push_back({interval_text(figure, unit), Tone::quiet});
}

std::string ratio_text(const std::optional<double>& ratio) {
  return ratio ? "x " + reports::significant(*ratio, 2) : "-";
}

/// What is to be known of an intensity before it is held against one of a life cycle.
std::string_view counts_text(const jobs::JobEstimate& estimate) {
  using catalog::IntensityKind;
  const bool is_stated = !estimate.grid.year;
  if (estimate.grid.kind == IntensityKind::direct) return " direct";
  return estimate.grid.kind == IntensityKind::lifecycle || is_stated ? "" : " (of unknown kind)";
}

/// One unit for a column, that of the job as it is.
struct Units {
  reports::Unit energy, emissions;
};

std::vector<Cell> row_of(std::string name, const jobs::JobEstimate& estimate, const Units& units,
                         std::string ratio) {
  std::vector<Cell> cells{{std::move(name)}};
  add_figure(cells, estimate.facility_energy, units.energy);
  add_figure(cells, estimate.emissions, units.emissions);
  cells.push_back({std::move(ratio), Tone::strong, true});
  cells.push_back(label(fmt::format(
      "{} {:.0f} g/kWh{}, PUE {:.3g}", estimate.grid.zone.empty() ? "stated" : estimate.grid.zone,
      estimate.grid.intensity.value.value(), counts_text(estimate), estimate.pue.value.value())));
  return cells;
}

}  // namespace

Result<jobs::WhatIf> what_if(const jobs::JobQuestion& question,
                             const std::vector<std::string>& words) {
  jobs::Lookups lookups;
  std::vector<std::string> changes;
  for (const auto& word : words) {
    if (word != kUsual) {
      changes.push_back(word);
      continue;
    }
    auto usual = jobs::usual_changes(question, lookups);
    if (!usual) return fail(usual.error());
    changes.insert(changes.end(), usual->begin(), usual->end());
  }
  auto all = jobs::what_if(question, changes, lookups);
  if (!all) return fail(Errc::malformed, "--what-if " + all.error().what);
  return all;
}

std::string what_if_text(const jobs::WhatIf& what_if, const reports::Style& style) {
  const Units units{reports::unit_for(what_if.base.facility_energy.value),
                    reports::unit_for(what_if.base.emissions.value)};
  reports::Columns columns(2, reports::kWholeText);
  columns.row({label("what if"), label("energy with PUE", true), label(""), label("CO2e", true),
               label(""), label("CO2e", true), label("grid and building")});
  columns.row(row_of("as it is", what_if.base, units, ""));
  for (const auto& row : what_if.rows)
    columns.row(row_of(reports::printable(row.change), row.estimate, units,
                       ratio_text(row.emissions_ratio)));
  return columns.render(style);
}

void write_what_if(runs::JsonWriter& json, const jobs::WhatIf& what_if) {
  json.begin_array("what_if");
  for (const auto& row : what_if.rows) {
    json.begin_object();
    json.text("change", row.change);
    json.figure("energy_j", row.estimate.energy);
    json.figure("facility_energy_j", row.estimate.facility_energy);
    json.figure("emissions_g", row.estimate.emissions);
    json.figure("embodied_g", row.estimate.embodied);
    json.figure("water_l", row.estimate.water);
    json.figure("pue", row.estimate.pue);
    json.begin_object("grid");
    json.text_or_null("zone", row.estimate.grid.zone);
    json.figure("intensity_g_per_kwh", row.estimate.grid.intensity);
    json.text("counts", catalog::to_string(row.estimate.grid.kind));
    json.end();
    json.optional("energy_ratio", row.energy_ratio);
    json.optional("emissions_ratio", row.emissions_ratio);
    json.end();
  }
  json.end();
}

}  // namespace wattprint::engine
