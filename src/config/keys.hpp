#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wattprint::config {

enum class Type {
  text,
  path,
  duration,  ///< "1s", "100ms", "2m", or a bare number of seconds
  number,
  boolean,  ///< a flag without a value; true or false elsewhere
  choice,   ///< one of Key::choices
  tags,     ///< k=v, may be repeated; a table in the file; "k=v,k=v" in the environment
  list,     ///< names with commas between them; in the file also an array of texts
};

/// Which command lines take the flag.
enum class Where { global, run };

/// One setting, declared once: flags, help, environment, configuration file and messages follow.
struct Key {
  std::string_view name;  ///< in the configuration file: "data_dir"
  Type type;
  Where where;
  std::string_view flag;          ///< "--data-dir"
  std::string_view environment;   ///< "WATTPRINT_DATA_DIR"
  std::string_view value;         ///< placeholder in the help: "DIR"; empty for booleans
  std::string_view default_text;  ///< for the help; empty when there is none
  std::string_view help;          ///< one line
  std::string_view choices = {};  ///< separated by '|'
  bool in_file = true;            ///< false for `config` itself
};

/// All settings, in the order in which the help shows them.
std::span<const Key> keys();

/// The setting of that name, or nullptr.
const Key* find_key(std::string_view name);

/// The setting that an option without its dashes stands for ("data-dir", "tag"), or nullptr; the
/// name of the setting ("data_dir", "tags") does as well.
const Key* find_option(std::string_view option);

/// Names that may stand in a configuration file.
std::vector<std::string> names_in_file();

}  // namespace wattprint::config
