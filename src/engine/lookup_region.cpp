#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "catalog/cloud_figures.hpp"
#include "catalog/cloud_regions.hpp"
#include "engine/lookup.hpp"
#include "grid/offline.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using catalog::CloudRegion;
using catalog::CloudRegionMatch;
using runs::JsonWriter;

/// Longer than any name of a region with its provider.
constexpr std::size_t kLongestName = 200;

/// What is known of one region.
struct Known {
  CloudRegion region;
  grid::ZoneIntensity intensity;
  Figure<Pue> pue;
  std::optional<Figure<WaterIntensity>> water;
  std::optional<Figure<CarbonIntensity>> provider_intensity;
  std::optional<catalog::MarketIntensity> market;
  catalog::CloudFigures published;
};

struct Answer {
  std::string_view query;
  CloudRegionMatch match;
  std::vector<std::string> suggestions;
  std::optional<Known> known;  ///< when the match is one region
};

Result<Known> known_of(const CloudRegion& region) {
  auto intensity = grid::yearly_average({.zone = std::string(region.zone),
                                         .basis = Basis::estimated,
                                         .how = "the region's place",
                                         .note = ""});
  if (!intensity) return fail(intensity.error());
  auto pue = catalog::region_pue(region.key);
  if (!pue) return fail(pue.error());
  auto water = catalog::region_water(region.key);
  if (!water) return fail(water.error());
  auto provider = catalog::provider_intensity(region.key);
  if (!provider) return fail(provider.error());
  auto market = catalog::market_intensity(region.key);
  if (!market) return fail(market.error());
  auto published = catalog::cloud_figures(region.key);
  if (!published) return fail(published.error());
  return Known{region,
               std::move(*intensity),
               std::move(*pue),
               std::move(*water),
               std::move(*provider),
               std::move(*market),
               std::move(*published)};
}

Result<Answer> answer(std::string_view name) {
  auto match = catalog::match_cloud_region(name);
  if (!match) return fail(match.error());
  Answer found{name, std::move(*match), {}, {}};
  if (found.match.regions.size() == 1) {
    auto known = known_of(found.match.regions.front());
    if (!known) return fail(known.error());
    found.known = std::move(*known);
  } else if (found.match.regions.empty()) {
    auto near = catalog::nearest_cloud_regions(name);
    if (!near) return fail(near.error());
    found.suggestions = std::move(*near);
  }
  return found;
}

// The document.

template <class Published>
void write_published(JsonWriter& json, const Published& figure, std::string_view kind) {
  json.begin_object();
  json.number("g_per_kwh", figure.value.value());
  json.optional("year", figure.year);
  json.text("kind", kind);
  json.text("origin", figure.origin);
  json.text("licence", figure.licence);
  json.text("source", figure.source);
  json.text_or_null("note", figure.note);
  json.end();
}

void write_market(JsonWriter& json, const std::optional<catalog::MarketIntensity>& market) {
  if (!market) return json.null("market");
  json.begin_object("market");
  json.figure("g_per_kwh", market->intensity);
  json.text("method", catalog::to_string(market->method));
  json.optional("year", market->year);
  json.end();
}

void write_known(JsonWriter& json, const Known& known) {
  json.text("provider", known.region.provider);
  json.text("region", known.region.region);
  json.text("name", known.region.name);
  json.begin_array("aliases");
  for (const auto alias : known.region.aliases) json.text({}, alias);
  json.end();
  json.text("place", known.region.place);
  json.text("country", known.region.iso2);
  json.text("zone", known.region.zone);
  json.text("intensity_zone", known.intensity.zone);
  json.figure("intensity_g_per_kwh", known.intensity.intensity);
  json.text("intensity_kind", to_string(known.intensity.kind));
  json.text("period", known.intensity.period);
  json.figure("pue", known.pue);
  json.figure("wue_l_per_kwh", known.water);
  json.figure("provider_intensity_g_per_kwh", known.provider_intensity);
  write_market(json, known.market);
  json.begin_object("published");
  json.begin_array("location_based");
  for (const auto& figure : known.published.grid)
    write_published(json, figure, to_string(figure.kind));
  json.end();
  json.begin_array("market_based");
  for (const auto& figure : known.published.market)
    write_published(json, figure, catalog::to_string(figure.kind));
  json.end();
  json.end();
  json.text("source", known.region.source);
  json.text_or_null("note", known.region.note);
}

