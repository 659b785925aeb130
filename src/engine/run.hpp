#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "engine/grid_watch.hpp"
#include "engine/weigh.hpp"
#include "grid/locate.hpp"
#include "measure/interval.hpp"
#include "reports/summary.hpp"
#include "runs/record.hpp"

namespace wattprint::engine {

/// What to measure and how.
struct RunRequest {
  std::vector<std::string> command;
  std::string name;  ///< empty: that of the command
  std::string project;
  std::map<std::string, std::string> tags;

  std::chrono::nanoseconds interval = std::chrono::seconds(1);
  runs::Scope scope = runs::Scope::tree;
  runs::IdlePolicy idle_policy = runs::IdlePolicy::proportional;
  std::optional<grid::StatedZone> zone;
  std::optional<Stated<CarbonIntensity>> intensity;
  std::optional<Stated<Pue>> pue;
  /// How to ask providers for the intensity of the time of the run; empty: nobody is asked.
  OpenGrid open_grid;
  /// How to find by the network where the machine is; empty: it is not asked.
  FindPlace find_place;

  Machine machine;
  bool store = true;
  std::optional<std::filesystem::path> data_dir;  ///< nothing: the user's default
  std::optional<std::filesystem::path> samples;   ///< CSV of every interval
  std::vector<measure::Sink*> observers;          ///< a live view; called from the loop
};

struct RunResult {
  runs::RunRecord record;
  int exit_status = 0;  ///< what our caller should see: the command's, or 128 + its signal
  std::string kept_in;  ///< the store; empty when the run was not kept
  std::vector<reports::Elsewhere> elsewhere;  ///< the same run on other grids
};

/// Why the command was not run.
struct RunRefusal {
  enum class Kind { usage, not_found, not_executable, failed };
  Kind kind = Kind::failed;
  std::string what;
};

/// Runs a command under measurement, from its first instruction to its end.
///
/// Once the command has started, nothing that goes wrong with the measurement stops or fails it: it
/// becomes a warning in the record. Uses process-wide facilities (signals, child reaping), so one
/// at a time, from a process that has no other children.
tl::expected<RunResult, RunRefusal> run(const RunRequest& request);

}  // namespace wattprint::engine
