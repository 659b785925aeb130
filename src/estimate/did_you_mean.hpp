#pragma once

#include <string>
#include <vector>

namespace wattprint::estimate {

/// ": did you mean A, B or C?"; empty when nothing is near.
std::string did_you_mean(const std::vector<std::string>& near);

}  // namespace wattprint::estimate
