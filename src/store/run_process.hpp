#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/machine.hpp"

namespace wattprint::store {

/// The wattprint that measures a run, so that others can tell whether it is still there.
struct RunProcess {
  std::int64_t pid = 0;
  std::uint64_t started = 0;  ///< clock ticks since boot (field 22 of /proc/PID/stat); 0 = unknown
  std::string boot_id;        ///< of the kernel; empty = unknown
};

/// The calling process. Without /proc only its pid is known.
RunProcess this_process(const Machine& machine);

/// A run that the store believes to be going on.
struct RunningRun {
  std::string id;
  std::string host;
  RunProcess process;
  WallTime written_at;
};

/// Whether the wattprint of a run can still be alive, seen from `host`.
///
/// Same host: the kernel has not been booted since, and a process with that pid and start is there.
/// Another host (a shared home): nobody can look, so it counts as alive until it has written
/// nothing for an hour, 360 times what it owes.
bool is_alive(const RunningRun& run, const std::string& host, WallTime now, const Machine& machine);

}  // namespace wattprint::store
