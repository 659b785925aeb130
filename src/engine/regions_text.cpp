#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/regions.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using reports::Cell;
using reports::Tone;

constexpr std::size_t kLongestPlace = 20;

/// Best first, a table of all would not fit a screen.
constexpr std::size_t kRowsOfATable = 20;

template <class Q>
std::string with_interval(const Figure<Q>& figure, reports::Unit unit) {
  const auto interval = reports::interval_text(figure, unit);
  return reports::to_text(figure, unit) + (interval.empty() ? "" : " " + interval);
}

/// The zone of the figure, and the one it stands in for.
std::string zone_text(const plan::Place& place) {
  if (place.zone == place.intensity.zone) return place.zone;
  return place.zone + " (" + place.intensity.zone + ")";
}

std::string grams_per_kwh(const Figure<CarbonIntensity>& intensity) {
  return fmt::format("{:.0f}", intensity.value.value());
}

/// All are life cycle where they can be; the others are marked.
bool is_lifecycle(const plan::Place& place) {
  return place.intensity.kind == catalog::IntensityKind::lifecycle;
}

/// "-90 %" less than here, "+45 %" more.
std::string change_text(const plan::Saving& saving) {
  constexpr double kPercent = 100.0;
  const double change = -kPercent * saving.part;
  if (std::abs(change) < 0.5) return "0 %";
  return fmt::format("{:+.0f} %", change);
}

/// The change in grams, with the sign of the change: less is negative.
std::string grams_text(const plan::Saving& saving) {
  const Grams change = Grams{0.0} - saving.grams.value;
  const Grams size{std::abs(change.value())};
  const auto unit = reports::unit_for(size);
  constexpr int kDigits = 2;
  const std::string amount = reports::significant(size / Grams{1.0} / unit.size, kDigits);
  return (change < Grams{0.0} ? "-" : "+") + amount + " " + std::string(unit.name);
}

struct Table {
  bool has_room;  ///< for what is said elsewhere too
  bool has_here;
  bool has_building;  ///< PUE and what a figure counts; an old calculator knows neither
  bool has_provider;  ///< a figure that a provider publishes
  bool has_market;
  bool has_decimal;    ///< one, always: as the old calculator's readers print it
  reports::Unit unit;  ///< of emissions, one for all rows, so that a column can be compared
};

/// Emissions in the unit of the column.
std::string amount_text(const Figure<Grams>& emissions, const Table& table) {
  const double amount = emissions.value.value() / table.unit.size;
  if (table.has_decimal) return fmt::format("{:.1f}", amount);
  return reports::significant(amount, reports::digits_of(emissions));
}

std::vector<Cell> head_of(const Table& table) {
  const auto head = [](std::string text, bool right = false) {
    return Cell{std::move(text), Tone::quiet, right};
  };
  std::vector<Cell> cells{head(""), head("region")};
  if (table.has_room) cells.push_back(head("place"));
  cells.push_back(head("zone"));
  cells.push_back(head("g/kWh ", true));
  if (table.has_building) cells.push_back(head("PUE", true));
  cells.push_back(head(fmt::format("{} CO2e", table.unit.name), true));
  cells.push_back(head(""));
  if (table.has_here) {
    cells.push_back(head("than here", true));
    cells.push_back(head("", true));
  }
  if (table.has_provider) cells.push_back(head("provider's", true));
  if (table.has_market) {
    cells.push_back(head("market g/kWh", true));
    cells.push_back(head(""));
  }
  return cells;
}

void add_market(std::vector<Cell>& cells, const plan::Place& place) {
  const auto& market = place.market;
  if (!market) {
    cells.push_back({"-", Tone::quiet, true});
    cells.push_back({""});
    return;
  }
  cells.push_back({grams_per_kwh(market->intensity), Tone::plain, true});
  cells.push_back({std::string(catalog::to_string(market->method)) +
                       (market->year ? fmt::format(" {}", *market->year) : ""),
                   Tone::quiet});
}

std::vector<Cell> row_of(const plan::RankedPlace& ranked, const RegionsReport::Facts& facts,
                         const Table& table) {
  const auto& outcome = ranked.outcome;
  const bool unsure = ranked.saving && ranked.saving->is_unsure;
  std::vector<Cell> cells{{unsure ? "~" : "", Tone::quiet},
                          {std::string(facts.region.key), Tone::strong}};
  if (table.has_room)
    cells.push_back({reports::shorten(std::string(facts.region.place), kLongestPlace)});
  cells.push_back({zone_text(outcome.place)});
  const bool marked = table.has_building && !is_lifecycle(outcome.place);
  cells.push_back(
      {grams_per_kwh(outcome.place.intensity.intensity) + (marked ? "*" : " "), Tone::plain, true});
  if (table.has_building)
    cells.push_back({fmt::format("{:.2f}", outcome.place.pue.value.value()), Tone::plain, true});
  cells.push_back({amount_text(outcome.emissions, table), Tone::plain, true});
  cells.push_back({reports::interval_text(outcome.emissions, table.unit), Tone::quiet});
  if (table.has_here) {
    cells.push_back({change_text(*ranked.saving), Tone::plain, true});
    cells.push_back({grams_text(*ranked.saving), Tone::quiet, true});
  }
  if (table.has_provider)
    cells.push_back({facts.provider_intensity ? grams_per_kwh(*facts.provider_intensity) : "-",
                     Tone::quiet, true});
  if (table.has_market) add_market(cells, outcome.place);
  return cells;
}

