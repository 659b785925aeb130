#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "units/units.hpp"

namespace wattprint::config {

enum class Scope { tree, machine };
enum class IdlePolicy { proportional, exclude, include };
enum class OnBudget { stop, warn };
/// What one rank of several on a machine counts of what is the machine's.
enum class Ranks { share, whole };

/// Where the value of a setting came from, strongest first.
enum class Origin { flag, environment, file, default_value };

/// All settings of wattprint as typed values. What is not set and has no default is empty.
struct Settings {
  std::chrono::nanoseconds interval = std::chrono::seconds(1);
  Scope scope = Scope::tree;
  std::optional<std::string> zone;  ///< as written; whether it exists is the grid table's to say
  std::optional<CarbonIntensity> intensity;
  std::optional<Pue> pue;
  IdlePolicy idle = IdlePolicy::proportional;
  std::optional<std::string> budget;  ///< as written; what it means is plan's to say
  OnBudget on_budget = OnBudget::stop;
  std::chrono::nanoseconds budget_grace = std::chrono::seconds(10);
  Ranks ranks = Ranks::share;
  std::optional<std::filesystem::path> json;
  std::optional<std::filesystem::path> samples;
  bool no_store = false;
  std::optional<std::string> name;
  std::optional<std::string> project;
  std::map<std::string, std::string> tags;  ///< of all origins together; a stronger one wins a name
  bool live = false;
  std::vector<std::string> compat;  ///< Python packages to stand in for
  std::optional<std::filesystem::path> python_dir;
  std::optional<std::string> parent;              ///< id of the run that contains this one
  std::optional<std::filesystem::path> data_dir;  ///< empty only when there is no home directory
  std::filesystem::path sysfs_root = "/sys";
  std::filesystem::path procfs_root = "/proc";
  bool cloud_metadata = false;
  std::optional<std::string> cloud_metadata_url;
  bool ip_location = false;
  std::string ip_location_url = "https://ipapi.co/json/";
  std::vector<std::string> providers;  ///< of carbon intensities, the first one first
  /// Tables [provider.NAME] of the file: option and text, and the place for messages.
  struct ProviderOption {
    std::string text;
    std::string place;
  };
  using ProviderTable = std::map<std::string, ProviderOption, std::less<>>;
  std::map<std::string, ProviderTable, std::less<>> provider_tables;
  /// Variables WATTPRINT_NAME_KEY, by name of the provider ("electricity-maps").
  std::map<std::string, Secret, std::less<>> provider_keys;
  bool quiet = false;
  bool no_color = false;

  /// Where each setting that is not a default came from, for messages: "--pue", "WATTPRINT_PUE",
  /// "/home/ada/.config/wattprint/config.toml line 3".
  struct Source {
    Origin origin = Origin::default_value;
    std::string place;
  };
  std::map<std::string, Source, std::less<>> sources;
  /// Source of a setting by its name; default_value with place "default" when it was not set.
  Source source_of(std::string_view name) const;

  /// Sentences on what was ignored: WATTPRINT_ variables that name no setting.
  std::vector<std::string> notes;
};

/// Values from the command line by name of the setting; booleans have "true" or no value.
using Flags = std::map<std::string, std::vector<std::string>, std::less<>>;

/// The variables of the environment that matter: WATTPRINT_*, HOME, XDG_*, NO_COLOR.
using Environment = std::map<std::string, std::string, std::less<>>;

/// Picks what matters from an environment block as main() gets it; null is an empty one.
Environment environment_from(const char* const* block);

/// The settings in force: flag before environment before configuration file before default.
///
/// The file is that of `config` (flag or WATTPRINT_CONFIG), which must exist, else
/// $XDG_CONFIG_HOME/wattprint/config.toml or $HOME/.config/wattprint/config.toml, which need not.
/// Only a file that exists costs anything. An empty variable counts as not set. A value that makes
/// no sense is an error also where a stronger origin hides it. Errc::malformed when a value makes
/// no sense, a key of the file is not known, or the file is no TOML; not_present, permission_denied
/// or io when the file cannot be read. The text names the flag, the variable, or the file and its
/// line. A flag that is no setting is a bug of the caller: malformed.
Result<Settings> resolve(const Flags& flags, const Environment& environment);

}  // namespace wattprint::config
