#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "grid/intensity_unit.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Where in a JSON answer the points are, as the user says.
struct HttpMapping {
  enum class TimeFormat { text, seconds, milliseconds };
  std::string points;  ///< JSON pointer to the list; empty: the whole answer
  std::string start;   ///< JSON pointers within an element
  std::string value;
  TimeFormat time_format = TimeFormat::text;
  std::string time_zone;  ///< of texts without an offset; empty: refused
  std::optional<IntensityUnit> unit;
};

/// A point as the answer has it, before it is judged; a null value is no point.
struct MappedPoint {
  WallTime start;
  CarbonIntensity value;
};

/// Whether a text is a JSON pointer (RFC 6901).
bool is_json_pointer(std::string_view text);

/// The points of an answer, in its order or, where that is from new to old, turned round.
///
/// Failure: malformed, with a sentence that names the option that does not fit and what the answer
/// has instead. `quote` makes words of the answer fit for it.
Answer<std::vector<MappedPoint>> map_points(
    const nlohmann::json& answer, const HttpMapping& mapping, std::string_view who,
    const std::function<std::string(std::string_view)>& quote);

}  // namespace wattprint::grid
