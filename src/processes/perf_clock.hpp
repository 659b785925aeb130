#pragma once

#include <sys/types.h>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "units/units.hpp"

namespace wattprint::processes {

/// CPU time of a process and everything it starts, by a perf software counter (task-clock) that the
/// kernel hands down at each fork. It counts in the scheduler, so a process that lives a
/// millisecond is in it, and so is one whose parent never waits for it.
///
/// Needs kernel.perf_event_paranoid <= 2 (or CAP_PERFMON) and perf_event_open not filtered, as it
/// is by default in Docker. The kernel drops the counter when a set-user-ID program is executed,
/// and it starts a little late in each new process: it may miss time, never invent any.
class PerfClock {
 public:
  /// pid  a process that is ours and has not executed its program yet; counting begins at exec.
  static Result<PerfClock> open(pid_t pid);
  Result<CpuSeconds> cpu() const;

 private:
  explicit PerfClock(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}  // namespace wattprint::processes
