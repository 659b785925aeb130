#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "config/config_file.hpp"
#include "config/keys.hpp"
#include "config/settings.hpp"

namespace wattprint::config {
namespace {

namespace fs = std::filesystem;

// Below this the sampling itself would be what is measured; above it a wrap could go unseen.
constexpr std::chrono::nanoseconds kShortestInterval = std::chrono::milliseconds(1);
constexpr std::chrono::nanoseconds kLongestInterval = std::chrono::hours(1);

/// A value on its way into the settings, with what messages call its place.
struct Given {
  const Key& key;
  std::string_view text;
  const Settings::Source& source;

  Error error(std::string_view what) const {
    // In a file the place is a line, so the key is named too; a flag or variable names it itself.
    const std::string place = source.origin == Origin::file
                                  ? fmt::format("{}: {}", source.place, key.name)
                                  : source.place;
    return {Errc::malformed, fmt::format("{}: {}, found \"{}\"", place, what, text)};
  }
};

const std::string* variable(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return nullptr;
  return &found->second;
}

std::optional<bool> parse_boolean(std::string_view text) {
  const std::string lower = to_lower(trim(text));
  if (lower == "true" || lower == "1" || lower == "yes" || lower == "on") return true;
  if (lower == "false" || lower == "0" || lower == "no" || lower == "off") return false;
  return std::nullopt;
}

Result<> set_boolean(bool& target, const Given& given) {
  const auto truth = parse_boolean(given.text);
  if (!truth) return fail(given.error("expected true or false"));
  target = *truth;
  return {};
}

Result<> set_interval(Settings& settings, const Given& given) {
  const auto length = parse_duration(given.text);
  if (!length) return fail(given.error("expected a time such as 100ms, 1s or 2m"));
  if (*length < kShortestInterval || *length > kLongestInterval)
    return fail(given.error("expected a time from 1ms to 1h"));
  settings.interval = *length;
  return {};
}

Result<> set_budget_grace(Settings& settings, const Given& given) {
  const auto length = parse_duration(given.text);
  if (!length || *length < std::chrono::nanoseconds::zero())
    return fail(given.error("expected a time such as 10s or 2m"));
  settings.budget_grace = *length;
  return {};
}

Result<> set_intensity(Settings& settings, const Given& given) {
  const auto number = parse_double(given.text);
  if (!number || *number < 0.0)
    return fail(given.error("expected grams of CO2e per kWh, 0 or more, such as 350"));
  settings.intensity = CarbonIntensity{*number};
  return {};
}

Result<> set_pue(Settings& settings, const Given& given) {
  const auto number = parse_double(given.text);
  if (!number || *number < 1.0)
    return fail(given.error("expected facility energy / IT energy, 1 or more, such as 1.2"));
  settings.pue = Pue{*number};
  return {};
}

/// Position of the text among the choices of its key.
Result<std::size_t> choose(const Given& given) {
  const auto choices = split(given.key.choices, '|');
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (choices[i] == trim(given.text)) return i;
  std::string list;
  for (std::size_t i = 0; i < choices.size(); ++i)
    list += fmt::format("{}{}", i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", choices[i]);
  return fail(given.error("expected " + list));
}

Result<> set_scope(Settings& settings, const Given& given) {
  const auto choice = choose(given);
  if (!choice) return fail(choice.error());
  settings.scope = *choice == 0 ? Scope::tree : Scope::machine;
  return {};
}

Result<> set_ranks(Settings& settings, const Given& given) {
  const auto choice = choose(given);
  if (!choice) return fail(choice.error());
  settings.ranks = *choice == 0 ? Ranks::share : Ranks::whole;
  return {};
}

Result<> set_idle(Settings& settings, const Given& given) {
  constexpr IdlePolicy kPolicies[] = {IdlePolicy::proportional, IdlePolicy::exclude,
                                      IdlePolicy::include};
  const auto choice = choose(given);
  if (!choice) return fail(choice.error());
  settings.idle = kPolicies[*choice];
  return {};
}

Result<> set_on_budget(Settings& settings, const Given& given) {
  const auto choice = choose(given);
  if (!choice) return fail(choice.error());
  settings.on_budget = *choice == 0 ? OnBudget::stop : OnBudget::warn;
  return {};
}

Result<> set_zone(Settings& settings, const Given& given) {
  const auto zone = trim(given.text);
  for (const char c : zone)
    if (c <= ' ' || c > '~') return fail(given.error("expected a zone such as DE or US-CA"));
  if (zone.empty() || zone.size() > 64)
    return fail(given.error("expected a zone such as DE or US-CA"));
  settings.zone = zone;
  return {};
}

/// The address in `given`, which is like `example`.
Result<std::string> address(const Given& given, std::string_view example) {
  const auto url = trim(given.text);
  if (!starts_with(url, "http://") && !starts_with(url, "https://"))
    return fail(given.error(fmt::format("expected an address such as {}", example)));
  return std::string(url);
}

Result<> set_metadata_url(Settings& settings, const Given& given) {
  auto url = address(given, "http://169.254.169.254");
  if (!url) return fail(url.error());
  while (url->back() == '/') url->pop_back();
  settings.cloud_metadata_url = std::move(*url);
  return {};
}

Result<> set_ip_location_url(Settings& settings, const Given& given) {
  auto url = address(given, settings.ip_location_url);
  if (!url) return fail(url.error());
  settings.ip_location_url = std::move(*url);
  return {};
}

Result<> set_path(fs::path& target, const Given& given) {
  if (given.text.empty() || given.text.find('\0') != std::string_view::npos)
    return fail(given.error("expected a path"));
  target = fs::path(given.text);
  return {};
}

Result<> set_path(std::optional<fs::path>& target, const Given& given) {
  fs::path path;
  if (auto done = set_path(path, given); !done) return done;
  target = std::move(path);
  return {};
}

Result<> add_tag(Settings& settings, const Given& given) {
  const auto equals = given.text.find('=');
  const auto name = trim(given.text.substr(0, equals));
  if (equals == std::string_view::npos || name.empty())
    return fail(given.error("expected KEY=VALUE, such as team=vision"));
  settings.tags.insert_or_assign(std::string(name),
                                 std::string(trim(given.text.substr(equals + 1))));
  return {};
}

/// The list that a setting of Type::list fills.
std::vector<std::string>& list_of(Settings& settings, const Key& key) {
  return key.name == "compat" ? settings.compat : settings.providers;
}

/// Adds the names of one text; put() has emptied the list before the first.
Result<> add_names(std::vector<std::string>& names, const Given& given, std::string_view extra,
                   std::string_view example) {
  for (const auto part : split(given.text, ',')) {
    const auto name = trim(part);
    const bool fine = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
             extra.find(c) != std::string_view::npos;
    });
    if (!fine) return fail(given.error(fmt::format("expected names such as {}", example)));
    names.emplace_back(name);
  }
  return {};
}

Result<> set(Settings& settings, const Given& given) {
  const std::string_view name = given.key.name;
  if (name == "interval") return set_interval(settings, given);
  if (name == "scope") return set_scope(settings, given);
  if (name == "ranks") return set_ranks(settings, given);
  if (name == "zone") return set_zone(settings, given);
  if (name == "intensity") return set_intensity(settings, given);
  if (name == "pue") return set_pue(settings, given);
  if (name == "idle") return set_idle(settings, given);
  if (name == "budget") settings.budget = std::string(given.text);
  if (name == "on_budget") return set_on_budget(settings, given);
  if (name == "budget_grace") return set_budget_grace(settings, given);
  if (name == "json") return set_path(settings.json, given);
  if (name == "samples") return set_path(settings.samples, given);
  if (name == "no_store") return set_boolean(settings.no_store, given);
  if (name == "tags") return add_tag(settings, given);
  if (name == "live") return set_boolean(settings.live, given);
  if (name == "data_dir") return set_path(settings.data_dir, given);
  if (name == "sysfs_root") return set_path(settings.sysfs_root, given);
  if (name == "procfs_root") return set_path(settings.procfs_root, given);
  if (name == "cloud_metadata") return set_boolean(settings.cloud_metadata, given);
  if (name == "cloud_metadata_url") return set_metadata_url(settings, given);
  if (name == "ip_location") return set_boolean(settings.ip_location, given);
  if (name == "ip_location_url") return set_ip_location_url(settings, given);
  if (name == "providers") return add_names(settings.providers, given, "", "uk,electricity-maps");
  if (name == "compat")
    return add_names(settings.compat, given, "_", "codecarbon,carbontracker, or all");
  if (name == "python_dir") return set_path(settings.python_dir, given);
  if (name == "parent") settings.parent = std::string(given.text);
  if (name == "quiet") return set_boolean(settings.quiet, given);
  if (name == "no_color") return set_boolean(settings.no_color, given);
  if (name == "name") settings.name = std::string(given.text);
  if (name == "project") settings.project = std::string(given.text);
  return {};
}

/// Puts the values of one origin over those that are there.
Result<> put(Settings& settings, const Key& key, const std::vector<std::string>& texts,
             Settings::Source source) {
  if (key.type == Type::list) list_of(settings, key).clear();  // of a weaker origin
  if (texts.empty() && key.type == Type::boolean)
    if (auto done = set(settings, {key, "true", source}); !done) return done;
  for (const std::string& text : texts)
    if (auto done = set(settings, {key, text, source}); !done) return done;
  settings.sources.insert_or_assign(std::string(key.name), std::move(source));
  return {};
}

constexpr std::string_view kProvider = "provider.";

/// "provider.NAME.option"; neither part has a dot but possibly the last.
void put_provider_option(Settings& settings, std::string_view name, const std::string& text,
                         const std::string& place) {
  name.remove_prefix(kProvider.size());
  const auto dot = name.find('.');
  settings.provider_tables[std::string(name.substr(0, dot))].insert_or_assign(
      std::string(name.substr(dot + 1)), Settings::ProviderOption{text, place});
}

Result<> put_file(Settings& settings, const fs::path& path, bool must_exist) {
  const auto values = read_config(path);
  if (!values && values.error().code == Errc::not_present && !must_exist) return {};
  if (!values) return fail(values.error());
  for (const auto& [name, value] : *values) {
    const Settings::Source source{Origin::file,
                                  fmt::format("{} line {}", path.string(), value.line)};
    if (starts_with(name, kProvider)) {
      put_provider_option(settings, name, value.texts.front(), source.place);
      continue;
    }
    if (auto done = put(settings, *find_key(name), value.texts, source); !done) return done;
  }
  return {};
}

Result<> put_environment(Settings& settings, const Environment& environment) {
  if (variable(environment, "NO_COLOR") != nullptr) {  // https://no-color.org: any value
    settings.no_color = true;
    settings.sources["no_color"] = {Origin::environment, "NO_COLOR"};
  }
  for (const Key& key : keys()) {
    const std::string* text = variable(environment, key.environment);
    if (text == nullptr) continue;
    std::vector<std::string> texts = {*text};
    if (key.type == Type::tags) {
      texts.clear();
      for (const auto part : split(*text, ',')) texts.emplace_back(part);
    }
    const Settings::Source source{Origin::environment, std::string(key.environment)};
    if (auto done = put(settings, key, texts, source); !done) return done;
  }
  return {};
}

/// "electricity-maps" of WATTPRINT_ELECTRICITY_MAPS_KEY; empty for any other variable.
std::string provider_of_key(std::string_view variable) {
  constexpr std::string_view kPrefix = "WATTPRINT_";
  constexpr std::string_view kSuffix = "_KEY";
  if (!variable.starts_with(kPrefix) || !variable.ends_with(kSuffix)) return {};
  if (variable.size() <= kPrefix.size() + kSuffix.size()) return {};
  variable.remove_prefix(kPrefix.size());
  variable.remove_suffix(kSuffix.size());
  std::string name = to_lower(variable);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void put_keys(Settings& settings, const Environment& environment) {
  for (const auto& [variable, text] : environment)
    if (const auto name = provider_of_key(variable); !name.empty() && !text.empty())
      settings.provider_keys.insert_or_assign(name, Secret(text));
}

void note_unknown_variables(Settings& settings, const Environment& environment) {
  std::vector<std::string> known;
  for (const Key& key : keys()) known.emplace_back(key.environment);
  for (const auto& [name, text] : environment) {
    if (!starts_with(name, "WATTPRINT_") || !provider_of_key(name).empty()) continue;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string note = fmt::format("{}: there is no such setting; it is ignored", name);
    const auto near = nearest(name, known, 1);
    if (!near.empty()) note += fmt::format(" (did you mean {}?)", near.front());
    settings.notes.push_back(std::move(note));
  }
}

/// A directory of the XDG base directory specification: the variable when it is absolute, as the
/// specification demands, else `below` the home directory; nothing without one.
std::optional<fs::path> xdg_directory(const Environment& environment, std::string_view name,
                                      const char* below) {
  const std::string* text = variable(environment, name);
  if (text != nullptr && fs::path(*text).is_absolute()) return fs::path(*text);
  const std::string* home = variable(environment, "HOME");
  if (home != nullptr && fs::path(*home).is_absolute()) return fs::path(*home) / below;
  return std::nullopt;
}

Result<> put_file_in_force(Settings& settings, const Flags& flags, const Environment& environment) {
  std::optional<fs::path> named;
  const auto flag = flags.find("config");
  if (flag != flags.end() && !flag->second.empty()) {
    named = flag->second.back();
    settings.sources["config"] = {Origin::flag, "--config"};
  } else if (const std::string* text = variable(environment, "WATTPRINT_CONFIG")) {
    named = *text;
    settings.sources["config"] = {Origin::environment, "WATTPRINT_CONFIG"};
  }
  if (named && named->empty())
    return fail(Errc::malformed, "--config: expected a path, found \"\"");
  if (named) {
    auto done = put_file(settings, *named, true);
    if (!done && done.error().code != Errc::malformed)
      return fail(done.error().code, settings.sources["config"].place + ": " + done.error().what);
    return done;
  }
  const auto directory = xdg_directory(environment, "XDG_CONFIG_HOME", ".config");
  if (!directory) return {};
  return put_file(settings, *directory / "wattprint/config.toml", false);
}

Result<> put_flags(Settings& settings, const Flags& flags) {
  for (const auto& [name, texts] : flags) {
    const Key* key = find_key(name);
    if (key == nullptr) return fail(Errc::malformed, "there is no setting \"" + name + '"');
    if (key->name == "config") continue;
    const Settings::Source source{Origin::flag, std::string(key->flag)};
    if (auto done = put(settings, *key, texts, source); !done) return done;
  }
  return {};
}

}  // namespace

Settings::Source Settings::source_of(std::string_view setting) const {
  const auto found = sources.find(setting);
  if (found == sources.end()) return {Origin::default_value, "default"};
  return found->second;
}

Environment environment_from(const char* const* block) {
  Environment environment;
  for (; block != nullptr && *block != nullptr; ++block) {
    const std::string_view entry(*block);
    const bool ours = starts_with(entry, "WATTPRINT_") || starts_with(entry, "HOME=") ||
                      starts_with(entry, "XDG_") || starts_with(entry, "NO_COLOR=");
    const auto equals = entry.find('=');
    if (ours && equals != std::string_view::npos)
      environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return environment;
}

Result<Settings> resolve(const Flags& flags, const Environment& environment) {
  Settings settings;
  if (const auto data = xdg_directory(environment, "XDG_DATA_HOME", ".local/share"))
    settings.data_dir = *data / "wattprint";
  // weakest first: each one goes over what is there
  if (auto done = put_file_in_force(settings, flags, environment); !done) return fail(done.error());
  if (auto done = put_environment(settings, environment); !done) return fail(done.error());
  if (auto done = put_flags(settings, flags); !done) return fail(done.error());
  put_keys(settings, environment);
  note_unknown_variables(settings, environment);
  return settings;
}

}  // namespace wattprint::config
