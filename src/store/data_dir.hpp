#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace wattprint::store {

/// Value of an environment variable; nothing when it is not set.
using Lookup = std::function<std::optional<std::string>(const char* name)>;

/// $XDG_DATA_HOME/wattprint, else $HOME/.local/share/wattprint (XDG Base Directory Specification
/// 0.8; as it demands, values that are not absolute are passed over).
///
/// Errc::not_present, with the remedy, when neither is set.
Result<std::filesystem::path> default_data_dir(const Lookup& environment);

/// Makes the directory and those above it, the new ones for this user only: command lines are kept
/// there, and they may hold what others should not read.
Result<> make_data_dir(const std::filesystem::path& directory);

}  // namespace wattprint::store
