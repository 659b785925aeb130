#include "engine/weigh.hpp"

#include "engine/place.hpp"
#include "grid/offline.hpp"

namespace wattprint::engine {

Result<grid::ZoneIntensity> grid_here(const std::optional<grid::StatedZone>& zone,
                                      const std::optional<Stated<CarbonIntensity>>& intensity,
                                      const Machine& machine) {
  const auto place =
      place_here({.machine = machine, .zone = zone, .metadata = {}, .ip_service = {}});
  if (!place) return fail(place.error());
  if (intensity)
    return grid::stated_intensity(intensity->value, intensity->by, place->location.zone);
  return yearly_average_of(*place);
}

}  // namespace wattprint::engine
