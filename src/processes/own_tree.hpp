#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <set>

#include "processes/descendants.hpp"
#include "units/units.hpp"

namespace wattprint::processes {

/// CPU time that the calling process has used so far, all its threads together, living or not.
CpuSeconds process_cpu();

/// The calling process and everything it starts, watched from inside: it is not the parent's
/// business how a library counts, so children are neither waited for nor adopted, and no cgroup is
/// entered.
///
/// CPU time is what the process itself has used, what the children it has waited for have used, and
/// what its living descendants have used. Children that ended between two looks while SIGCHLD was
/// ignored are lost.
class OwnTree {
 public:
  /// proc  the /proc of our own PID namespace.
  explicit OwnTree(std::filesystem::path proc = "/proc");

  /// CPU time since this object was made; never decreases. Looks who is alive.
  CpuSeconds cpu();
  /// As of the last look.
  CpuSeconds latest() const { return highest_; }
  std::uint64_t processes_seen() const { return 1 + seen_.size(); }
  bool contains(pid_t pid) const { return pid == self_ || descendants_.contains(pid); }

 private:
  CpuSeconds so_far();

  pid_t self_;
  Descendants descendants_;
  std::set<pid_t> seen_;
  CpuSeconds before_;
  CpuSeconds highest_;
};

}  // namespace wattprint::processes
