#include "engine/weigh.hpp"

#include <cstdlib>

#include "grid/offline.hpp"

namespace wattprint::engine {

Result<grid::ZoneIntensity> grid_here(const std::optional<grid::StatedZone>& zone,
                                      const std::optional<Stated<CarbonIntensity>>& intensity,
                                      const Machine& machine) {
  const char* time_zone = std::getenv("TZ");
  const auto location = grid::locate(
      zone, time_zone != nullptr ? std::optional<std::string>(time_zone) : std::nullopt, machine);
  if (!location) return fail(location.error());
  if (intensity) return grid::stated_intensity(intensity->value, intensity->by, location->zone);
  auto here = grid::yearly_average(*location);
  if (here) here->intensity.source += ", " + location->how;
  return here;
}

}  // namespace wattprint::engine
