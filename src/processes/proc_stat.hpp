#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "units/units.hpp"

namespace wattprint::processes {

/// What we need of /proc/PID/stat (proc(5)).
struct ProcStat {
  pid_t parent = 0;
  char state = '?';
  CpuSeconds own;     ///< utime + stime: all threads, also those that ended
  CpuSeconds reaped;  ///< cutime + cstime: descendants that were waited for
  unsigned threads = 1;
  std::uint64_t start_ticks = 0;  ///< with the PID, the identity of a process
};

/// ticks_per_second  sysconf(_SC_CLK_TCK).
Result<ProcStat> parse_proc_stat(std::string_view text, long ticks_per_second);

/// The machine's line of /proc/stat.
struct MachineTimes {
  CpuSeconds busy;       ///< user, nice, system, irq, softirq; not idle, iowait or steal
  unsigned threads = 0;  ///< hardware threads online: the number of "cpuN" lines
};

Result<MachineTimes> parse_machine_times(std::string_view text, long ticks_per_second);

}  // namespace wattprint::processes
