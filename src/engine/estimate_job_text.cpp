#include <fmt/format.h>

#include "engine/effects.hpp"
#include "engine/estimate_job.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::jobs::Affects;
using estimate::jobs::JobEstimate;
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
                 {effect_text(assumption.effect)},
                 label(affected_text(assumption)),
                 {assumption.chosen}});
  return text + assumed.render(style);
}

}  // namespace

std::string job_text(const JobReport& report, const reports::Style& style) {
  if (report.methods.size() == 1) return method_text(report.what, report.methods.front(), style);
  if (!report.methods.empty()) return methods_text(report.what, report.methods, style);
  const auto text = headline(report, style) + "\n" + ours_text(*report.ours, style) +
                    extras_text(report.extras, style);
  return report.what_if ? text + what_if_text(*report.what_if, style) : text;
}

}  // namespace wattprint::engine
