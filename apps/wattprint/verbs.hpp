#pragma once

#include "command_line.hpp"
#include "config/keys.hpp"

namespace CLI {
class App;
}

/// What command_line.cpp puts together.
namespace wattprint::app {

/// Declares the flag of one setting.
void add_setting(CLI::App& app, const config::Key& key, config::Flags& flags);

/// Declares `--equivalents [SET]`, which may be given without its value.
void add_equivalents(CLI::App& verb, std::optional<std::string>& set);

/// Declares `wattprint estimate ...`.
CLI::App* add_estimate(CLI::App& app, CommandLine& line);

/// Declares `wattprint grid ...`.
CLI::App* add_grid(CLI::App& app, CommandLine& line);

}  // namespace wattprint::app
