#include <fmt/format.h>

#include <algorithm>

#include "engine/grid_zones.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using catalog::IntensityKind;
using catalog::ZoneSearch;
using reports::Cell;
using reports::Tone;

constexpr reports::Unit kGramsPerKwh{"g/kWh", 1.0};

/// Figures of one zone go back to 2000; as text the newest ten years are shown.
constexpr int kYearsShown = 10;

std::string counts(IntensityKind kind) {
  switch (kind) {
    case IntensityKind::lifecycle: return "life cycle";
    case IntensityKind::direct: return "direct";
    case IntensityKind::unknown: return "not said";
  }
  return "not said";
}

std::string year_text(std::optional<int> year) { return year ? std::to_string(*year) : "-"; }

std::string figure_text(const Figure<CarbonIntensity>& figure) {
  return reports::significant(figure.value.value(), reports::digits_of(figure));
}

Cell head(std::string text, bool right = false) { return {std::move(text), Tone::quiet, right}; }

std::string table_of(const GridZones& zones, const reports::Style& style) {
  const bool by_place = zones.search.by == ZoneSearch::By::coordinates;
  const bool borrowed =
      std::any_of(zones.zones.begin(), zones.zones.end(),
                  [](const ListedZone& z) { return z.intensity.zone != z.found.zone.code; });
  reports::Columns columns(2);
  std::vector<Cell> heads{head("zone"), head("g/kWh", true), head("90 % within"), head("year"),
                          head("counts")};
  if (borrowed) heads.push_back(head("figure of"));
  if (by_place) heads.push_back(head("km", true));
  heads.push_back(head("name"));
  columns.row(std::move(heads));
  std::size_t at = 0;
  for (const auto& [found, grid] : zones.zones) {
    const Tone tone = at++ < zones.search.meant ? Tone::plain : Tone::quiet;
    std::vector<Cell> cells{{found.zone.code, tone},
                            {figure_text(grid.intensity), tone, true},
                            {reports::interval_text(grid.intensity, kGramsPerKwh), tone},
                            {year_text(grid.year), tone},
                            {counts(grid.kind), tone}};
    if (borrowed) cells.push_back({grid.zone == found.zone.code ? "" : grid.zone, tone});
    if (by_place)
      cells.push_back({found.away ? fmt::format("{:.0f}", found.away->value()) : "-", tone, true});
    cells.push_back({found.zone.name, tone});
    columns.row(std::move(cells));
  }
  return columns.render(style);
}

std::string place_of(const catalog::Zone& zone) {
  std::string text = zone.status;
  if (!zone.iso3.empty()) text = zone.iso3 + ", " + text;
  if (!zone.parent.empty()) text = "part of " + zone.parent + ", " + text;
  if (!zone.time_zone.empty()) text += ", " + zone.time_zone;
  return text;
}

std::string figures_of(const GridZones& zones, const reports::Style& style) {
  if (zones.figures.empty()) return "";
  const auto& used = zones.zones.front().intensity;
  reports::Columns columns(2);
  columns.row({head("year"), head("g/kWh", true), head("counts"), head("vintage"), head("from")});
  const int newest = zones.figures.front().year.value_or(0);
  std::size_t older = 0;
  for (const auto& figure : zones.figures) {
    if (figure.year.value_or(newest) <= newest - kYearsShown) {
      ++older;
      continue;
    }
    std::string from(figure.origin);
    if (figure.hours) from += fmt::format(", {} h of the year", *figure.hours);
    const bool is_used = figure.intensity == used.intensity.value && figure.year == used.year &&
                         figure.kind == used.kind;
    columns.row({{year_text(figure.year), is_used ? Tone::strong : Tone::plain},
                 {fmt::format("{:.1f}", figure.intensity.value()),
                  is_used ? Tone::strong : Tone::plain, true},
                 {counts(figure.kind)},
                 {std::string(figure.vintage)},
                 {from}});
  }
  std::string text = "\n" + columns.render(style);
  if (older > 0)
    text += fmt::format("  and {} older, back to {}: --json\n", older,
                        year_text(zones.figures.back().year));
  return text;
}

std::string_view publisher(catalog::CodeScheme scheme) {
  switch (scheme) {
    case catalog::CodeScheme::entsoe: return "ENTSO-E";
    case catalog::CodeScheme::eia: return "EIA";
    case catalog::CodeScheme::energi_data_service: return "Energi Data Service";
    case catalog::CodeScheme::neso: return "NESO";
    case catalog::CodeScheme::watttime: return "WattTime";
  }
  return "";
}

/// "ENTSO-E 10YFR-RTE------C; WattTime PJM_DC, PJM_NJ"
std::string codes_of(const GridZones& zones) {
  std::string text;
  std::optional<catalog::CodeScheme> last;
  for (const auto& [scheme, code] : zones.codes) {
    if (scheme == last)
      text += ", ";
    else
      text += fmt::format("{}{} ", last ? "; " : "", publisher(scheme));
    text += code.code;
    last = scheme;
  }
  return text;
}

std::string one_zone(const GridZones& zones, const reports::Style& style) {
  const auto& [found, grid] = zones.zones.front();
  reports::Columns columns(2, reports::kWholeText);
  const auto line = [&](const char* label, std::string text) {
    if (!text.empty()) columns.row({head(label), {std::move(text)}});
  };
  line("zone", place_of(found.zone));
  line("intensity", fmt::format("{} g/kWh {}", figure_text(grid.intensity),
                                reports::interval_text(grid.intensity, kGramsPerKwh)));
  line("counts", counts(grid.kind) + "; average, location-based");
  line("source", grid.intensity.source);
  line("note", grid.note);
  line("codes", codes_of(zones));
  return fmt::format("{}  {}\n", paint(style, Tone::strong, found.zone.code), found.zone.name) +
         columns.render(style) + figures_of(zones, style);
}

std::string nothing_found(const GridZones& zones) {
  std::string text = fmt::format("There is no zone \"{}\".", reports::printable(zones.query));
  const auto& names = zones.search.suggestions;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? " Did you mean " : i + 1 == names.size() ? " or " : ", ") + names[i];
  text += names.empty() ? "" : "?";
  return text +
         " Write a code (DE, US-CAL-CISO), a country (Germany, DEU), a cloud region (aws "
         "eu-central-1) or latitude,longitude (52.5,13.4).\n";
}

}  // namespace

std::string grid_zones_text(const GridZones& zones, const reports::Style& style) {
  if (zones.zones.empty()) return nothing_found(zones);
  std::string text;
  if (!zones.search.note.empty()) text = zones.search.note + ".\n\n";
  const bool in_full = zones.search.meant == 1 && zones.search.by != ZoneSearch::By::coordinates;
  if (in_full) text += one_zone(zones, style);
  if (in_full && zones.zones.size() == 1) return text;
  return text + (in_full ? "\n" : "") + table_of(zones, style);
}

}  // namespace wattprint::engine
