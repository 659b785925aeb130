#include "engine/regions.hpp"

#include <algorithm>
#include <utility>

#include "catalog/cloud_figures.hpp"
#include "catalog/mlco2_impact.hpp"
#include "catalog/zones.hpp"
#include "estimate/methods/mlco2.hpp"
#include "footprint/operational.hpp"
#include "grid/offline.hpp"
#include "reports/human.hpp"
#include "runs/run_id.hpp"

namespace wattprint::engine {
namespace {

using catalog::CloudRegion;
using estimate::RentedHardware;
namespace mlco2 = estimate::methods::mlco2;

Error about(std::string_view option, Error error) {
  error.what = std::string(option) + ": " + error.what;
  return error;
}

// The work.

struct Work {
  Figure<Joules> energy;
  std::string what;
};

Result<Work> work_of(const RegionsRequest& request, std::vector<std::string>& notes) {
  if (const auto* energy = std::get_if<Joules>(&request.work)) {
    const auto figure = Figure<Joules>::exact(*energy, Basis::assumed, "given by --energy");
    return Work{figure, reports::to_text(figure)};
  }
  if (const auto* record = std::get_if<runs::RunRecord>(&request.work)) {
    const std::string id(runs::short_id(record->identity.id));
    if (!record->energy)
      return fail(Errc::malformed, "run " + id + " has no energy that could be moved elsewhere");
    return Work{*record->energy, "run " + id + ", " + reports::to_text(*record->energy)};
  }
  auto hardware = estimate::hardware_energy(std::get<RentedHardware>(request.work));
  if (!hardware) return fail(hardware.error());
  notes.insert(notes.end(), hardware->notes.begin(), hardware->notes.end());
  return Work{std::move(hardware->energy), std::move(hardware->what)};
}

// Places.

Result<plan::Place> place_of(const CloudRegion& region) {
  auto intensity = grid::yearly_average({.zone = std::string(region.zone),
                                         .basis = Basis::estimated,
                                         .how = "the region's place",
                                         .note = ""});
  if (!intensity) return fail(intensity.error());
  auto pue = catalog::region_pue(region.key);
  if (!pue) return fail(pue.error());
  auto water = catalog::region_water(region.key);
  if (!water) return fail(water.error());
  auto market = catalog::market_intensity(region.key);
  if (!market) return fail(market.error());
  return plan::Place{.key = std::string(region.key),
                     .zone = std::string(region.zone),
                     .intensity = std::move(*intensity),
                     .pue = std::move(*pue),
                     .water = std::move(*water),
                     .market = std::move(*market)};
}

/// The regions of the providers that were asked for, each once.
Result<std::vector<CloudRegion>> regions_of(const std::vector<std::string>& providers) {
  if (providers.empty()) return catalog::cloud_regions();
  std::vector<std::string> codes;
  for (const auto& text : providers) {
    auto code = catalog::find_cloud_provider(text);
    if (!code) return fail(about("--provider", code.error()));
    if (std::find(codes.begin(), codes.end(), *code) == codes.end())
      codes.push_back(std::move(*code));
  }
  std::vector<CloudRegion> regions;
  for (const auto& code : codes) {
    const auto of_provider = catalog::cloud_regions(code);
    if (!of_provider) return fail(of_provider.error());
    regions.insert(regions.end(), of_provider->begin(), of_provider->end());
  }
  return regions;
}

// Here.

struct Here {
  plan::Place place;
  std::string how;
};

Result<Figure<Pue>> pue_here(const RegionsRequest& request, std::vector<std::string>& notes) {
  if (request.pue) return footprint::stated_pue(request.pue->value, request.pue->by);
  notes.push_back("here only the IT equipment is counted (PUE 1); --pue counts the building too");
  return footprint::no_pue();
}

Result<Here> at_zone(grid::ZoneIntensity intensity, std::string zone, std::string how,
                     const RegionsRequest& request, std::vector<std::string>& notes) {
  auto pue = pue_here(request, notes);
  if (!pue) return fail(pue.error());
  return Here{plan::Place{.key = "",
                          .zone = std::move(zone),
                          .intensity = std::move(intensity),
                          .pue = std::move(*pue),
                          .water = std::nullopt,
                          .market = std::nullopt},
              std::move(how)};
}

Result<Here> at_region(const CloudRegion& region, const RegionsRequest& request) {
  auto place = place_of(region);
  if (!place) return fail(place.error());
  if (request.pue) {
    auto pue = footprint::stated_pue(request.pue->value, request.pue->by);
    if (!pue) return fail(pue.error());
    place->pue = std::move(*pue);
  }
  return Here{std::move(*place), "given by --here"};
}

/// --here is a zone, else a cloud region.
Result<Here> stated_here(const RegionsRequest& request, std::vector<std::string>& notes) {
  if (const auto zone = catalog::find_zone(request.here)) {
    auto intensity = grid::yearly_average({.zone = zone->zone.code,
                                           .basis = Basis::estimated,
                                           .how = "given by --here",
                                           .note = zone->note});
    if (!intensity) return fail(intensity.error());
    return at_zone(std::move(*intensity), zone->zone.code, "given by --here", request, notes);
  }
  const auto region = catalog::find_cloud_region(request.here);
  if (!region) {
    auto error = about("--here", region.error());
    error.what += ", or a zone such as DE or US-CAL-CISO";
    return fail(std::move(error));
  }
  return at_region(*region, request);
}

Result<Here> here_of_run(const runs::RunRecord& record, const RegionsRequest& request,
                         std::vector<std::string>& notes) {
  const auto& grid = record.grid;
  auto here = at_zone({.zone = grid.zone,
                       .intensity = grid.intensity,
                       .year = std::nullopt,
                       .period = grid.period,
                       .note = ""},
                      grid.zone, "where the run was", request, notes);
  // A run that was told its PUE has it in its record.
  if (here && !request.pue) {
    here->place.pue = record.facility.pue;
    if (record.facility.pue.value > Pue{1.0}) notes.pop_back();
  }
  return here;
}

Result<Here> here_of(const RegionsRequest& request, std::vector<std::string>& notes) {
  if (!request.here.empty()) return stated_here(request, notes);
  if (const auto* record = std::get_if<runs::RunRecord>(&request.work))
    return here_of_run(*record, request, notes);
  auto intensity = grid_here(request.zone, request.intensity, request.machine);
  if (!intensity) return fail(intensity.error());
  std::string zone = intensity->zone;
  return at_zone(std::move(*intensity), std::move(zone), "this machine", request, notes);
}

Result<std::vector<RegionsReport::Facts>> facts_of(const plan::RegionRanking& ranking,
                                                   const std::vector<CloudRegion>& regions) {
  std::vector<RegionsReport::Facts> facts;
  for (const auto& ranked : ranking.places) {
    const auto region = std::find_if(
        regions.begin(), regions.end(),
        [&](const CloudRegion& candidate) { return candidate.key == ranked.outcome.place.key; });
    auto published = catalog::provider_intensity(region->key);
    if (!published) return fail(published.error());
    facts.push_back({*region, std::move(*published)});
  }
  return facts;
}

Result<RegionsReport> rank_by_our_method(const RegionsRequest& request) {
  RegionsReport report;
  const auto work = work_of(request, report.notes);
  if (!work) return fail(work.error());
  const auto here = here_of(request, report.notes);
  if (!here) return fail(here.error());
  const auto regions = regions_of(request.providers);
  if (!regions) return fail(regions.error());
  std::vector<plan::Place> places;
  for (const auto& region : *regions) {
    auto place = place_of(region);
    if (!place) return fail(place.error());
    places.push_back(std::move(*place));
  }
  auto ranking = plan::rank_regions(work->energy, here->place, std::move(places));
  if (!ranking) return fail(ranking.error());
  auto facts = facts_of(*ranking, *regions);
  if (!facts) return fail(facts.error());
  report.work = work->what;
  report.here = here->how;
  report.ranking = std::move(*ranking);
  report.facts = std::move(*facts);
  return report;
}

// As ML CO2 Impact does it: exact numbers, because it gives no others.

template <class Q>
Figure<Q> as_printed(Q value, std::string_view what) {
  return Figure<Q>::exact(value, Basis::assumed, "ML CO2 Impact, " + std::string(what));
}

plan::PlaceOutcome impact_of(const catalog::Mlco2Region& row, Watts tdp, Seconds time) {
  const auto impact = mlco2::footprint(tdp, time, row.intensity, row.offset);
  return {.place = {.key = std::string(row.region.key),
                    .zone = std::string(row.region.zone),
                    .intensity = {.zone = std::string(row.region.zone),
                                  .intensity = as_printed(impact.intensity, "rounded to 10 g"),
                                  .year = std::nullopt,
                                  .period = "mostly 2016 to 2019",
                                  .note = ""},
                    .pue = as_printed(Pue{1.0}, "which has no PUE"),
                    .water = std::nullopt,
                    .market = std::nullopt},
          .energy = as_printed(impact.energy, "rated power x time"),
          .emissions = as_printed(impact.emissions, "rated power x time x intensity"),
          .water = std::nullopt,
          .market_emissions = std::nullopt};
}

Result<catalog::Mlco2Region> row_here(const std::string& here,
                                      const std::vector<catalog::Mlco2Region>& rows) {
  const auto region = catalog::find_cloud_region(here);
  if (!region) return fail(about("--here", region.error()));
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& candidate) {
    return candidate.region.key == region->key;
  });
  if (row == rows.end())
    return fail(Errc::malformed, "--here: ML CO2 Impact has no region " + std::string(region->key));
  return *row;
}

