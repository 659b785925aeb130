#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/estimate_methods.hpp"
#include "estimate/llm/estimate.hpp"

namespace wattprint::engine {

/// The same requests by a published method; what was given and the method does not take is among
/// its assumptions. Errc::malformed as of published_row(), and what the method lacks.
///
/// estimate  our own answer to the question, which has the parameters that a name stands for.
Result<MethodRow> llm_by(std::string_view method, const estimate::llm::Question& question,
                         const estimate::llm::Estimate& estimate);

/// Our own, then all published methods that take requests.
Result<std::vector<MethodRow>> llm_by_all(const estimate::llm::Question& question,
                                          const estimate::llm::Estimate& estimate);

}  // namespace wattprint::engine
