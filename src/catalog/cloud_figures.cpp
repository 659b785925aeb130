#include "catalog/cloud_figures.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "cloud_figures.csv";
constexpr std::string_view kHeader = "key,quantity,value,year,kind,origin,licence,source,note";
enum Column { kKey, kQuantity, kValue, kYear, kKind, kOrigin, kLicence, kSource, kNote };

/// 90 % of the 62 changes of a region's PUE from one year to the next that the table knows are no
/// larger.
constexpr Pue kYearlyChange{0.04};

/// 90 % of countries' grids change by less than exp(0.28) from one year to the next (docs/grid.md).
constexpr Spread kYearOfGrid{0.756, 1.323};

/// Where nobody says how good a figure is, as for the other coefficients of the catalog.
constexpr Spread kHalfAndDouble{0.5, 2.0};

MarketMethod parse_method(std::string_view text) {
  return text == "claim" ? MarketMethod::claim : MarketMethod::cfe;
}

PueScope parse_scope(std::string_view text) {
  if (text == "region") return PueScope::region;
  if (text == "best site") return PueScope::best_site;
  if (text == "worst site") return PueScope::worst_site;
  return text == "survey" ? PueScope::survey : PueScope::fleet;
}

IntensityKind parse_kind(std::string_view text) {
  if (text == "lifecycle") return IntensityKind::lifecycle;
  return text == "direct" ? IntensityKind::direct : IntensityKind::unknown;
}

template <class Q, class Kind>
PublishedFigure<Q, Kind> published(Q value, Kind of, const Table::Row& row) {
  const auto stated = parse_u64(row[kYear]);
  return {.value = value,
          .year = stated ? std::optional(static_cast<int>(*stated)) : std::nullopt,
          .kind = of,
          .origin = row[kOrigin],
          .licence = row[kLicence],
          .source = row[kSource],
          .note = row[kNote]};
}

constexpr double kPercent = 100.0;

Result<> add(const Table::Row& row, CloudFigures& figures) {
  const auto number = parse_double(row[kValue]);
  if (!number || *number < 0.0)
    return fail(Errc::malformed, std::string(kName) + ": " + std::string(row[kKey]) + ": " +
                                     std::string(row[kQuantity]) + " \"" +
                                     std::string(row[kValue]) + "\" is no number of 0 or more");
  const std::string_view what = row[kQuantity];
  if (what == "grid_g_per_kwh")
    figures.grid.push_back(published(CarbonIntensity{*number}, parse_kind(row[kKind]), row));
  else if (what == "market_g_per_kwh")
    figures.market.push_back(published(CarbonIntensity{*number}, parse_method(row[kKind]), row));
  else if (what == "cfe_percent")
    figures.carbon_free.push_back(
        published(Fraction{*number / kPercent}, parse_method(row[kKind]), row));
  else if (what == "offset_percent")
    figures.offset.push_back(
        published(Fraction{*number / kPercent}, parse_method(row[kKind]), row));
  else if (what == "pue")
    figures.pue.push_back(published(Pue{*number}, parse_scope(row[kKind]), row));
  else if (what == "wue_l_per_kwh")
    figures.water.push_back(published(WaterIntensity{*number}, parse_scope(row[kKind]), row));
  else
    return fail(Errc::malformed, std::string(kName) + ": " + std::string(row[kKey]) +
                                     ": unknown quantity " + std::string(what));
  return {};
}

Result<CloudFigures> collect(const std::vector<Table::Row>& rows) {
  CloudFigures figures;
  for (const auto& row : rows)
    if (auto fine = add(row, figures); !fine) return fail(fine.error());
  return figures;
}

/// Those of all regions of a provider, and of the provider itself.
Result<CloudFigures> figures_of_provider(std::string_view provider, std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows_that_start(std::string(provider) + ':');
  if (!rows) return fail(rows.error());
  return collect(*rows);
}

/// The newest of a list that `fits`; of one year what the provider itself says, then the first.
template <class List, class Fits>
const typename List::value_type* newest(const List& list, std::string_view provider, Fits fits) {
  const typename List::value_type* best = nullptr;
  const auto rank = [&](const auto& figure) {
    return std::pair(figure.year.value_or(0), figure.origin == provider);
  };
  for (const auto& figure : list)
    if (fits(figure) && (best == nullptr || rank(*best) < rank(figure))) best = &figure;
  return best;
}

std::string_view provider_of(std::string_view key) { return key.substr(0, key.find(':')); }

std::string source_text(std::string_view what, std::string_view of, std::optional<int> year,
                        std::string_view origin) {
  std::string text(what);
  text += " of ";
  text += of;
  text += year ? ' ' + std::to_string(*year) : ", year not stated";
  return text + " (" + std::string(origin) + ')';
}

template <class Q>
void widen(Figure<Q>& figure, Q end) {
  figure.low = std::min(figure.low, end);
  figure.high = std::max(figure.high, end);
}

template <class Scope>
auto is(Scope scope) {
  return [scope](const auto& figure) { return figure.kind == scope; };
}