void save_against(const plan::PlaceOutcome& here, plan::RankedPlace& ranked) {
  const Grams of_here = here.emissions.value;
  const Grams less = of_here - ranked.outcome.emissions.value;
  ranked.saving = plan::Saving{.grams = as_printed(less, "here less there"),
                               .part = of_here > Grams{0.0} ? less / of_here : 0.0,
                               .is_unsure = less == Grams{0.0}};
}

Result<RegionsReport> rank_as_mlco2(const RegionsRequest& request) {
  const auto* hardware = std::get_if<RentedHardware>(&request.work);
  if (hardware == nullptr || hardware->gpu.empty() == hardware->cpu.empty())
    return fail(Errc::malformed,
                "--method mlco2 knows one kind of device and hours: give --gpu or --cpu, and "
                "--hours");
  const std::string& device = hardware->gpu.empty() ? hardware->cpu : hardware->gpu;
  const auto tdp = mlco2::find_hardware(device);
  if (!tdp) return fail(tdp.error());
  const auto rows = catalog::mlco2_regions();
  if (!rows) return fail(rows.error());
  const auto regions = regions_of(request.providers);
  if (!regions) return fail(regions.error());
  const Seconds time = hardware->time * static_cast<double>(hardware->count);

  RegionsReport report;
  report.method = RegionsMethod::mlco2;
  report.work = std::to_string(hardware->count) + " x " + device + ", " +
                estimate::hours_text(hardware->time);
  auto& ranking = report.ranking;
  ranking.energy =
      as_printed(mlco2::footprint(*tdp, time, CarbonIntensity{0.0}, Fraction{0.0}).energy,
                 "rated power x time");
  if (!request.here.empty()) {
    const auto row = row_here(request.here, *rows);
    if (!row) return fail(row.error());
    ranking.here = impact_of(*row, *tdp, time);
    report.here = "given by --here";
  }
  for (const auto& row : *rows) {
    const bool is_wanted = std::any_of(regions->begin(), regions->end(), [&](const auto& region) {
      return region.key == row.region.key;
    });
    if (!is_wanted) continue;
    plan::RankedPlace ranked{impact_of(row, *tdp, time), std::nullopt};
    if (ranking.here) save_against(*ranking.here, ranked);
    ranking.places.push_back(std::move(ranked));
  }
  plan::sort_by_emissions(ranking.places);
  for (const auto& ranked : ranking.places)
    for (const auto& region : *regions)
      if (region.key == ranked.outcome.place.key) report.facts.push_back({region, std::nullopt});
  report.notes = {
      "rated power all the time, no PUE, grids of 2016 to 2019 rounded to 10 g: as that calculator "
      "prints it, with its faults (docs/regions.md)"};
  return report;
}

}  // namespace

Result<RegionsReport> rank_cloud_regions(const RegionsRequest& request) {
  return request.method == RegionsMethod::mlco2 ? rank_as_mlco2(request)
                                                : rank_by_our_method(request);
}

}  // namespace wattprint::engine
