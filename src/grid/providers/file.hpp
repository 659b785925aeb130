#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// A file that the user keeps (grid/points_file.hpp): read anew whenever it is asked, which costs
/// no network; times ahead are a forecast.
///
/// Options: `path`, absolute, in which {zone} stands for the code of the zone; `zones`, codes
/// between blanks, which a path without {zone} needs; `time`, `value`, `unit`, `time_zone`,
/// `source` as in PointsFormat; and those of label_from().
Result<std::unique_ptr<Provider>> make_file(const ProviderOptions& options);

}  // namespace wattprint::grid
