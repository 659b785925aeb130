#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "estimate/jobs/what_if.hpp"
#include "reports/style.hpp"

namespace wattprint::runs {
class JsonWriter;
}

namespace wattprint::engine {

/// `--what-if`, as often as it was given: "gpu=A100", or "auto" for what is worth asking of any
/// job. Errc::malformed as of jobs::what_if(), with the option before it.
Result<estimate::jobs::WhatIf> what_if(const estimate::jobs::JobQuestion& question,
                                       const std::vector<std::string>& words);

/// One table: the job as it is, and a row for each change.
std::string what_if_text(const estimate::jobs::WhatIf& what_if, const reports::Style& style);

/// The changes as an array under the key "what_if".
void write_what_if(runs::JsonWriter& json, const estimate::jobs::WhatIf& what_if);

}  // namespace wattprint::engine
