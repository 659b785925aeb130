#pragma once

#include <optional>
#include <span>
#include <string>

#include "grid/timeline.hpp"
#include "runs/record.hpp"

namespace wattprint::runs {

/// What the record of a run says of its grid: the mean intensity of its energy, and who said what
/// of it.
GridRecord grid_record(const grid::Timeline& timeline, std::span<const grid::EnergySpan> energy);

/// Emissions from a record's energy, grid and PUE; nothing when its energy is unknown.
std::optional<Figure<Grams>> emissions_of(const RunRecord& record);

/// When the run started, by the clock as it was at its end: a clock that was set meanwhile was set
/// to be right.
WallTime start_by_last_clock(const Outcome& outcome);

/// Whether it is one figure for all times: yearly or stated.
bool is_for_all_times(grid::Knowledge knowledge);

/// Share of the energy that parts of this knowledge make up.
Fraction share_of(const GridRecord& grid, grid::Knowledge knowledge);
/// Share that somebody looked at the grid for, at that very time.
Fraction share_of_readings(const GridRecord& grid);

/// How the zone was chosen: the last clause of the source of the intensity, "given by --zone".
std::string how_zone_was_chosen(const GridRecord& grid);

}  // namespace wattprint::runs
