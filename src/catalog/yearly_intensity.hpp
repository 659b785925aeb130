#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/units.hpp"

namespace wattprint::catalog {

/// What a figure of grid intensity counts.
enum class IntensityKind {
  lifecycle,  ///< fuel burnt, and what building, mining and transport caused
  direct,     ///< only what leaves the stack
  unknown,    ///< its publisher does not say
};

std::string_view to_string(IntensityKind kind);

/// Mean carbon intensity of a zone over a calendar year, average and location-based. The texts
/// point into the table.
struct YearlyIntensity {
  std::string_view zone;
  std::optional<int> year;  ///< nothing when its publisher does not say
  CarbonIntensity intensity;
  IntensityKind kind = IntensityKind::unknown;
  std::string_view origin;  ///< who computed the figure
  std::string_view licence;
  std::string_view vintage;  ///< the latest date at which the source carried it, YYYY-MM-DD
  std::string_view source;   ///< project:file@commit#row
  std::string_view note;
  std::optional<int> hours;  ///< hours of data where they are part of the year; else nothing
};

/// All figures of one zone, none when it has none. Errc::malformed for a row that makes no sense.
Result<std::vector<YearlyIntensity>> yearly_intensities(
    std::string_view zone, std::string_view table = tables::grid_yearly());

/// The figures of all zones.
Result<std::vector<YearlyIntensity>> all_yearly_intensities(
    std::string_view table = tables::grid_yearly());

}  // namespace wattprint::catalog
