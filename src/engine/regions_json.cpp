#include <algorithm>

#include "engine/regions.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using runs::JsonWriter;

/// What a place has, whether it is ranked or here.
void write_outcome(JsonWriter& json, const plan::PlaceOutcome& outcome) {
  const auto& place = outcome.place;
  json.text_or_null("zone", place.zone);
  json.text_or_null("intensity_zone", place.intensity.zone);
  json.figure("intensity_g_per_kwh", place.intensity.intensity);
  json.text("intensity_kind", to_string(place.intensity.kind));
  json.text("period", place.intensity.period);
  json.text_or_null("note", place.intensity.note);
  json.figure("pue", place.pue);
  json.figure("energy_j", outcome.energy);
  json.figure("emissions_g", outcome.emissions);
  json.figure("water_l", outcome.water);
}

void write_market(JsonWriter& json, const plan::PlaceOutcome& outcome) {
  const auto& market = outcome.place.market;
  if (!market || !outcome.market_emissions) return json.null("market");
  json.begin_object("market");
  json.figure("g_per_kwh", market->intensity);
  json.text("method", catalog::to_string(market->method));
  json.optional("year", market->year);
  json.figure("emissions_g", outcome.market_emissions);
  json.end();
}

void write_saving(JsonWriter& json, const std::optional<plan::Saving>& saving) {
  constexpr double kPercent = 100.0;
  if (!saving) {
    json.null("saving_g");
    json.null("saving_percent");
    return json.null("overlaps_here");
  }
  json.figure("saving_g", saving->grams);
  json.number("saving_percent", kPercent * saving->part);
  json.boolean("overlaps_here", saving->is_unsure);
}

void write_region(JsonWriter& json, std::size_t rank, const plan::RankedPlace& ranked,
                  const RegionsReport::Facts& facts, bool market) {
  json.begin_object();
  json.number("rank", std::uint64_t{rank});
  json.text("provider", facts.region.provider);
  json.text("region", facts.region.region);
  json.text("name", facts.region.name);
  json.text("place", facts.region.place);
  json.text("country", facts.region.iso2);
  write_outcome(json, ranked.outcome);
  json.figure("provider_intensity_g_per_kwh", facts.provider_intensity);
  write_saving(json, ranked.saving);
  if (market)
    write_market(json, ranked.outcome);
  else
    json.null("market");
  json.end();
}

}  // namespace

std::string regions_json(const RegionsReport& report, const RegionsView& view) {
  const auto& places = report.ranking.places;
  const auto shown = std::min(places.size(), view.limit.value_or(places.size()));
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.regions.v1");
  json.text("method", report.method == RegionsMethod::mlco2 ? "mlco2" : "wattprint");
  json.text("ranked_by", "location-based emissions");
  json.text("work", report.work);
  json.figure("energy_j", report.ranking.energy);
  if (report.ranking.here) {
    json.begin_object("here");
    json.text_or_null("key", report.ranking.here->place.key);
    json.text("how", report.here);
    write_outcome(json, *report.ranking.here);
    json.end();
  } else {
    json.null("here");
  }
  json.begin_array("regions");
  for (std::size_t i = 0; i < shown; ++i)
    write_region(json, i + 1, places[i], report.facts[i], view.market);
  json.end();
  json.number("left_out", std::uint64_t{places.size() - shown});
  json.begin_array("notes");
  for (const auto& note : report.notes) json.text({}, note);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
