#include "engine/grid_ask.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using runs::JsonWriter;

void write_points(JsonWriter& json, const std::vector<grid::Point>& points) {
  json.begin_array("points");
  for (const auto& point : points) {
    json.begin_object();
    json.text("start", to_rfc3339(point.start));
    json.text("end", to_rfc3339(point.end));
    json.figure("g_per_kwh", point.intensity);
    json.end();
  }
  json.end();
}

void write_sentences(JsonWriter& json, std::string_view key,
                     const std::vector<std::string>& sentences) {
  json.begin_array(key);
  for (const auto& sentence : sentences) json.text("", sentence);
  json.end();
}

}  // namespace

std::string to_json(const GridAnswer& answer) {
  const auto& series = answer.series;
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.points.v1");
  json.text("zone", series.zone);
  json.text_or_null("zone_name", answer.zone_name);
  json.text("zone_from", answer.how);
  json.begin_object("label");
  json.text("signal", to_string(series.label.signal));
  json.text("accounting", to_string(series.label.accounting));
  json.text("scope", to_string(series.label.kind));
  json.end();
  write_points(json, series.points);
  json.text("source", series.source);
  json.text_or_null("provider", answer.provider);
  series.issued_at ? json.text("issued_at", to_rfc3339(*series.issued_at)) : json.null("issued_at");
  json.boolean("stale", answer.stale);
  write_sentences(json, "notes", series.notes);
  write_sentences(json, "problems", answer.problems);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
