#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/measurement.hpp"
#include "measure/interval.hpp"
#include "reports/summary.hpp"
#include "runs/record.hpp"

namespace wattprint::engine {

/// What to measure and how.
struct RunRequest : MeasureRequest {
  std::vector<std::string> command;
  std::vector<measure::Sink*> observers;  ///< a live view; called from the loop
  /// Variables set for the command, NAME=VALUE. With them comes WATTPRINT_PARENT, the id of the
  /// run, so that what measures inside the command can say whose part it is. None: nothing is set.
  std::vector<std::string> environment;
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