/// A region's own PUE: the newest, with the spread of its years.
Figure<Pue> pue_of_region(const PublishedFigure<Pue, PueScope>& chosen, const CloudFigures& figures,
                          std::string_view of) {
  auto figure = Figure<Pue>::exact(chosen.value, Basis::estimated,
                                   source_text("PUE", of, chosen.year, chosen.origin));
  widen(figure, std::max(Pue{1.0}, chosen.value - kYearlyChange));
  widen(figure, chosen.value + kYearlyChange);
  for (const auto& other : figures.pue)
    if (other.kind == PueScope::region) widen(figure, other.value);
  return figure;
}

/// A fleet's PUE for one of its regions: anything from the best to the worst of those it tells.
Figure<Pue> pue_of_fleet(const PublishedFigure<Pue, PueScope>& chosen, const CloudFigures& all,
                         std::string_view of, Basis basis) {
  auto figure =
      Figure<Pue>::exact(chosen.value, basis, source_text("PUE", of, chosen.year, chosen.origin));
  widen(figure, std::max(Pue{1.0}, chosen.value - kYearlyChange));
  widen(figure, chosen.value + kYearlyChange);
  for (const auto& other : all.pue) widen(figure, other.value);
  return figure;
}

}  // namespace

std::string_view to_string(MarketMethod method) {
  return method == MarketMethod::cfe ? "cfe" : "claim";
}

Result<CloudFigures> cloud_figures(std::string_view key, std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(key);
  if (!rows) return fail(rows.error());
  return collect(*rows);
}

Result<Figure<Pue>> region_pue(std::string_view key, std::string_view table) {
  const auto own = cloud_figures(key, table);
  if (!own) return fail(own.error());
  const auto provider = provider_of(key);
  if (const auto* chosen = newest(own->pue, provider, is(PueScope::region)))
    return pue_of_region(*chosen, *own, key);
  const auto all = figures_of_provider(provider, table);
  if (!all) return fail(all.error());
  if (const auto* chosen = newest(all->pue, provider, is(PueScope::fleet)))
    return pue_of_fleet(*chosen, *all, "all of " + std::string(provider), Basis::estimated);
  const auto any = cloud_figures("any:*", table);
  if (!any) return fail(any.error());
  if (const auto* chosen = newest(any->pue, "any", is(PueScope::survey)))
    return pue_of_fleet(*chosen, *any, "data centres at large", Basis::assumed);
  return fail(Errc::not_present, std::string(kName) + ": there is no PUE of any:*");
}

Result<std::optional<Figure<WaterIntensity>>> region_water(std::string_view key,
                                                           std::string_view table) {
  const auto provider = provider_of(key);
  const auto own = cloud_figures(key, table);
  if (!own) return fail(own.error());
  const auto all = figures_of_provider(provider, table);
  if (!all) return fail(all.error());
  std::optional<Figure<WaterIntensity>> figure;
  if (const auto* chosen = newest(own->water, provider, is(PueScope::region)))
    figure =
        Figure<WaterIntensity>::with_spread(chosen->value, kHalfAndDouble, Basis::estimated,
                                            source_text("WUE", key, chosen->year, chosen->origin));
  else if (const auto* fleet = newest(all->water, provider, is(PueScope::fleet))) {
    figure = Figure<WaterIntensity>::with_spread(
        fleet->value, kHalfAndDouble, Basis::estimated,
        source_text("WUE", "all of " + std::string(provider), fleet->year, fleet->origin));
    for (const auto& region : all->water) widen(*figure, region.value);
  }
  return figure;
}

Result<std::optional<Figure<CarbonIntensity>>> provider_intensity(std::string_view key,
                                                                  std::string_view table) {
  const auto own = cloud_figures(key, table);
  if (!own) return fail(own.error());
  // Google alone publishes one; its years since 2021 are of this kind.
  const auto* chosen = newest(own->grid, "google", [](const auto& figure) {
    return figure.origin == "google" && figure.kind == IntensityKind::direct;
  });
  if (chosen == nullptr) return std::optional<Figure<CarbonIntensity>>{};
  return std::optional(Figure<CarbonIntensity>::with_spread(
      chosen->value, kYearOfGrid, Basis::estimated,
      source_text("grid intensity without upstream", key, chosen->year, chosen->origin)));
}

Result<std::optional<MarketIntensity>> market_intensity(std::string_view key,
                                                        std::string_view table) {
  const auto own = cloud_figures(key, table);
  if (!own) return fail(own.error());
  const auto provider = provider_of(key);
  if (const auto* chosen = newest(own->market, provider, is(MarketMethod::cfe))) {
    auto figure = Figure<CarbonIntensity>::with_spread(
        chosen->value, kYearOfGrid, Basis::estimated,
        source_text("grid intensity less carbon-free purchases", key, chosen->year,
                    chosen->origin));
    // How much of its hours a provider can cover changes more than the grid does.
    for (const auto& other : own->market)
      if (other.kind == MarketMethod::cfe) widen(figure, other.value);
    return std::optional(MarketIntensity{std::move(figure), MarketMethod::cfe, chosen->year});
  }
  if (const auto* chosen = newest(own->market, provider, is(MarketMethod::claim)))
    return std::optional(MarketIntensity{
        Figure<CarbonIntensity>::exact(
            chosen->value, Basis::assumed,
            source_text("claim of the provider", key, chosen->year, chosen->origin)),
        MarketMethod::claim, chosen->year});
  return std::optional<MarketIntensity>{};
}

}  // namespace wattprint::catalog
