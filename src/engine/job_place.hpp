#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estimate/job.hpp"

namespace wattprint::engine {

// Where a job runs, as people write it. `by` is what says so, for messages: an option, or a line of
// a file. Errc::malformed for what nobody knows; the nearest are offered.

/// A region with its provider, or one of a name that only one has: "aws:eu-west-1".
Result<> set_region(std::string_view text, std::string_view by, estimate::Place& place);

/// A zone; also takes a cloud region, as everywhere: who writes a colon means one.
Result<> set_zone(const std::string& text, const std::string& by, estimate::Place& place);

/// Anything says where it is.
bool says_where(const estimate::Place& place);

}  // namespace wattprint::engine
