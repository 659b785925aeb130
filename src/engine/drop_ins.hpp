#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace wattprint::engine {

/// Where the stand-ins for other Python packages may be: for each package that we stand in for, a
/// directory of its name that holds a package of that name and nothing else.
struct DropInPlaces {
  /// Directory with the Python package wattprint; when given, the only place.
  std::filesystem::path python_dir;
  /// The running program: the stand-ins are installed with it, or it was installed with them.
  std::filesystem::path program;
};

/// Places around the program that runs.
DropInPlaces drop_in_places();

/// What PYTHONPATH must be so that `import NAME` finds ours.
///
/// names     codecarbon, carbontracker, eco2ai, experiment_impact_tracker (dashes do for
///           underscores), or all.
/// inherited the PYTHONPATH that the command would have had; it comes behind.
/// Errc::malformed for a name that we do not stand in for, not_present when the stand-ins are not
/// found; the text says where they were sought.
Result<std::string> drop_in_python_path(const std::vector<std::string>& names,
                                        const DropInPlaces& places, const std::string& inherited);

}  // namespace wattprint::engine
