#include "plan/regions.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "footprint/operational.hpp"

namespace wattprint::plan {
namespace {

Result<PlaceOutcome> weigh(const Figure<Joules>& energy, Place place) {
  auto facility = footprint::facility_energy(energy, place.pue);
  if (!facility) return fail(facility.error());
  auto emissions = footprint::operational_emissions(energy, place.intensity.intensity, place.pue);
  if (!emissions) return fail(emissions.error());
  PlaceOutcome outcome{std::move(place), std::move(*facility), std::move(*emissions), {}, {}};
  if (outcome.place.water) {
    auto water = footprint::site_water(energy, *outcome.place.water);
    if (!water) return fail(water.error());
    outcome.water = std::move(*water);
  }
  if (outcome.place.market) {
    auto market = footprint::operational_emissions(energy, outcome.place.market->intensity,
                                                   outcome.place.pue);
    if (!market) return fail(market.error());
    outcome.market_emissions = std::move(*market);
  }
  return outcome;
}

/// One kilowatt-hour of IT energy, with the building around it.
Result<Figure<Grams>> per_kilowatt_hour(const Place& place) {
  const auto one = Figure<Joules>::exact(kKilowattHour, Basis::measured, "");
  return footprint::operational_emissions(one, place.intensity.intensity, place.pue);
}

bool is_one_grid(const Place& a, const Place& b) {
  return a.intensity.zone == b.intensity.zone &&
         a.intensity.intensity.value == b.intensity.intensity.value;
}

/// The two kilowatt-hours with the error that the places do not share.
struct Compared {
  Figure<Grams> here;
  Figure<Grams> there;
};

Result<Compared> compare(const Place& here, Place there) {
  Place alone = here;
  if (is_one_grid(here, there))
    for (auto* intensity : {&alone.intensity.intensity, &there.intensity.intensity}) {
      intensity->low = intensity->value;
      intensity->high = intensity->value;
    }
  auto of_here = per_kilowatt_hour(alone);
  if (!of_here) return fail(of_here.error());
  auto of_there = per_kilowatt_hour(there);
  if (!of_there) return fail(of_there.error());
  return Compared{std::move(*of_here), std::move(*of_there)};
}

/// Errors of two independent things add in quadrature, also those of a difference.
double both(Grams a, Grams b) { return std::hypot(a.value(), b.value()); }

/// The difference of a kilowatt-hour, times energy. Both have errors; the smaller parts of a
/// product of two differences are left out.
Figure<Grams> saving_of(const Figure<Joules>& energy, const Compared& kwh) {
  const double amount = energy.value / kKilowattHour;
  const Grams difference = kwh.here.value - kwh.there.value;
  const Grams less{both(kwh.here.value - kwh.here.low, kwh.there.high - kwh.there.value)};
  const Grams more{both(kwh.here.high - kwh.here.value, kwh.there.value - kwh.there.low)};
  // Less energy than thought saves less where there is a saving, and costs less where there is
  // none.
  const bool saves = difference >= Grams{0.0};
  const Joules below = energy.value - energy.low;
  const Joules above = energy.high - energy.value;
  const Grams energy_less = difference * ((saves ? below : above) / kKilowattHour);
  const Grams energy_more = difference * ((saves ? above : below) / kKilowattHour);
  const Grams value = difference * amount;
  return {value, value - Grams{both(less * amount, energy_less)},
          value + Grams{both(more * amount, energy_more)},
          weakest(energy.basis, weakest(kwh.here.basis, kwh.there.basis)), "here less there"};
}

Result<Saving> saving(const Figure<Joules>& energy, const Place& here, const Place& there) {
  const auto kwh = compare(here, there);
  if (!kwh) return fail(kwh.error());
  const Grams of_here = kwh->here.value;
  const Grams difference = of_here - kwh->there.value;
  return Saving{.grams = saving_of(energy, *kwh),
                .part = of_here > Grams{0.0} ? difference / of_here : 0.0,
                .is_unsure = kwh->there.low <= kwh->here.high && kwh->here.low <= kwh->there.high};
}

Result<> check(const Figure<Joules>& energy) {
  for (const Joules part : {energy.low, energy.value, energy.high})
    if (!std::isfinite(part.value()) || part < Joules{0.0})
      return fail(Errc::malformed, "energy cannot be negative or without end");
  return {};
}

}  // namespace

void sort_by_emissions(std::vector<RankedPlace>& places) {
  const auto order = [](const RankedPlace& place) {
    return std::tie(place.outcome.emissions.value, place.outcome.place.key);
  };
  std::stable_sort(places.begin(), places.end(),
                   [&](const auto& a, const auto& b) { return order(a) < order(b); });
}

Result<RegionRanking> rank_regions(const Figure<Joules>& energy, const std::optional<Place>& here,
                                   std::vector<Place> places) {
  if (auto fine = check(energy); !fine) return fail(fine.error());
  RegionRanking ranking{energy, std::nullopt, {}};
  if (here) {
    auto outcome = weigh(energy, *here);
    if (!outcome) return fail(outcome.error());
    ranking.here = std::move(*outcome);
  }
  for (auto& place : places) {
    RankedPlace ranked;
    if (here) {
      auto saved = saving(energy, *here, place);
      if (!saved) return fail(saved.error());
      ranked.saving = std::move(*saved);
    }
    auto outcome = weigh(energy, std::move(place));
    if (!outcome) return fail(outcome.error());
    ranked.outcome = std::move(*outcome);
    ranking.places.push_back(std::move(ranked));
  }
  sort_by_emissions(ranking.places);
  return ranking;
}

}  // namespace wattprint::plan
