#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "measure/source.hpp"
#include "processes/cgroup.hpp"
#include "processes/descendants.hpp"
#include "processes/perf_clock.hpp"

namespace wattprint::processes {

/// Which of the kernel's accounts may be used; all, unless a test or a user says otherwise.
struct TreeOptions {
  bool use_cgroup = true;
  bool use_perf = true;
  std::filesystem::path proc = "/proc";  ///< of our own PID namespace
};

/// The processes of a run: a command of ours and everything it starts, however short-lived,
/// daemonised or forgotten.
///
/// The kernel keeps several accounts of a tree's CPU time, and each can lose time but none can
/// invent it; so the largest is nearest to the truth:
///
///     cgroup      all of it; needs a delegated cgroup
///     perf        all but microseconds at each fork, and set-user-ID programs; needs
///                 perf_event_paranoid <= 2
///     wait + proc what we and the living have reaped, and what the living have used; loses
///     children
///                 that ended between two looks and whose parent ignored SIGCHLD
///
/// Orphans are adopted (see adopt_orphans()), so their account comes to us when they end.
class Tree {
 public:
  /// Puts `child` under watch. Call between Child::create() and Child::release().
  static Tree watch(pid_t child, const TreeOptions& options);

  /// CPU time of the tree since it was put under watch; never decreases.
  CpuSeconds cpu();

  /// Distinct processes seen alive so far: exact for long-lived ones, a lower bound for short ones.
  std::uint64_t processes_seen() const { return seen_.size(); }
  /// Looks who is alive now. Costs by the number of the run's own processes.
  void look_who_is_alive();
  /// Processes of the run that are alive now, as of the last look.
  const std::vector<pid_t>& alive() const { return alive_; }

  bool contains(pid_t pid) const { return pid == child_ || descendants_.contains(pid); }

  /// "cgroup v2", "perf task-clock", "wait and /proc".
  std::string method() const;
  /// What is less than perfect, with the remedy.
  const std::vector<measure::Warning>& warnings() const { return warnings_; }

 private:
  Tree(pid_t child, const TreeOptions& options);
  CpuSeconds waited_for() const;

  pid_t child_;
  Descendants descendants_;
  std::optional<RunCgroup> cgroup_;
  std::optional<PerfClock> perf_;
  CpuSeconds waited_before_;
  CpuSeconds highest_;
  std::set<pid_t> seen_;
  std::vector<pid_t> alive_;
  std::vector<measure::Warning> warnings_;
};

}  // namespace wattprint::processes
