#include "engine/estimate_llm.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

void write_assumptions(runs::JsonWriter& json, const estimate::llm::Estimate& estimate) {
  json.begin_array("assumptions");
  for (const auto& assumption : estimate.assumptions) {
    json.begin_object();
    json.text("about", assumption.about);
    json.text("chosen", assumption.chosen);
    if (assumption.effect) {
      json.begin_object("effect");
      json.number("low", assumption.effect->low);
      json.number("high", assumption.effect->high);
      json.end();
    } else {
      json.null("effect");
    }
    json.end();
  }
  json.end();
}

}  // namespace

std::string llm_json(const estimate::llm::Estimate& estimate, const Extras& extras) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.llm.v1");
  json.text("method", "wattprint");
  json.text("model", estimate.model);
  json.number("requests", estimate.requests);
  json.number("input_tokens", estimate.load.input.value());
  json.number("output_tokens", estimate.load.output.value());
  json.begin_object("served_by");
  json.text("gpu", estimate.setup.gpu.name);
  json.number("gpus", estimate.setup.gpus);
  json.number("batch", estimate.setup.batch);
  json.text("precision", estimate.precision);
  json.number("total_params_b", estimate.setup.shape.total.value());
  json.number("active_params_b", estimate.setup.shape.active.value());
  json.end();
  json.figure("energy_j", estimate.energy);
  json.figure("emissions_g", estimate.emissions);
  json.figure("embodied_g", estimate.embodied);
  json.figure("water_l", estimate.water);
  json.begin_array("parts");
  for (const auto& part : estimate.parts) {
    json.begin_object();
    json.text("part", part.name);
    json.figure("energy_j", part.energy);
    json.end();
  }
  json.end();
  json.begin_object("facility");
  json.figure("pue", estimate.pue);
  json.figure("energy_j", estimate.facility_energy);
  json.end();
  json.begin_object("grid");
  json.text_or_null("zone", estimate.grid.zone);
  json.figure("intensity_g_per_kwh", estimate.grid.intensity);
  json.text("period", estimate.grid.period);
  json.end();
  write_extras(json, extras);
  write_assumptions(json, estimate);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
