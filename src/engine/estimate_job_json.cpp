#include "engine/effects.hpp"
#include "engine/estimate_job.hpp"
#include "runs/json_writer.hpp"
#include "wattprint/version.hpp"

namespace wattprint::engine {
namespace {

using estimate::jobs::JobEstimate;
using runs::JsonWriter;

void write_parts(JsonWriter& json, const JobEstimate& estimate) {
  json.begin_array("parts");
  for (const auto& part : estimate.parts) {
    json.begin_object();
    json.text("part", part.kind);
    json.text("what", part.what);
    json.figure("energy_j", part.energy);
    json.end();
  }
  json.end();
  json.begin_array("embodied_parts");
  for (const auto& part : estimate.embodied_parts) {
    json.begin_object();
    json.text("part", part.kind);
    json.figure("embodied_g", part.grams);
    json.end();
  }
  json.end();
}

void write_cost(JsonWriter& json, const JobEstimate& estimate) {
  if (!estimate.cost) return json.null("cost");
  json.begin_object("cost");
  json.text("currency", estimate.currency);
  json.figure("amount", *estimate.cost);
  json.end();
}

void write_ours(JsonWriter& json, const JobEstimate& estimate) {
  json.figure("energy_j", estimate.energy);
  json.figure("emissions_g", estimate.emissions);
  json.figure("embodied_g", estimate.embodied);
  json.figure("water_l", estimate.water);
  write_cost(json, estimate);
  write_parts(json, estimate);
  json.begin_object("facility");
  json.figure("pue", estimate.pue);
  json.figure("energy_j", estimate.facility_energy);
  json.end();
  json.begin_object("grid");
  json.text_or_null("zone", estimate.grid.zone);
  json.figure("intensity_g_per_kwh", estimate.grid.intensity);
  json.text("period", estimate.grid.period);
  json.end();
  json.begin_array("assumptions");
  for (const auto& assumption : estimate.assumptions) {
    json.begin_object();
    json.text("about", assumption.about);
    json.text("chosen", assumption.chosen);
    json.text("affects", to_string(assumption.affects));
    write_effect(json, assumption.effect);
    json.end();
  }
  json.end();
}

}  // namespace

std::string job_json(const JobReport& report) {
  if (report.methods.size() == 1) return method_json(report.what, report.methods.front());
  if (!report.methods.empty()) return methods_json(report.what, report.methods);
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.job.v1");
  json.text("method", kOwnMethod);
  json.text("job", report.what);
  write_ours(json, *report.ours);
  write_extras(json, report.extras);
  if (report.what_if)
    write_what_if(json, *report.what_if);
  else
    json.null("what_if");
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
