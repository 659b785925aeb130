#include "engine/estimate_llm_methods.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using estimate::llm::Estimate;
using estimate::llm::Question;

estimate::Parameters as_range(const catalog::LlmModel::Range& parameters) {
  return {parameters.low.value(), parameters.high.value()};
}

estimate::Parameters exactly(catalog::Parameters parameters) {
  return {parameters.value(), parameters.value()};
}

estimate::LlmRequest request_of(const Question& question, const Estimate& estimate) {
  estimate::LlmRequest request;
  request.model = estimate.model;
  request.total = question.model ? as_range(question.model->total) : exactly(question.total);
  request.active = question.model ? as_range(question.model->active) : exactly(question.active);
  request.input_tokens = question.load.input.value();
  request.output_tokens = question.load.output.value();
  request.requests = question.requests;
  if (question.pue) request.pue = question.pue->value;
  if (question.water) request.site_water = question.water->value;
  if (question.place_known) {
    request.place.zone = question.grid.zone;
    request.place.intensity = question.grid.intensity.value;
  }
  return request;
}

void note_what_is_not_taken(const Question& question, MethodFigures& figures) {
  std::vector<std::string_view> given;
  if (question.batch) given.emplace_back("--batch");
  if (!question.gpus.empty()) given.emplace_back("--gpu");
  if (question.gpu_count) given.emplace_back("--gpus");
  if (question.precision) given.emplace_back("--precision");
  if (!given.empty())
    figures.assumptions.push_back(
        {fmt::format("{} {} no effect", fmt::join(given, ", "), given.size() == 1 ? "has" : "have"),
         "the method does not take that"});
  if (question.model)
    figures.assumptions.push_back(
        {"parameters are those of our table", "the method's own table is not shipped"});
  if (question.water && !figures.water)
    figures.assumptions.push_back(
        {"no water of the grid is given", "the method's water is left out"});
}

MethodFigures own_figures(const Estimate& estimate) {
  MethodFigures figures;
  figures.energy = estimate.facility_energy;
  figures.emissions = estimate.emissions;
  figures.embodied = estimate.embodied;
  figures.water = estimate.water;
  figures.intensity = estimate.grid.intensity.value;
  figures.pue = estimate.pue.value;
  for (const auto& part : estimate.parts) {
    const auto energy = multiply(part.energy, estimate.pue, Errors::independent);
    figures.parts.push_back(
        {part.name, energy, multiply(energy, estimate.grid.intensity, Errors::independent)});
  }
  for (const auto& assumption : estimate.assumptions)
    figures.assumptions.push_back(
        {fmt::format("{}: {}", assumption.about, assumption.chosen),
         assumption.effect
             ? fmt::format("x {} to {}", reports::significant(assumption.effect->low, 2),
                           reports::significant(assumption.effect->high, 2))
             : ""});
  return figures;
}

}  // namespace

Result<MethodRow> llm_by(std::string_view method, const Question& question,
                         const Estimate& estimate) {
  auto row = published_row(method, request_of(question, estimate));
  if (!row) return row;
  if (!row->figures) return fail(row->figures.error());
  note_what_is_not_taken(question, *row->figures);
  return row;
}

Result<std::vector<MethodRow>> llm_by_all(const Question& question, const Estimate& estimate) {
  auto published = published_rows(request_of(question, estimate));
  if (!published) return fail(published.error());
  std::vector<MethodRow> rows{own_row(own_figures(estimate))};
  for (auto& row : *published) {
    if (row.figures) note_what_is_not_taken(question, *row.figures);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace wattprint::engine
