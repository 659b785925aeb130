#pragma once

#include <string_view>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "grid/locate.hpp"
#include "grid/zone_intensity.hpp"

namespace wattprint::grid {

/// Yearly mean intensity of a zone from the table that is shipped with the program; no network. It
/// is an average, not a marginal figure, and location-based.
///
/// Of the zone's figures the value is the one that counts the life cycle before one that does not,
/// then Our World in Data's, then a whole year's, then of the newest year, then of the newest
/// vintage. The interval is for one hour of an unknown day in the year after the table's newest: it
/// holds the spread of the hours of a year, of years and revisions, of publishers, and what a
/// figure of part of a year, or one that is not life cycle, leaves out (docs/grid.md has the
/// derivation).
///
/// A zone without a figure is stood in for by its country, then by the world; note says so. The
/// world's interval is the 5th to the 95th percentile of the countries, each counted once, because
/// nobody knows in which of them an unknown machine is.
///
/// Basis: that of the location; assumed whenever the world stands in.
/// Errc::malformed for a location whose zone is not in the catalog.
Result<ZoneIntensity> yearly_average(const Location& location,
                                     std::string_view table = catalog::tables::grid_yearly());

/// The same for an hour of a given calendar year, for runs of the past: the best figure of that
/// year; without one, for a year after that of the figure above that figure, else the one of the
/// nearest year. note says when it is of another year, and the interval grows with the distance.
Result<ZoneIntensity> yearly_average(const Location& location, int year,
                                     std::string_view table = catalog::tables::grid_yearly());

/// The intensity that the user stated: exact, and assumed, because nothing here can check it.
///
/// by    where it was stated, for messages: "--intensity".
/// zone  the zone of the run if it is known, else empty.
/// Errc::malformed when it is negative, not finite or above what any power station emits.
Result<ZoneIntensity> stated_intensity(CarbonIntensity intensity, std::string_view by,
                                       std::string_view zone);

}  // namespace wattprint::grid
