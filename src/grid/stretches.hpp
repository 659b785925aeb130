#pragma once

#include <chrono>
#include <vector>

#include "grid/cache.hpp"

namespace wattprint::grid {

/// What of `wanted` is to be asked for, given what was fetched before.
///
/// A moment in history is revised less and less: it is asked for again when `refresh` has gone by
/// and its figure has become twice as old as it was when fetched, and never again when that was
/// 7 days old. What lies behind the last figure may just not be published yet, and is asked for
/// again after each `refresh` until then. A fetch from the future, before the clock was set back,
/// counts for nothing.
///
/// fetched      within or across `wanted`, by time, without overlap.
/// known_until  end of the last figure that there is.
std::vector<Stretch> missing(const Stretch& wanted, const std::vector<Fetched>& fetched,
                             WallTime known_until, WallTime now, std::chrono::seconds refresh);

/// The same stretches, each cut into pieces of at most `longest`.
std::vector<Stretch> cut_up(const std::vector<Stretch>& stretches, std::chrono::hours longest);

/// Puts newer points over older ones, both by time and without overlap: of an older one only what
/// lies before the first newer one that it meets remains. As PointCache::put does it.
std::vector<Point> laid_over(const std::vector<Point>& older, const std::vector<Point>& newer);

/// The points that overlap the stretch.
std::vector<Point> within(std::vector<Point> points, const Stretch& stretch);

/// Whether there is a figure for each moment of the stretch.
bool covers(const std::vector<Point>& points, const Stretch& stretch);

}  // namespace wattprint::grid
