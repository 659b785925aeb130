#pragma once

#include <chrono>
#include <vector>

#include "base/result.hpp"
#include "grid/points.hpp"

namespace wattprint::grid {

/// What is to come in a zone, from its own past alone: no weather, no prices, nobody's service.
///
/// past   readings of one zone and label in any steps from 5 minutes to an hour; gaps do no harm,
///        and points older than the newest 3 years are passed over.
/// until  the end of what is asked for; a forecast reaches 96 hours beyond the last full hour of
///        the past, and ends there.
///
/// The points are in steps of the past's, from the one that `now` lies in. Hours are forecast by
/// the Forecaster, or, from 8 to 48 days of history, by the profile of the last week (a note says
/// so); within an hour the mean shape of that hour of the day over the last 28 days is laid over
/// them. The interval holds that of the past's own figures. Basis is estimated.
///
/// Errc::unavailable when the past is too short, too coarse or too old.
Result<Series> outlook(const Series& past, WallTime now, WallTime until);

}  // namespace wattprint::grid
