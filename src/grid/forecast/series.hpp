#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "units/units.hpp"

namespace wattprint::grid {

using Hour = std::chrono::sys_time<std::chrono::hours>;

/// Carbon intensity hour by hour; hours[i] begins i hours after `start`. An hour without a value is
/// nothing; the first has one.
struct HourlySeries {
  Hour start;
  std::vector<std::optional<CarbonIntensity>> hours;
};

/// Reads a series of `timestamp_utc,g_per_kwh` (starts of intervals of 1 hour or less, RFC 3339,
/// oldest first) as means of whole hours; an empty value is a gap. Further columns, such as those
/// of `grid export`, are passed over.
///
/// name  of the input, for messages.
/// Errc::malformed "NAME:LINE:COLUMN: what" for a row that is none: also one that is not later than
/// the row before, a value below 0 or above 5,000 g/kWh, and rows more than an hour apart
/// throughout.
Result<HourlySeries> read_series(ByteSource& input, std::string_view name);

}  // namespace wattprint::grid
