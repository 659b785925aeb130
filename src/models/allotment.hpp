#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/machine.hpp"

namespace wattprint::models {

/// How much of the machine we are allowed to use: a container or a systemd slice may have limits
/// that the files of the machine do not show.
struct Allotment {
  unsigned threads_online = 1;  ///< hardware threads that the kernel runs
  /// CPUs' worth of time that we can use at most: the least of threads online, cpuset and quota.
  /// Not whole where a quota is not.
  double cpus = 1.0;
  std::optional<unsigned> cpuset_threads;     ///< threads that the cpuset allows
  std::optional<double> quota_cpus;           ///< least quota / period of all cgroups above us
  std::optional<std::uint64_t> memory_limit;  ///< bytes; least limit of all cgroups above us
  std::string evidence;                       ///< for people: which file says so

  /// The part of the machine's threads that we can use: k of n.
  double share_of_threads() const { return cpus / threads_online; }
  bool is_limited() const { return cpus < threads_online || memory_limit.has_value(); }
};

/// Reads the limits of our cgroups, v2 and v1, from our own up to the topmost in sight. What cannot
/// be read, or makes no sense, is no limit.
///
/// threads_online  of CpuIdentity; at least 1
Allotment read_allotment(const Machine& machine, unsigned threads_online);

/// CPUs' worth of time by cpu.max of cgroup v2 ("200000 100000"); nothing for "max" and for
/// garbage.
std::optional<double> parse_cpu_max(std::string_view text);

/// Bytes by memory.max of v2 or memory.limit_in_bytes of v1; nothing for "max", for the huge number
/// that v1 writes when there is no limit, and for garbage.
std::optional<std::uint64_t> parse_memory_limit(std::string_view text);

}  // namespace wattprint::models
