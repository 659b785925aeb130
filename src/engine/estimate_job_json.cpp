#include "engine/estimate_job.hpp"
#include "runs/json_writer.hpp"
#include "wattprint/version.hpp"

namespace wattprint::engine {
namespace {

using estimate::jobs::JobEstimate;
using estimate::methods::Comparison;
using estimate::methods::MethodResult;
using runs::JsonWriter;

/// What a published method prints has no interval: nobody said how far off it is.
template <class Q>
Figure<Q> as_printed(Q value, std::string_view method) {
  return Figure<Q>::exact(value, Basis::estimated, std::string(method));
}

template <class Q>
std::optional<Figure<Q>> as_printed(const std::optional<Q>& value, std::string_view method) {
  if (!value) return std::nullopt;
  return as_printed(*value, method);
}

void write_spread(JsonWriter& json, std::string_view key, const std::optional<Spread>& spread) {
  if (!spread) return json.null(key);
  json.begin_object(key);
  json.number("low", spread->low);
  json.number("high", spread->high);
  json.end();
}

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
    write_spread(json, "effect", assumption.effect);
    json.end();
  }
  json.end();
}

void write_faults(JsonWriter& json, const MethodResult& result) {
  json.begin_array("faults");
  for (const auto& fault : result.faults) json.text("", fault);
  json.end();
}

void write_published(JsonWriter& json, const JobReport::Published& published) {
  const auto& result = published.result;
  const auto name = published.method.title;
  json.text("version", published.method.version);
  json.figure("energy_j", as_printed(result.energy, name));
  json.figure("emissions_g", as_printed(result.emissions, name));
  json.figure("embodied_g", as_printed(result.embodied, name));
  json.figure("water_l", as_printed(result.water, name));
  json.null("cost");
  json.begin_array("parts");
  for (const auto& part : result.parts) {
    json.begin_object();
    json.text("part", "published");
    json.text("what", part.what);
    json.figure("energy_j", as_printed(part.energy, name));
    json.end();
  }
  json.end();
  json.begin_array("embodied_parts");
  json.end();
  json.begin_object("facility");
  json.figure("pue", as_printed(result.pue, name));
  json.figure("energy_j", as_printed(result.energy, name));
  json.end();
  json.begin_object("grid");
  json.null("zone");
  json.figure("intensity_g_per_kwh", as_printed(result.intensity, name));
  json.text("period", "as the method has it");
  json.end();
  json.begin_array("assumptions");
  for (const auto& assumption : result.assumptions) {
    json.begin_object();
    json.text("about", assumption.what);
    json.text("chosen", assumption.effect);
    json.null("affects");
    json.null("effect");
    json.end();
  }
  json.end();
  write_faults(json, result);
}

void write_row(JsonWriter& json, const Comparison::Row& row) {
  json.begin_object();
  json.text("method", row.method.name);
  json.text("title", row.method.title);
  json.text("version", row.method.version);
  if (row.result) {
    const auto& result = *row.result;
    json.figure("energy_j", as_printed(result.energy, row.method.title));
    json.figure("emissions_g", as_printed(result.emissions, row.method.title));
    json.figure("embodied_g", as_printed(result.embodied, row.method.title));
    json.null("refused");
    write_faults(json, result);
  } else {
    json.null("energy_j");
    json.null("emissions_g");
    json.null("embodied_g");
    json.text("refused", row.result.error().what);
    json.begin_array("faults");
    json.end();
  }
  json.end();
}

/// Ours beside theirs, with PUE as theirs.
void write_own_row(JsonWriter& json, const JobEstimate& estimate) {
  json.begin_object();
  json.text("method", "wattprint");
  json.text("title", "wattprint");
  json.text("version", version());
  json.figure("energy_j", estimate.facility_energy);
  json.figure("emissions_g", estimate.emissions);
  json.figure("embodied_g", estimate.embodied);
  json.null("refused");
  json.begin_array("faults");
  json.end();
  json.end();
}

void write_comparison(JsonWriter& json, const JobReport& report) {
  json.begin_array("methods");
  write_own_row(json, *report.ours);
  for (const auto& row : report.comparison->rows) write_row(json, row);
  json.end();
  json.begin_object("spread");
  json.optional("energy", report.energy_spread);
  json.optional("emissions", report.emissions_spread);
  json.end();
}

}  // namespace

std::string job_json(const JobReport& report) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.job.v1");
  json.text("method", report.published    ? report.published->method.name
                      : report.comparison ? "all"
                                          : "wattprint");
  json.text("job", report.what);
  if (report.published) write_published(json, *report.published);
  if (report.ours) write_ours(json, *report.ours);
  if (report.comparison) write_comparison(json, report);
  write_extras(json, report.extras);
  if (report.what_if)
    write_what_if(json, *report.what_if);
  else
    json.null("what_if");
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
