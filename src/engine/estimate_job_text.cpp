#include <fmt/format.h>

#include "engine/estimate_job.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::jobs::Affects;
using estimate::jobs::JobEstimate;
using estimate::methods::Comparison;
using reports::Cell;
using reports::Tone;

Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string headline(const JobReport& report, const reports::Style& style) {
  return paint(style, Tone::quiet, "wattprint") + "  " + paint(style, Tone::strong, report.what);
}

template <class Q>
void figure_row(reports::Columns& columns, const char* name, const Figure<Q>& figure,
                const reports::Unit& unit, const std::string& unit_suffix, std::string remark) {
  columns.row({label(name),
               {to_text(figure, unit) + unit_suffix, Tone::strong},
               {interval_text(figure, unit)},
               {std::move(remark), Tone::quiet}});
}

std::string grid_text(const JobEstimate& estimate) {
  const auto& grid = estimate.grid;
  return fmt::format("{}{:.0f} g/kWh, {}", grid.zone.empty() ? "" : grid.zone + " ",
                     grid.intensity.value.value(), grid.period);
}

std::string pue_text(const JobEstimate& estimate) {
  const auto facility = estimate.facility_energy;
  return fmt::format("with the building: {} (PUE {:.3g})", reports::to_text(facility),
                     estimate.pue.value.value());
}

std::string parts_text(const JobEstimate& estimate) {
  std::string text;
  for (const auto& part : estimate.parts) {
    if (part.energy.value <= Joules{0.0}) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : "   ", part.what,
                        reports::percent(part.energy.value / estimate.energy.value));
  }
  return text;
}

std::string making_text(const JobEstimate& estimate) {
  std::string text;
  for (const auto& part : estimate.embodied_parts) {
    std::string kind(part.kind);
    for (char& c : kind)
      if (c == '_') c = ' ';
    text += fmt::format("{}{} {}", text.empty() ? "" : "   ", kind,
                        reports::percent(part.grams.value / estimate.embodied->value));
  }
  return text;
}

std::string effect_text(const estimate::jobs::JobAssumption& assumption) {
  if (!assumption.effect) return {};
  return fmt::format("x {} to {}", reports::significant(assumption.effect->low, 2),
                     reports::significant(assumption.effect->high, 2));
}

std::string affected_text(const estimate::jobs::JobAssumption& assumption) {
  if (!assumption.effect) return {};
  return std::string(to_string(assumption.affects));
}

std::string ours_text(const JobEstimate& estimate, const reports::Style& style) {
  reports::Columns columns(2, reports::kWholeText);
  figure_row(columns, "energy", estimate.energy, reports::unit_for(estimate.energy.value), "",
             std::string(to_string(estimate.energy.basis)) + "; " + pue_text(estimate));
  figure_row(columns, "emissions", estimate.emissions, reports::unit_for(estimate.emissions.value),
             " CO2e", grid_text(estimate));
  if (estimate.embodied)
    figure_row(columns, "embodied", *estimate.embodied, reports::unit_for(estimate.embodied->value),
               " CO2e", "share of making the hardware");
  if (estimate.water)
    figure_row(columns, "water", *estimate.water, reports::unit_for(estimate.water->value), "",
               "on site");
  if (estimate.cost)
    figure_row(columns, "cost", *estimate.cost, {estimate.currency, 1.0}, "", "of electricity");
  if (estimate.energy.value > Joules{0.0})
    columns.free_row(label("of which"), {parts_text(estimate)});
  if (estimate.embodied && estimate.embodied->value > Grams{0.0})
    columns.free_row(label("making of"), {making_text(estimate)});
  std::string text = columns.render(style);
  if (estimate.assumptions.empty()) return text;
  text += "  " + paint(style, Tone::quiet, "assumed, and what it may change:") + "\n";
  reports::Columns assumed(4, reports::kWholeText);
  for (const auto& assumption : estimate.assumptions)
    assumed.row({label(assumption.about),
                 {effect_text(assumption)},
                 label(affected_text(assumption)),
                 {assumption.chosen}});
  return text + assumed.render(style);
}

