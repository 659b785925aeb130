#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wattprint::config {

/// One setting as a configuration file has it, still text. An option of a table [provider.NAME] is
/// one too, as "provider.NAME.option".
struct FileValue {
  std::vector<std::string> texts;  ///< one; of a list any number; for tags any number of "k=v"
  unsigned line = 0;
};
using FileValues = std::map<std::string, FileValue, std::less<>>;

/// Reads TOML text. The type of each value is checked, its meaning is not.
///
/// place  name of the file for messages. Errc::malformed names the place, the line and the key.
Result<FileValues> parse_config(std::string_view text, const std::string& place);

/// Reads a file; not_present when there is none.
Result<FileValues> read_config(const std::filesystem::path& path);

}  // namespace wattprint::config