std::string to_json(const Answer& found) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.catalog.region.v1");
  json.text("query", found.query);
  json.text_or_null("match", found.known ? found.known->region.key : std::string_view{});
  json.text("kind", found.match.regions.size() > 1 ? "ambiguous" : to_string(found.match.kind));
  if (found.known) write_known(json, *found.known);
  json.begin_array("candidates");
  if (!found.known)
    for (const auto& region : found.match.regions) json.text({}, region.key);
  json.end();
  json.begin_array("suggestions");
  for (const auto& suggestion : found.suggestions) json.text({}, suggestion);
  json.end();
  json.end();
  return std::move(json).take();
}

// The page.

template <class Q>
std::string with_interval(const Figure<Q>& figure, std::string_view name) {
  const reports::Unit unit{name, 1.0};
  const auto interval = reports::interval_text(figure, unit);
  return reports::to_text(figure, unit) + (interval.empty() ? "" : " " + interval);
}

/// "2019 267, 2020 212": what is published, by year.
template <class List, class Wanted>
std::string by_year(const List& list, Wanted wanted) {
  std::string text;
  for (const auto& figure : list)
    if (wanted(figure))
      text += fmt::format("{}{} {:g}", text.empty() ? "" : ", ",
                          figure.year ? std::to_string(*figure.year) : "?", figure.value.value());
  return text;
}

std::string page_of(const Known& known, const reports::Style& style) {
  constexpr std::size_t kIndent = 2;
  reports::Columns page(kIndent, reports::kWholeText);
  const auto line = [&](const char* label, std::string text) {
    if (!text.empty()) page.row({{label, reports::Tone::quiet}, {std::move(text)}});
  };
  std::string aliases;
  for (const auto alias : known.region.aliases)
    aliases += (aliases.empty() ? "" : ", ") + std::string(alias);
  line("also", aliases);
  line("place", fmt::format("{}, {}", known.region.place, known.region.iso2));
  line("zone", std::string(known.region.zone) +
                   (known.region.note.empty() ? "" : "; " + std::string(known.region.note)));
  line("grid", with_interval(known.intensity.intensity, "g/kWh") + "   " +
                   known.intensity.intensity.source);
  line("PUE", fmt::format("{:.2f} ({:.2f} to {:.2f})   {}: {}", known.pue.value.value(),
                          known.pue.low.value(), known.pue.high.value(), to_string(known.pue.basis),
                          known.pue.source));
  if (known.water)
    line("water", with_interval(*known.water, "l/kWh") + "   " + known.water->source);
  using Kind = catalog::IntensityKind;
  for (const Kind kind : {Kind::lifecycle, Kind::direct})
    line(kind == Kind::lifecycle ? "Google, life cycle" : "Google, direct",
         by_year(known.published.grid, [&](const auto& figure) {
           return figure.origin == "google" && figure.kind == kind;
         }));
  line("others",
       by_year(known.published.grid, [](const auto& figure) { return figure.origin != "google"; }));
  if (known.market)
    line("market-based",
         with_interval(known.market->intensity, "g/kWh") + "   " + known.market->intensity.source);
  line("source", std::string(known.region.source));
  return reports::paint(style, reports::Tone::strong,
                        fmt::format("{}, {}", known.region.key, known.region.name)) +
         "\n" + page.render(style);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return text;
}

std::string to_text(const Answer& found, const reports::Style& style) {
  if (found.known) return page_of(*found.known, style);
  if (!found.match.regions.empty()) {
    std::vector<std::string> keys;
    for (const auto& region : found.match.regions) keys.emplace_back(region.key);
    return fmt::format("\"{}\" may be {}\n", found.query, list_of(keys));
  }
  return fmt::format(
      "no cloud region of the catalog is called \"{}\"{}\n", found.query,
      found.suggestions.empty() ? "" : "; did you mean " + list_of(found.suggestions) + "?");
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

}  // namespace

Result<Lookup> look_up_region(std::string_view name, const reports::Style& style) {
  constexpr std::string_view kBlanks = " \t";
  if (name.find_first_not_of(kBlanks) == std::string_view::npos || name.size() > kLongestName ||
      !is_printable(name))
    return fail(Errc::malformed, "the name of a cloud region is a line of 1 to " +
                                     std::to_string(kLongestName) +
                                     " characters, such as aws:eu-central-1 or westeurope");
  const auto found = answer(name);
  if (!found) return fail(found.error());
  return Lookup{found->known.has_value(), to_text(*found, style), to_json(*found)};
}

}  // namespace wattprint::engine
