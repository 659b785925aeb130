#include "runs/grid_record.hpp"

#include <chrono>

#include "footprint/operational.hpp"

namespace wattprint::runs {
namespace {

using grid::Knowledge;

// Less than this is not a clock that was set, only the time between looking at two clocks.
constexpr std::chrono::seconds kClockWasSet{1};

std::string period_of(const grid::Weighed& weighed, const std::string& of_the_ground) {
  const bool has_ground = is_for_all_times(weighed.parts.back().knowledge);
  if (has_ground && weighed.parts.size() == 1) return of_the_ground;
  return has_ground ? "time of the run, rest " + of_the_ground : "time of the run";
}

}  // namespace

GridRecord grid_record(const grid::Timeline& timeline, std::span<const grid::EnergySpan> energy) {
  auto weighed = timeline.weigh(energy);
  GridRecord record;
  record.zone = timeline.zone();
  record.period = period_of(weighed, timeline.ground().period);
  record.intensity = std::move(weighed.intensity);
  record.parts = std::move(weighed.parts);
  return record;
}

std::optional<Figure<Grams>> emissions_of(const RunRecord& record) {
  if (!record.energy) return std::nullopt;
  // A PUE that is out of range was refused long before; without one this stays unknown.
  auto emissions =
      footprint::operational_emissions(*record.energy, record.grid.intensity, record.facility.pue);
  if (!emissions) return std::nullopt;
  return std::move(*emissions);
}

WallTime start_by_last_clock(const Outcome& outcome) {
  if (!outcome.ended_at) return outcome.started_at;
  const WallTime start =
      *outcome.ended_at - std::chrono::round<std::chrono::milliseconds>(outcome.duration);
  const bool was_set = std::chrono::abs(start - outcome.started_at) >= kClockWasSet;
  return was_set ? start : outcome.started_at;
}

bool is_for_all_times(Knowledge knowledge) {
  return knowledge == Knowledge::yearly || knowledge == Knowledge::stated;
}

Fraction share_of(const GridRecord& grid, Knowledge knowledge) {
  Fraction share;
  for (const auto& part : grid.parts)
    if (part.knowledge == knowledge) share += part.energy_share;
  return share;
}

Fraction share_of_readings(const GridRecord& grid) {
  return share_of(grid, Knowledge::live) + share_of(grid, Knowledge::history);
}

std::string how_zone_was_chosen(const GridRecord& grid) {
  const std::string& source = grid.intensity.source;
  const auto comma = source.rfind(", ");
  return comma == std::string::npos ? source : source.substr(comma + 2);
}

}  // namespace wattprint::runs
