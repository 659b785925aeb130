#include "engine/weigh.hpp"

#include "engine/place.hpp"
#include "grid/among.hpp"
#include "grid/offline.hpp"

namespace wattprint::engine {

Result<GridHere> timeline_here(const std::optional<grid::StatedZone>& zone,
                               const std::optional<Stated<CarbonIntensity>>& intensity,
                               const Machine& machine) {
  const auto place =
      place_here({.machine = machine, .zone = zone, .metadata = {}, .ip_service = {}});
  if (!place) return fail(place.error());
  const auto& location = place->location;
  if (intensity) {
    auto stated = grid::stated_intensity(intensity->value, intensity->by, location.zone);
    if (!stated) return fail(stated.error());
    return GridHere{location.zone, grid::Timeline(grid::Knowledge::stated, std::move(*stated), "")};
  }
  const bool known = place->among.empty();
  auto yearly =
      known ? grid::yearly_average(location) : grid::average_among(place->among, place->among_whom);
  if (!yearly) return fail(yearly.error());
  return GridHere{location.zone, grid::Timeline(grid::Knowledge::yearly, std::move(*yearly),
                                                known ? location.how : "")};
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
