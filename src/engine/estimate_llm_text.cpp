#include <fmt/format.h>

#include "engine/estimate_llm.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::llm::Estimate;
using reports::Cell;
using reports::Tone;

Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

/// 1,234,567
std::string grouped(double count) {
  std::string digits = fmt::format("{:.0f}", count);
  for (auto at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string requests_text(const Estimate& estimate) {
  return fmt::format("{} request{}, {} + {} tokens{}", grouped(estimate.requests),
                     estimate.requests == 1.0 ? "" : "s", grouped(estimate.load.input.value()),
                     grouped(estimate.load.output.value()),
                     estimate.requests == 1.0 ? "" : " each");
}

std::string headline(const Estimate& estimate, const reports::Style& style) {
  return paint(style, Tone::quiet, "wattprint") + "  " +
         paint(style, Tone::strong, estimate.model) + "  " + requests_text(estimate) + "\n";
}

template <class Q>
void figure_row(reports::Columns& columns, const char* name, const Figure<Q>& figure,
                const std::string& unit_suffix, std::string remark) {
  const auto unit = reports::unit_for(figure.value);
  columns.row({label(name),
               {to_text(figure, unit) + unit_suffix, Tone::strong},
               {interval_text(figure, unit)},
               {std::move(remark), Tone::quiet}});
}

std::string grid_text(const Estimate& estimate) {
  const auto& grid = estimate.grid;
  return fmt::format("{}{:.0f} g/kWh, {}; PUE {:.3g}", grid.zone.empty() ? "" : grid.zone + " ",
                     grid.intensity.value.value(), grid.period, estimate.pue.value.value());
}

std::string parts_text(const Estimate& estimate) {
  std::string text;
  for (const auto& part : estimate.parts) {
    const double share = part.energy.value / estimate.energy.value;
    if (part.energy.value <= Joules{0.0}) continue;
    const char* name = part.name == "gpu_prompt"   ? "GPU reading"
                       : part.name == "gpu_answer" ? "GPU writing"
                                                   : "rest of the server";
    text += fmt::format("{}{} {}", text.empty() ? "" : "   ", name, reports::percent(share));
  }
  return text;
}

std::string each_text(const Estimate& estimate) {
  const auto one = estimate.energy.value / estimate.requests;
  std::string text = fmt::format(
      "request {}", reports::to_text(Figure<Joules>::exact(one, estimate.energy.basis, "")));
  if (estimate.load.output.value() > 0.0)
    text += fmt::format("   output token {} J",
                        reports::significant(one.value() / estimate.load.output.value(), 2));
  return text;
}

std::string effect_text(const estimate::llm::Assumption& assumption) {
  if (!assumption.effect) return {};
  return fmt::format("x {} to {}", reports::significant(assumption.effect->low, 2),
                     reports::significant(assumption.effect->high, 2));
}

}  // namespace

std::string llm_about(const Estimate& estimate) {
  return estimate.model + "  " + requests_text(estimate);
}

std::string llm_text(const Estimate& estimate, const Extras& extras, const reports::Style& style) {
  const bool is_something = estimate.energy.value > Joules{0.0};
  reports::Columns columns(2, reports::kWholeText);
  figure_row(columns, "energy", estimate.energy, "",
             fmt::format("{}; GPUs and their server", to_string(estimate.energy.basis)));
  figure_row(columns, "emissions", estimate.emissions, " CO2e", grid_text(estimate));
  figure_row(columns, "embodied", estimate.embodied, " CO2e", "share of making the hardware");
  if (estimate.water) figure_row(columns, "water", *estimate.water, "", "on site");
  if (is_something) {
    columns.free_row(label("each"), {each_text(estimate)});
    columns.free_row(label("of which"), {parts_text(estimate)});
  }
  const auto& setup = estimate.setup;
  columns.free_row(label("served by"), {fmt::format("{:.0f} x {}, {}, {:.4g} request{} at once",
                                                    setup.gpus, setup.gpu.name, estimate.precision,
                                                    setup.batch, setup.batch == 1.0 ? "" : "s")});
  std::string text = headline(estimate, style) + columns.render(style) + extras_text(extras, style);
  text += "  " + paint(style, Tone::quiet, "assumed, and what it may change:") + "\n";
  reports::Columns assumed(4, reports::kWholeText);
  for (const auto& assumption : estimate.assumptions)
    assumed.row({label(assumption.about), {effect_text(assumption)}, {assumption.chosen}});
  return text + assumed.render(style);
}

}  // namespace wattprint::engine
