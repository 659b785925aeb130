#include "engine/estimate_methods.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using runs::JsonWriter;

void write_name(JsonWriter& json, const MethodRow& row) {
  json.text("method", row.name);
  json.text("title", row.title);
  json.text_or_null("version", row.version);
  json.text_or_null("citation", row.citation);
}

void write_figures(JsonWriter& json, const MethodFigures& figures) {
  json.figure("energy_j", figures.energy);
  json.figure("emissions_g", figures.emissions);
  json.figure("embodied_g", figures.embodied);
  json.figure("water_l", figures.water);
  json.number("intensity_g_per_kwh", figures.intensity.value());
  json.number("pue", figures.pue.value());
  json.begin_array("parts");
  for (const auto& part : figures.parts) {
    json.begin_object();
    json.text("part", part.name);
    json.figure("energy_j", part.energy);
    json.figure("emissions_g", part.emissions);
    json.end();
  }
  json.end();
  json.begin_array("assumptions");
  for (const auto& assumption : figures.assumptions) {
    json.begin_object();
    json.text("what", assumption.what);
    json.text_or_null("effect", assumption.effect);
    json.end();
  }
  json.end();
  json.begin_array("faults");
  for (const auto& fault : figures.faults) json.text({}, fault);
  json.end();
}

}  // namespace

void write_method(JsonWriter& json, const std::string& about, const MethodRow& row) {
  json.text("about", about);
  write_name(json, row);
  write_figures(json, *row.figures);
}

std::string method_json(const std::string& about, const MethodRow& row) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.method.v1");
  write_method(json, about, row);
  json.end();
  return std::move(json).take();
}

std::string methods_json(const std::string& about, const std::vector<MethodRow>& rows) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.methods.v1");
  json.text("method", kAllMethods);
  json.text("about", about);
  json.begin_array("methods");
  for (const auto& row : rows) {
    json.begin_object();
    write_name(json, row);
    if (row.figures)
      write_figures(json, *row.figures);
    else
      for (const char* key : {"energy_j", "emissions_g", "embodied_g", "water_l"}) json.null(key);
    json.text_or_null("refused", row.figures ? "" : row.figures.error().what);
    json.end();
  }
  json.end();
  const auto spread = spread_of(rows);
  json.begin_object("spread");
  json.optional("energy", spread.energy);
  json.optional("emissions", spread.emissions);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
