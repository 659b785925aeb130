#include "processes/tree.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace wattprint::processes {
namespace {

CpuSeconds seconds(const timeval& time) {
  return CpuSeconds{static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6};
}

std::optional<RunCgroup> enter_cgroup(const std::filesystem::path& proc, pid_t child) {
  const auto cgroups = read_text(proc / "self/cgroup");
  const auto mounts = read_text(proc / "self/mountinfo");
  if (!cgroups || !mounts) return std::nullopt;
  for (const auto& place : find_cgroup_places(*cgroups, *mounts)) {
    auto cgroup = RunCgroup::create(place);
    if (cgroup && cgroup->adopt(child)) return std::move(*cgroup);
  }
  return std::nullopt;
}

}  // namespace

Tree::Tree(pid_t child, const TreeOptions& options)
    : child_(child), descendants_(options.proc, ::getpid()) {}

Tree Tree::watch(pid_t child, const TreeOptions& options) {
  Tree tree(child, options);
  tree.waited_before_ = tree.waited_for();
  if (options.use_cgroup) tree.cgroup_ = enter_cgroup(options.proc, child);
  // One exact account is enough, and perf costs the command a little at each fork and switch.
  if (!tree.cgroup_ && options.use_perf) {
    if (auto perf = PerfClock::open(child)) tree.perf_ = std::move(*perf);
  }
  if (!tree.cgroup_ && !tree.perf_)
    tree.warnings_.push_back(
        {"tree-may-lose",
         "neither a cgroup nor perf counts this run: processes that end unnoticed because their "
         "parent ignores SIGCHLD are missed",
         "systemd-run --user --scope -p Delegate=yes wattprint run ..., or "
         "sudo sysctl kernel.perf_event_paranoid=2"});
  return tree;
}

CpuSeconds Tree::waited_for() const {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

CpuSeconds Tree::cpu() {
  CpuSeconds now = waited_for() - waited_before_;
  if (cgroup_) {
    if (const auto cpu = cgroup_->cpu()) now = std::max(now, *cpu);
  } else if (perf_) {
    if (const auto cpu = perf_->cpu()) now = std::max(now, *cpu);
  } else if (const auto census = descendants_.take()) {
    now += census->cpu;
    alive_ = census->pids;
    seen_.insert(alive_.begin(), alive_.end());
  }
  highest_ = std::max(highest_, now);
  return highest_;
}

void Tree::look_who_is_alive() {
  if (cgroup_) {
    if (auto members = cgroup_->members()) alive_ = std::move(*members);
  } else if (auto census = descendants_.take()) {
    alive_ = std::move(census->pids);
  }
  seen_.insert(alive_.begin(), alive_.end());
}

std::string Tree::method() const {
  if (cgroup_) return cgroup_->is_v2() ? "cgroup v2" : "cgroup v1 cpuacct";
  if (perf_) return "perf task-clock";
  return "wait and /proc";
}

}  // namespace wattprint::processes
