#include "grid/offline.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/yearly_intensity.hpp"
#include "catalog/zones.hpp"

namespace wattprint::grid {
namespace {

using catalog::IntensityKind;
using catalog::YearlyIntensity;

// How far the truth may be from a yearly average. tools/derive_grid_spread.py computes these
// numbers, docs/grid.md shows its output.

/// An hour over the mean of its year, 5th and 95th percentile over 17 region-years of DE, ES, GB
/// and PJM, 2019 to 2024, each region counted alike.
constexpr Spread kHourOfYear{0.475, 1.585};

/// 90 % of countries change by less than exp(0.28) from one year to the next, revisions of the
/// figures included; two and three years apart the change grows with the square root (0.279 and
/// 0.261 per root of a year). 782 pairs of Our World in Data, 2020 to 2024.
constexpr double kLogChangePerRootYear = 0.28;

/// 90 % of pairs of publishers are within exp(0.29) for the same country and year (18 pairs since
/// 2018); each of the two is to blame for a part, hence / sqrt(2).
constexpr double kLogBetweenPublishers = 0.21;

/// What a figure without upstream emissions may miss: gas at 490 instead of 370 g/kWh, and 24 for
/// hydro power that it counts as 0 (medians of IPCC 2014, AR5 WG III, annex III, table A.III.2).
constexpr double kMostUpstreamShare = 490.0 / 370.0;
constexpr CarbonIntensity kUpstreamOfHydro{24.0};

/// Half a year (the least the table takes) is in 90 % of cases within exp(0.124) of its year; same
/// series, any start.
constexpr double kLogPartOfYear = 0.124;

/// Half of the sources carry a figure two years after its year or earlier; a figure that states no
/// year is taken to be that old when its source had it. 90 % are within four (1904 figures), for
/// which two more years of change leave room.
constexpr int kYearsUntilCarried = 2;
constexpr int kMoreYearsUntilCarried = 2;

/// Years whose figures tell how much this zone changes and is revised.
constexpr int kRecentYears = 5;

/// No fuel emits more per kWh of electricity: oil shale at 1515 g (EASAC 2007) is the highest
/// factor that any source of ours knows.
constexpr CarbonIntensity kMostPossible{2000.0};

/// The table that this program is built with ends in this year; a run is a year later at least.
int newest_year(const std::vector<YearlyIntensity>& world) {
  int newest = 0;
  for (const auto& figure : world) newest = std::max(newest, figure.year.value_or(0));
  return newest;
}

/// Greater is better.
auto preference(const YearlyIntensity& f) {
  return std::tuple(f.kind == IntensityKind::lifecycle, f.origin.starts_with("Our World in Data"),
                    !f.hours.has_value(), f.year.value_or(0), f.vintage, f.intensity);
}

const YearlyIntensity& best_of(const std::vector<YearlyIntensity>& figures) {
  return *std::max_element(figures.begin(), figures.end(), [](const auto& a, const auto& b) {
    return preference(a) < preference(b);
  });
}

/// The figure for `year`: of that year; else, for a year after it, the best of all; else of the
/// nearest year, the later one of two.
const YearlyIntensity& best_for(const std::vector<YearlyIntensity>& figures, int year) {
  const YearlyIntensity& best = best_of(figures);
  if (!best.year) return best;
  const auto rank = [&](const YearlyIntensity& f) {
    const int apart = f.year ? std::abs(*f.year - year) : std::numeric_limits<int>::max();
    return std::tuple(-apart, f.year.value_or(0), preference(f));
  };
  const YearlyIntensity& nearest =
      *std::max_element(figures.begin(), figures.end(),
                        [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return nearest.year != year && *best.year < year ? best : nearest;
}

double log_ratio(CarbonIntensity a, CarbonIntensity b) { return std::log(a / b); }

/// Its year, or the most likely one.
int likely_year(const YearlyIntensity& figure) {
  if (figure.year) return *figure.year;
  const auto carried = parse_u64(figure.vintage.substr(0, 4));
  return static_cast<int>(carried.value_or(0)) - kYearsUntilCarried;
}

/// Whether the difference between two figures of a zone tells how wrong `best` may be for `target`.
bool tells(const YearlyIntensity& other, const YearlyIntensity& best, int target) {
  if (other.kind != best.kind || (other.hours && !best.hours)) return false;
  if (other.year.has_value() != best.year.has_value()) return false;
  if (best.year == target) return other.year == target;
  const int year = likely_year(other);
  return year > likely_year(best) - kRecentYears && year < target + kRecentYears;
}

/// The interval of one of a zone's figures for an hour of the year `target`. The causes have
/// nothing to do with each other, so they add in quadrature, on the log scale because they are
/// factors.
Figure<CarbonIntensity> with_interval(const YearlyIntensity& best,
                                      const std::vector<YearlyIntensity>& figures, int target) {
  const double years = std::abs(target - likely_year(best)) +
                       (best.year ? 0.0 : static_cast<double>(kMoreYearsUntilCarried));
  const double change = kLogChangePerRootYear * std::sqrt(years);
  double below = change;
  double above = change;
  for (const auto& other : figures) {
    if (!tells(other, best, target)) continue;
    below = std::max(below, log_ratio(best.intensity, other.intensity));
    above = std::max(above, log_ratio(other.intensity, best.intensity));
  }
  const double publisher = std::hypot(kLogBetweenPublishers, best.hours ? kLogPartOfYear : 0.0);
  below = std::hypot(below, publisher, std::log(kHourOfYear.low));
  above = std::hypot(above, publisher, std::log(kHourOfYear.high));
  Figure<CarbonIntensity> figure{.value = best.intensity,
                                 .low = best.intensity * std::exp(-below),
                                 .high = best.intensity * std::exp(above)};
  if (best.kind != IntensityKind::lifecycle)
    figure.high = figure.high * kMostUpstreamShare + kUpstreamOfHydro;
  return figure;
}

std::string period_of(const YearlyIntensity& figure) {
  if (!figure.year) return "yearly average, year not stated";
  const std::string year = std::to_string(*figure.year);
  if (figure.hours) return "mean of " + std::to_string(*figure.hours) + " h of " + year;
  return "yearly average " + year;
}

std::string source_of(const YearlyIntensity& figure) {
  return "grid " + std::string(figure.zone) + ", " + period_of(figure) + ", " +
         std::string(figure.origin);
}

/// Value at `part` of the sorted values, between neighbours by straight line.
CarbonIntensity quantile(const std::vector<CarbonIntensity>& sorted, double part) {
  const double position = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - std::floor(position));
}

bool is_country(std::string_view zone) { return zone.size() == 2 && zone != "EU"; }

struct Ends {
  CarbonIntensity low;
  CarbonIntensity high;
};

/// 5th and 95th percentile of the countries, each counted once.
Result<Ends> ends_of_countries(std::string_view table) {
  const auto all = catalog::all_yearly_intensities(table);
  if (!all) return fail(all.error());
  std::vector<CarbonIntensity> countries;
  for (auto first = all->begin(); first != all->end();) {
    const auto last =
        std::find_if(first, all->end(), [&](const auto& f) { return f.zone != first->zone; });
    if (is_country(first->zone)) countries.push_back(best_of({first, last}).intensity);
    first = last;
  }
  if (countries.empty()) return fail(Errc::not_present, "grid_yearly.csv: it has no country");
  std::sort(countries.begin(), countries.end());
  return Ends{quantile(countries, 0.05), quantile(countries, 0.95)};
}

/// What ends_of_countries() gives for the table that is shipped; a test holds the two together.
/// Reading all of the table takes some 2 ms, which every run on a machine set to UTC would pay.
constexpr Ends kShippedEnds{CarbonIntensity{41.14718}, CarbonIntensity{763.60384}};

Result<Ends> world_ends(std::string_view table) {
  if (table.data() == catalog::tables::grid_yearly().data()) return kShippedEnds;
  return ends_of_countries(table);
}

const YearlyIntensity& choose(const std::vector<YearlyIntensity>& figures,
                              std::optional<int> year) {
  return year ? best_for(figures, *year) : best_of(figures);
}

/// Says that the figure is of another year than the one that was asked for.
std::string year_note(const YearlyIntensity& figure, std::optional<int> year) {
  if (!year || figure.year == year) return "";
  return "there is no figure of " + std::string(figure.zone) + " for " + std::to_string(*year) +
         "; the " + period_of(figure) + " stands in for it";
}

std::string both(std::string first, const std::string& second) {
  if (!first.empty() && !second.empty()) first += "; ";
  return first + second;
}

ZoneIntensity described(const YearlyIntensity& figure, Figure<CarbonIntensity> intensity,
                        std::string note) {
  return ZoneIntensity{.zone = std::string(figure.zone),
                       .intensity = std::move(intensity),
                       .year = figure.year,
                       .period = period_of(figure),
                       .note = std::move(note),
                       .kind = figure.kind};
}

Result<ZoneIntensity> world_average(const std::vector<YearlyIntensity>& world,
                                    std::optional<int> year, std::string_view table,
                                    const std::string& note) {
  if (world.empty())
    return fail(Errc::not_present, "grid_yearly.csv: there is no figure for zone WORLD");
  const YearlyIntensity& best = choose(world, year);
  auto figure = Figure<CarbonIntensity>::exact(best.intensity, Basis::assumed,
                                               source_of(best) + ", interval from all countries");
  if (const auto ends = world_ends(table)) {
    figure.low = std::min(figure.value, ends->low);
    figure.high = std::max(figure.value, ends->high);
  }
  return described(best, std::move(figure), both(note, year_note(best, year)));
}

Result<ZoneIntensity> average(const Location& location, std::optional<int> year,
                              std::string_view table) {
  const auto world = catalog::yearly_intensities(kWorld, table);
  if (!world) return fail(world.error());
  if (location.zone == kWorld) return world_average(*world, year, table, "");
  const auto match = catalog::find_zone(location.zone);
  if (!match) return fail(match.error());
  const auto& asked = match->zone;
  const std::string missing =
      "there is no yearly average for " + asked.code + " (" + asked.name + "); that of ";
  for (const std::string_view zone :
       {std::string_view(asked.code), std::string_view(asked.parent)}) {
    if (zone.empty()) continue;
    const auto figures = catalog::yearly_intensities(zone, table);
    if (!figures) return fail(figures.error());
    if (figures->empty()) continue;
    const YearlyIntensity& best = choose(*figures, year);
    // Without a year the hour is of a later one than any figure.
    const int next = std::max(newest_year(*world), likely_year(best)) + 1;
    auto figure = with_interval(best, *figures, year.value_or(next));
    figure.basis = location.basis;
    figure.source = source_of(best);
    const std::string stands_in =
        zone == asked.code ? "" : missing + std::string(zone) + " stands in for it";
    return described(best, std::move(figure), both(stands_in, year_note(best, year)));
  }
  return world_average(*world, year, table, missing + "the world stands in for it");
}

}  // namespace

Result<ZoneIntensity> yearly_average(const Location& location, std::string_view table) {
  return average(location, std::nullopt, table);
}

Result<ZoneIntensity> yearly_average(const Location& location, int year, std::string_view table) {
  return average(location, year, table);
}

Result<ZoneIntensity> stated_intensity(CarbonIntensity intensity, std::string_view by,
                                       std::string_view zone) {
  if (!(intensity >= CarbonIntensity{0.0}) || intensity > kMostPossible)
    return fail(Errc::malformed,
                std::string(by) +
                    ": the grid intensity is in grams of CO2 equivalent per kWh, 0 to " +
                    std::to_string(std::lround(kMostPossible.value())) + ", for example 350");
  return ZoneIntensity{.zone = std::string(zone),
                       .intensity = Figure<CarbonIntensity>::exact(intensity, Basis::assumed,
                                                                   "given by " + std::string(by)),
                       .year = std::nullopt,
                       .period = "stated",
                       .note = ""};
}

}  // namespace wattprint::grid
