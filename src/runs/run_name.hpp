#pragma once

#include <string>
#include <vector>

namespace wattprint::runs {

/// A name for a run that got none: the program's, or, when that is an interpreter, its script's
/// ("python3 -u train.py" is "train.py").
std::string name_of_command(const std::vector<std::string>& command);

}  // namespace wattprint::runs