/// One unit for the column. The middle of the rows decides, for the cleanest may be a hundredth of
/// the others; where there is but one decimal, the least that is not nothing.
reports::Unit unit_of(std::span<const plan::RankedPlace> places, bool by_the_middle) {
  const auto grams = [](const plan::RankedPlace& place) { return place.outcome.emissions.value; };
  if (by_the_middle && !places.empty()) return reports::unit_for(grams(places[places.size() / 2]));
  const auto least = std::find_if(places.begin(), places.end(),
                                  [&](const auto& place) { return grams(place) > Grams{0.0}; });
  return reports::unit_for(least == places.end() ? Grams{} : grams(*least));
}

std::string here_text(const RegionsReport& report) {
  const auto& here = *report.ranking.here;
  std::string where = here.place.key.empty() ? here.place.zone : here.place.key;
  const auto& intensity = here.place.intensity.intensity;
  return fmt::format("{}: {} CO2e with {}, PUE {:.2f}; {}", where, reports::to_text(here.emissions),
                     with_interval(intensity, reports::Unit{"g/kWh", 1.0}),
                     here.place.pue.value.value(), intensity.source);
}

/// What the marks and columns of the table mean, where there are any.
std::vector<std::string> legend_of(const Table& table, const RegionsReport& report,
                                   std::size_t shown) {
  std::vector<std::string> lines;
  const auto& places = report.ranking.places;
  const auto some = [&](auto claim) {
    return std::any_of(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(shown), claim);
  };
  if (some([](const auto& p) { return p.saving && p.saving->is_unsure; }))
    lines.push_back("~ not surely better or worse: its 90 % interval overlaps that of here");
  if (some([](const auto& p) { return p.outcome.place.zone != p.outcome.place.intensity.zone; }))
    lines.push_back("(XX) there is no figure for the zone; that of XX stands in for it");
  if (table.has_building && some([](const auto& p) { return !is_lifecycle(p.outcome.place); }))
    lines.push_back("* without what building and fuel supply emit; its interval allows for them");
  if (table.has_provider)
    lines.push_back(
        "provider's: grid g/kWh that it publishes, without upstream emissions; not ranked");
  if (table.has_market)
    lines.push_back(
        "market: after what the provider buys (cfe: by the hour; claim: over the year, it says); "
        "not ranked");
  return lines;
}

}  // namespace

std::string regions_text(const RegionsReport& report, const RegionsView& view,
                         const reports::Style& style) {
  const auto& places = report.ranking.places;
  const auto shown = std::min(places.size(), view.limit.value_or(kRowsOfATable));
  const bool ours = report.method == RegionsMethod::wattprint;
  const auto unit =
      unit_of({places.begin(), places.begin() + static_cast<std::ptrdiff_t>(shown)}, ours);
  // Below that the rows would not fit a line.
  constexpr std::size_t kRoomyWidth = 125;
  const bool roomy = style.width == 0 || style.width >= kRoomyWidth;
  const Table table{
      .has_room = roomy,
      .has_here = report.ranking.here.has_value(),
      .has_building = ours,
      .has_provider = ours && roomy &&
                      std::any_of(report.facts.begin(),
                                  report.facts.begin() + static_cast<std::ptrdiff_t>(shown),
                                  [](const auto& f) { return f.provider_intensity; }),
      .has_market = ours && view.market,
      .has_decimal = !ours,
      .unit = unit};

  constexpr std::size_t kIndent = 2;
  reports::Columns facts(kIndent, reports::kWholeText);
  const auto energy_unit = reports::unit_for(report.ranking.energy.value);
  facts.row({{"energy", Tone::quiet},
             {with_interval(report.ranking.energy, energy_unit) + "   " +
              std::string(to_string(report.ranking.energy.basis)) + ": " +
              report.ranking.energy.source}});
  if (report.ranking.here) facts.row({{"here", Tone::quiet}, {here_text(report)}});
  for (const auto& note : report.notes) facts.row({{"note", Tone::quiet}, {note}});

  reports::Columns rows(0);
  rows.row(head_of(table));
  for (std::size_t i = 0; i < shown; ++i) rows.row(row_of(places[i], report.facts[i], table));

  std::string text = reports::paint(style, Tone::strong, report.work) + "\n";
  text += facts.render(style) + "\n" + rows.render(style);
  if (shown < places.size())
    text +=
        fmt::format("  and {} more: --limit {} shows all\n", places.size() - shown, places.size());
  for (const auto& line : legend_of(table, report, shown))
    text += reports::paint(style, Tone::quiet, line) + "\n";
  return text;
}

}  // namespace wattprint::engine
