#include "processes/own_tree.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace wattprint::processes {
namespace {

CpuSeconds seconds(const timeval& time) {
  return CpuSeconds{static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6};
}

CpuSeconds waited_for() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// One that has ended counts, and stays for the host program to wait for.
bool has_children() {
  siginfo_t ignored{};
  return ::waitid(P_ALL, 0, &ignored, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

}  // namespace

CpuSeconds process_cpu() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return CpuSeconds{static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9};
}

OwnTree::OwnTree(std::filesystem::path proc)
    : self_(::getpid()), descendants_(std::move(proc), self_), before_(so_far()) {}

CpuSeconds OwnTree::so_far() {
  CpuSeconds now = process_cpu() + waited_for();
  // Looking through /proc costs more than all the rest of a sample.
  if (!has_children()) return now;
  if (const auto census = descendants_.take()) {
    now += census->cpu;
    seen_.insert(census->pids.begin(), census->pids.end());
  }
  return now;
}

CpuSeconds OwnTree::cpu() {
  highest_ = std::max(highest_, so_far() - before_);
  return highest_;
}

}  // namespace wattprint::processes
