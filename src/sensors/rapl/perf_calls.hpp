#pragma once

#include <cstdint>
#include <functional>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace wattprint::sensors::rapl {

/// The two system calls that the perf sensor needs; a test hands in its own.
struct PerfCalls {
  /// Opens a counting event of the PMU `type` for everything on one CPU. permission_denied: see
  /// kernel.perf_event_paranoid; not_present: the hardware or the kernel has no such counter.
  std::function<Result<Fd>(std::uint32_t type, std::uint64_t config, int cpu)> open;
  /// The count since it was opened.
  std::function<Result<std::uint64_t>(const Fd& event)> read;
};

/// perf_event_open(2) and read(2) of the kernel we run on.
PerfCalls kernel_perf_calls();

}  // namespace wattprint::sensors::rapl