/// A published result has no interval, and as many digits as are asked of any exact figure.
template <class Q>
std::string exact_text(Q value) {
  return reports::to_text(Figure<Q>::exact(value, Basis::estimated, ""));
}

std::string published_text(const JobReport::Published& published, const reports::Style& style) {
  const auto& result = published.result;
  reports::Columns columns(2, reports::kWholeText);
  columns.free_row(label("method"),
                   {fmt::format("{} {}", published.method.title, published.method.version)});
  columns.free_row(label("energy"), {exact_text(result.energy), Tone::strong});
  columns.free_row(label("emissions"), {exact_text(result.emissions) + " CO2e", Tone::strong});
  if (result.embodied)
    columns.free_row(label("embodied"), {exact_text(*result.embodied) + " CO2e", Tone::strong});
  if (result.water) columns.free_row(label("water"), {exact_text(*result.water), Tone::strong});
  columns.free_row(label("with"), {fmt::format("{:.6g} g/kWh, PUE {:.3g}", result.intensity.value(),
                                               result.pue.value())});
  for (const auto& part : result.parts)
    columns.free_row(label(part.what), {exact_text(part.energy)});
  for (const auto& assumption : result.assumptions)
    columns.free_row(label("assumed"), {assumption.what + ": " + assumption.effect});
  for (const auto& fault : result.faults)
    columns.free_row(label("known fault"), {fault, Tone::warning});
  return columns.render(style);
}

std::string remark_of(const Comparison::Row& row) {
  if (!row.result) return "none: " + row.result.error().what;
  std::string text;
  for (const auto& fault : row.result->faults)
    text += (text.empty() ? "known fault: " : "; ") + fault;
  return text;
}

void spread_row(reports::Columns& columns, const JobReport& report) {
  const auto times = [](const std::optional<double>& spread) {
    return spread ? "x " + reports::significant(*spread, 2) : std::string();
  };
  columns.row({label("highest / lowest"),
               {times(report.energy_spread), Tone::strong},
               {times(report.emissions_spread), Tone::strong}});
}

std::string comparison_text(const JobReport& report, const reports::Style& style) {
  const JobEstimate& ours = *report.ours;
  reports::Columns columns(2, reports::kWholeText);
  columns.row({label("method"), label("energy"), label("emissions"), label("embodied"), label("")});
  const auto energy_unit = reports::unit_for(ours.facility_energy.value);
  const auto grams_unit = reports::unit_for(ours.emissions.value);
  columns.row({{"wattprint", Tone::strong},
               {to_text(ours.facility_energy, energy_unit), Tone::strong},
               {to_text(ours.emissions, grams_unit), Tone::strong},
               {ours.embodied ? reports::to_text(*ours.embodied) : std::string("-")},
               {fmt::format("{}; {}", interval_text(ours.facility_energy, energy_unit),
                            interval_text(ours.emissions, grams_unit))}});
  for (const auto& row : report.comparison->rows) {
    const bool has = row.result.has_value();
    columns.row(
        {{std::string(row.method.name)},
         {has ? exact_text(row.result->energy) : std::string("-")},
         {has ? exact_text(row.result->emissions) : std::string("-")},
         {has && row.result->embodied ? exact_text(*row.result->embodied) : std::string("-")},
         {remark_of(row), Tone::quiet}});
  }
  spread_row(columns, report);
  return columns.render(style) +
         "  energy with the building's part (PUE) where the method has one; emissions are CO2e\n";
}

}  // namespace

std::string job_text(const JobReport& report, const reports::Style& style) {
  std::string text = headline(report, style) + "\n";
  if (report.published) return text + published_text(*report.published, style);
  if (report.comparison) return text + comparison_text(report, style);
  text += ours_text(*report.ours, style) + extras_text(report.extras, style);
  return report.what_if ? text + what_if_text(*report.what_if, style) : text;
}

}  // namespace wattprint::engine
