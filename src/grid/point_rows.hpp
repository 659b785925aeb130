#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grid/local_time.hpp"
#include "grid/points_file.hpp"

namespace wattprint::grid {

/// Which member of a row a fault is about.
enum class RowField { start, end, value, low, high, unit, zone };

struct RowFault {
  RowField field;
  std::string what;
};

/// A row of a file as text; what it does not have is empty.
struct PointRow {
  std::string_view start;
  std::string_view end;
  std::string_view value;
  std::string_view low;
  std::string_view high;
  std::string_view source;
  std::string_view unit;
  std::string_view zone;
  bool estimated = false;  ///< a stand-in, as its publisher says
};

/// Makes points of the rows of a file, whatever its syntax, and checks all that can be wrong with
/// them: the one place that knows.
class PointRows {
 public:
  /// names_utc  the file says that its times are UTC.
  /// Errors are those of the time zone.
  static Result<PointRows> open(const PointsFormat& format, bool names_utc,
                                std::string default_source);

  /// A row that is refused leaves no trace.
  tl::expected<void, RowFault> add(const PointRow& row, std::size_t line);

  struct Misplaced {
    std::size_t line;  ///< as given to add(); 0 when it is about the whole file
    std::string what;
  };
  /// The points; what is wrong can only be said when all rows are known.
  tl::expected<PointsFile, Misplaced> take() &&;

 private:
  struct Raw {
    WallTime start;
    std::optional<WallTime> end;
    std::optional<Figure<CarbonIntensity>> value;
    std::size_t line;
  };
  PointRows(const PointsFormat& format, bool names_utc, std::string default_source)
      : format_(format), names_utc_(names_utc), default_source_(std::move(default_source)) {}

  Result<WallTime> moment(std::string_view text, std::optional<LocalTimes>& local);
  tl::expected<IntensityUnit, RowFault> unit_of(const PointRow& row);
  tl::expected<std::optional<Figure<CarbonIntensity>>, RowFault> figure_of(
      const PointRow& row, const IntensityUnit& unit) const;
  std::optional<Misplaced> check_unit() const;
  tl::expected<std::chrono::seconds, Misplaced> find_step() const;

  PointsFormat format_;
  bool names_utc_;
  std::string default_source_;
  std::optional<LocalTimes> local_starts_;
  std::optional<LocalTimes> local_ends_;
  std::optional<IntensityUnit> unit_;  ///< that the file says
  std::optional<std::string> zone_;
  std::vector<Raw> rows_;
};

}  // namespace wattprint::grid
