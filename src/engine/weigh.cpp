#include "engine/weigh.hpp"

#include "catalog/zones.hpp"
#include "engine/place.hpp"
#include "grid/among.hpp"
#include "grid/offline.hpp"

namespace wattprint::engine {

Result<GridHere> timeline_of(const Place& place) {
  const auto& location = place.location;
  const bool known = place.among.empty();
  auto yearly =
      known ? grid::yearly_average(location) : grid::average_among(place.among, place.among_whom);
  if (!yearly) return fail(yearly.error());
  return GridHere{location.zone, grid::Timeline(grid::Knowledge::yearly, std::move(*yearly),
                                                known ? location.how : "")};
}

FindPlace find_place_online(PlaceRequest request, const Clock& clock) {
  return [request = std::move(request), &clock] {
    auto online = place_online(request, clock);
    FoundPlace found{.zone = {}, .grid = {}, .problems = std::move(online.problems)};
    if (!online.place) return found;
    auto zone = catalog::find_zone(online.place->location.zone);
    auto here = timeline_of(*online.place);
    if (!zone || !here) return found;
    found.zone = std::move(zone->zone);
    found.grid = std::move(here->timeline);
    return found;
  };
}

Result<GridHere> timeline_here(const std::optional<grid::StatedZone>& zone,
                               const std::optional<Stated<CarbonIntensity>>& intensity,
                               const Machine& machine) {
  const auto place =
      place_here({.machine = machine, .zone = zone, .metadata = {}, .ip_service = {}});
  if (!place) return fail(place.error());
  if (!intensity) return timeline_of(*place);
  const auto& zone_here = place->location.zone;
  auto stated = grid::stated_intensity(intensity->value, intensity->by, zone_here);
  if (!stated) return fail(stated.error());
  return GridHere{zone_here, grid::Timeline(grid::Knowledge::stated, std::move(*stated), "")};
}

Result<grid::ZoneIntensity> grid_here(const std::optional<grid::StatedZone>& zone,
                                      const std::optional<Stated<CarbonIntensity>>& intensity,
                                      const Machine& machine) {
  const auto found = timeline_here(zone, intensity, machine);
  if (!found) return fail(found.error());
  auto here = found->timeline.ground();
  here.intensity = found->timeline.weigh({}).intensity;  // its source says how the zone was chosen
  return here;
}

}  // namespace wattprint::engine
