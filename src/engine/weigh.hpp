#pragma once

#include <optional>
#include <string>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "engine/grid_watch.hpp"
#include "engine/place.hpp"
#include "grid/locate.hpp"
#include "grid/timeline.hpp"
#include "grid/zone_intensity.hpp"
#include "units/units.hpp"

namespace wattprint::engine {

/// A quantity that the user stated, and where, for messages.
template <class Q>
struct Stated {
  Q value;
  std::string by;  ///< "--pue", "WATTPRINT_PUE", "pue in FILE"
};

/// The grid that a run on this machine is weighed with: stated, or the yearly average of the stated
/// zone or of where the machine seems to be. The source of the figure says how the zone was found.
///
/// Errc::malformed for a zone or an intensity that makes no sense.
Result<grid::ZoneIntensity> grid_here(const std::optional<grid::StatedZone>& zone,
                                      const std::optional<Stated<CarbonIntensity>>& intensity,
                                      const Machine& machine);

struct GridHere {
  std::string zone;         ///< where the machine seems to be; a wider one may stand in for it
  grid::Timeline timeline;  ///< nothing but its ground, on which what providers tell can be laid
};

/// What the table says of a place.
Result<GridHere> timeline_of(const Place& place);

/// Looks for the place by the network, as far as the request allows it.
FindPlace find_place_online(PlaceRequest request, const Clock& clock);

/// The same as grid_here for a run, whose intensity may change while it goes on.
Result<GridHere> timeline_here(const std::optional<grid::StatedZone>& zone,
                               const std::optional<Stated<CarbonIntensity>>& intensity,
                               const Machine& machine);

}  // namespace wattprint::engine
