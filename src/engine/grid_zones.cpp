#include "engine/grid_zones.hpp"

#include "grid/offline.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using runs::JsonWriter;

constexpr auto kSchemes = {catalog::CodeScheme::entsoe, catalog::CodeScheme::eia,
                           catalog::CodeScheme::energi_data_service, catalog::CodeScheme::neso,
                           catalog::CodeScheme::watttime};

Result<> describe_the_one(GridZones& zones) {
  const std::string& code = zones.search.zones.front().zone.code;
  const auto figures = catalog::yearly_intensities(code);
  if (!figures) return fail(figures.error());
  zones.figures = *figures;
  for (const auto scheme : kSchemes)
    for (auto& other : catalog::codes_of_zone(code, scheme))
      zones.codes.push_back({scheme, std::move(other)});
  return {};
}

void write_zone(JsonWriter& json, const ListedZone& listed) {
  const catalog::Zone& zone = listed.found.zone;
  const auto coordinate = [&](double catalog::Coordinates::*part) {
    return zone.inside ? std::optional(*zone.inside.*part) : std::nullopt;
  };
  json.begin_object();
  json.text("code", zone.code);
  json.text("name", zone.name);
  json.text_or_null("iso2", zone.iso2);
  json.text_or_null("iso3", zone.iso3);
  json.text_or_null("parent", zone.parent);
  json.text("status", zone.status);
  json.text_or_null("time_zone", zone.time_zone);
  json.optional("latitude", coordinate(&catalog::Coordinates::latitude));
  json.optional("longitude", coordinate(&catalog::Coordinates::longitude));
  json.quantity("distance_km", listed.found.away);
  const auto& grid = listed.intensity;
  json.begin_object("intensity");
  json.text("zone", grid.zone);
  json.figure("g_per_kwh", grid.intensity);
  json.text("kind", to_string(grid.kind));
  json.optional("year", grid.year);
  json.text("period", grid.period);
  json.text_or_null("note", grid.note);
  json.end();
  json.end();
}

void write_figure(JsonWriter& json, const catalog::YearlyIntensity& figure) {
  json.begin_object();
  json.optional("year", figure.year);
  json.optional("hours", figure.hours);
  json.number("g_per_kwh", figure.intensity.value());
  json.text("kind", to_string(figure.kind));
  json.text("origin", figure.origin);
  json.text("licence", figure.licence);
  json.text("vintage", figure.vintage);
  json.text("source", figure.source);
  json.text_or_null("note", figure.note);
  json.end();
}

}  // namespace

Result<GridZones> grid_zones(std::string_view query) {
  GridZones zones{.query = std::string(query)};
  auto search = catalog::search_zones(query);
  if (!search) return fail(search.error());
  zones.search = std::move(*search);
  for (const auto& found : zones.search.zones) {
    auto intensity = grid::yearly_average(
        {.zone = found.zone.code, .basis = Basis::estimated, .how = "named", .note = ""});
    if (!intensity) return fail(intensity.error());
    zones.zones.push_back({found, std::move(*intensity)});
  }
  if (zones.search.meant == 1)
    if (auto fine = describe_the_one(zones); !fine) return fail(fine.error());
  return zones;
}

std::string grid_zones_json(const GridZones& zones) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.zones.v1");
  json.text("query", zones.query);
  json.text("matched_by", to_string(zones.search.by));
  json.text_or_null("note", zones.search.note);
  json.text_or_null("cloud_region", zones.search.cloud_region);
  // All figures of this document are of one kind of accounting; what they count differs, and each
  // says it.
  json.text("signal", "average");
  json.text("method", "location-based");
  json.number("meant", std::uint64_t{zones.search.meant});
  json.begin_array("zones");
  for (const auto& zone : zones.zones) write_zone(json, zone);
  json.end();
  json.begin_array("figures");
  for (const auto& figure : zones.figures) write_figure(json, figure);
  json.end();
  json.begin_array("codes");
  for (const auto& [scheme, code] : zones.codes) {
    json.begin_object();
    json.text("scheme", to_string(scheme));
    json.text("code", code.code);
    json.text_or_null("name", code.name);
    json.text_or_null("note", code.note);
    json.end();
  }
  json.end();
  json.begin_array("suggestions");
  for (const auto& suggestion : zones.search.suggestions) json.text({}, suggestion);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
