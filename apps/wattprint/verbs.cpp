#include "verbs.hpp"

#include <CLI/CLI.hpp>

namespace wattprint::app {

using config::Key;
using config::Type;

void add_setting(CLI::App& app, const Key& key, config::Flags& flags) {
  auto& values = flags[std::string(key.name)];
  std::string help(key.help);
  if (!key.default_text.empty() && key.type != Type::boolean)
    help += " [" + std::string(key.default_text) + "]";
  const std::string flag(key.flag);
  if (key.type == Type::boolean) {
    app.add_flag_callback(
        flag, [&values] { values = {"true"}; }, help);
    return;
  }
  auto* option = app.add_option(flag, values, help)->type_name(std::string(key.value));
  // Several values only by repeating the flag; of other settings the last one counts.
  option->allow_extra_args(false);
  if (key.type != Type::tags) option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_equivalents(CLI::App& verb, std::optional<std::string>& set) {
  const auto take = [&set](const CLI::results_t& words) {
    // Without a value, CLI11 says "true", as of a flag.
    set = words.empty() || words.front() == "true" ? std::string() : words.front();
    return true;
  };
  verb.add_option(
          "--equivalents", take,
          "how much that is in km by car, tree-months, flights ...; by the constants of SET "
          "[default]")
      ->type_name("SET")
      ->expected(0, 1);
}

}  // namespace wattprint::app
