#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "grid/intensity_unit.hpp"
#include "grid/points.hpp"

namespace wattprint::grid {

/// What the user says about a file of carbon intensities; the rest is read from the file itself.
struct PointsFormat {
  std::string time_column;   ///< name of the column or member; empty: one of those that are known
  std::string value_column;  ///< the same
  std::optional<IntensityUnit> unit;  ///< nothing: that of the file, or else g/kWh
  /// IANA name, for times without an offset; empty: UTC if the column's name says so, else refused.
  std::string time_zone;
  /// Nothing: the file's own when it says, else unknown. Of a file with several it picks.
  std::optional<catalog::IntensityKind> kind;
  std::string source;  ///< whose figures; empty: what the file says, or else its name
};

struct PointsFile {
  std::vector<Point> points;  ///< by time, not overlapping
  std::chrono::seconds step;  ///< how long most of them last
  catalog::IntensityKind kind = catalog::IntensityKind::unknown;
  std::string zone;          ///< of the rows, as the file writes it; empty when it does not say
  std::size_t rows = 0;      ///< with a time, also without a value
  std::size_t no_value = 0;  ///< rows that are gaps
  std::size_t gaps = 0;      ///< stretches between points that no point covers
  std::size_t bad_rows = 0;  ///< left out, with keep_going
  std::vector<std::string> notes;  ///< sentences: what was recognised
};

/// Who is told of each bad row, which is then left out. Without one the first bad row is the end.
using OnBadRow = std::function<void(const Error&)>;

/// Reads carbon intensities over time that somebody keeps in a file: CSV with a header or, when the
/// first character is [ or {, JSON (a list of objects, also as the only list in an object).
///
/// Times are the starts of intervals, from old to new, in steps; an empty or null value is a gap.
/// Known columns: `timestamp_utc`, `g_per_kwh`, `low`, `high`, `source` (our own), `end`, `unit`,
/// and those of Electricity Maps' downloads. A value without low and high gets the interval of a
/// publisher's reading.
///
/// name  of the input, for messages.
/// Errc::malformed "NAME:LINE:COLUMN: what" (JSON: "NAME: element 3: what") for columns that are
/// not there, times that are none, are skipped by daylight saving, are not later than the one
/// before or overlap it or fall between the steps, units that change, and values below 0 or above
/// 5,000 g/kWh. Columns, steps and units that make no sense are errors also with on_bad_row.
Result<PointsFile> read_points(ByteSource& input, std::string_view name, const PointsFormat& format,
                               const OnBadRow& on_bad_row = {});

}  // namespace wattprint::grid
