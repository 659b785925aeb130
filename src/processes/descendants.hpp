#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"
#include "processes/proc_stat.hpp"
#include "units/units.hpp"

namespace wattprint::processes {

/// Finds the living descendants of a process in /proc.
///
/// By /proc/PID/task/TID/children where the kernel has it (CONFIG_PROC_CHILDREN), which costs by
/// the number of descendants; else by the parents of all processes of the machine.
class Descendants {
 public:
  /// proc  the /proc of our own PID namespace; root  the process whose descendants are wanted.
  Descendants(std::filesystem::path proc, pid_t root);

  struct Census {
    /// What the living have used and what they have reaped; zombies count until they are reaped.
    CpuSeconds cpu;
    std::vector<pid_t> pids;
  };
  /// Errc::not_present without /proc.
  Result<Census> take();

  /// True when `pid` is alive and descends from the root.
  bool contains(pid_t pid) const;

 private:
  /// Kept open between visits: reading is several times cheaper, and a descriptor of a process that
  /// has ended gives ESRCH even when its PID is in use again.
  struct Known {
    KernelFile stat;
    std::optional<KernelFile> children;
  };
  Result<Census> take_by_children();
  Result<Census> take_by_parents() const;
  std::optional<ProcStat> visit(pid_t pid, std::vector<pid_t>& found, Known* known);
  std::optional<Known> open_process(pid_t pid) const;
  void read_children_of_thread(pid_t pid, pid_t thread, std::vector<pid_t>& found) const;

  std::filesystem::path proc_;
  pid_t root_;
  long ticks_per_second_;
  bool has_children_files_;
  std::map<pid_t, Known> known_;
  std::string buffer_;
};

}  // namespace wattprint::processes
