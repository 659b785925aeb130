#pragma once

#include "grid/points_file.hpp"

namespace wattprint::grid {

/// The part of read_points() for JSON. Errors do not name the input: " element 3: what".
Result<PointsFile> read_points_json(ByteSource& input, const PointsFormat& format,
                                    const std::string& default_source, const OnBadRow& on_bad_row);

}  // namespace wattprint::grid
