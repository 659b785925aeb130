#include "engine/job_totals.hpp"

#include <fmt/format.h>

#include "engine/effects.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {

using reports::Tone;

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

void add_total(reports::Columns& columns, const estimate::JobTotal& total) {
  const auto row = [&](const char* name, const auto& figure, const reports::Unit& unit,
                       const std::string& suffix, std::string remark) {
    columns.row({{name, Tone::quiet},
                 {to_text(figure, unit) + suffix, Tone::strong},
                 {interval_text(figure, unit)},
                 {std::move(remark), Tone::quiet}});
  };
  if (total.jobs > 0) {
    row("energy", total.energy, reports::unit_for(total.energy.value), "",
        fmt::format("{}; with the buildings: {}", to_string(total.energy.basis),
                    reports::to_text(total.facility_energy)));
    row("emissions", total.emissions, reports::unit_for(total.emissions.value), " CO2e",
        "of all jobs, with PUE");
    row("embodied", total.embodied, reports::unit_for(total.embodied.value), " CO2e",
        "share of making the hardware");
    if (total.water)
      row("water", *total.water, reports::unit_for(total.water->value), "", "on site");
    if (total.cost) row("cost", *total.cost, {total.currency, 1.0}, "", "of electricity");
  }
  if (total.place_unknown > 0)
    columns.free_row({"grid", Tone::quiet},
                     {"the world's average for " + counted(total.place_unknown, "job") +
                          ": nothing says where they run",
                      Tone::warning});
}

std::string assumptions_text(const estimate::JobTotal& total, const reports::Style& style) {
  if (total.assumptions.empty()) return {};
  reports::Columns columns(4, reports::kWholeText);
  for (const auto& assumption : total.assumptions) {
    columns.row({{assumption.about, Tone::quiet},
                 {effect_text(assumption.effect)},
                 {assumption.effect ? std::string(to_string(assumption.affects)) : "", Tone::quiet},
                 {"of " + counted(assumption.jobs, "job")}});
  }
  return "  " + paint(style, Tone::quiet, "assumed, and what it may change:") + "\n" +
         columns.render(style);
}

void write_assumptions(runs::JsonWriter& json, const estimate::JobTotal& total) {
  json.begin_array("assumptions");
  for (const auto& assumption : total.assumptions) {
    json.begin_object();
    json.text("about", assumption.about);
    json.text("affects", to_string(assumption.affects));
    json.number("jobs", assumption.jobs);
    write_effect(json, assumption.effect);
    json.end();
  }
  json.end();
}

void write_total(runs::JsonWriter& json, const estimate::JobTotal& total) {
  json.figure("energy_j", total.energy);
  json.figure("facility_energy_j", total.facility_energy);
  json.figure("emissions_g", total.emissions);
  json.figure("embodied_g", total.embodied);
  json.figure("water_l", total.water);
  if (!total.cost) return json.null("cost");
  json.begin_object("cost");
  json.text("currency", total.currency);
  json.figure("amount", *total.cost);
  json.end();
}

}  // namespace wattprint::engine
