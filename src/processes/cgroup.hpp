#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"
#include "units/units.hpp"

namespace wattprint::processes {

/// Where this process stands in the cgroup hierarchy that counts CPU time.
struct CgroupPlace {
  enum class Version { v2, v1_cpuacct };
  Version version = Version::v2;
  std::filesystem::path directory;
};

/// The places where a cgroup of ours could be made: v2 first, then v1's cpuacct hierarchy.
///
/// cgroups    text of /proc/self/cgroup
/// mountinfo  text of /proc/self/mountinfo
std::vector<CgroupPlace> find_cgroup_places(std::string_view cgroups, std::string_view mountinfo);

/// A cgroup made for one run, below the one that we are in, with no controller and no limit of its
/// own: it only counts. Whatever is started in it stays in it, so its CPU time is that of the whole
/// process tree, from scheduler events, however short the processes live.
///
/// When the object goes, processes that are left are put back where they came from and the cgroup
/// is removed.
class RunCgroup {
 public:
  /// Errc::permission_denied when the hierarchy is not delegated to this user.
  static Result<RunCgroup> create(const CgroupPlace& place);
  RunCgroup(RunCgroup&& other) noexcept;
  RunCgroup& operator=(RunCgroup&& other) noexcept;
  ~RunCgroup();

  /// Moves a process (and its future children) in.
  Result<> adopt(pid_t pid) const;
  /// CPU time of all that ever ran in it.
  Result<CpuSeconds> cpu() const;
  /// The processes in it now.
  Result<std::vector<pid_t>> members() const;
  const std::filesystem::path& directory() const { return directory_; }
  bool is_v2() const { return place_.version == CgroupPlace::Version::v2; }

 private:
  RunCgroup(CgroupPlace place, std::filesystem::path directory, KernelFile usage)
      : place_(std::move(place)), directory_(std::move(directory)), usage_(std::move(usage)) {}
  CgroupPlace place_;
  std::filesystem::path directory_;
  KernelFile usage_;
  mutable std::string buffer_;
};

/// The value of `usage_usec` in a v2 cpu.stat. Lines may be added by newer kernels.
Result<CpuSeconds> parse_cpu_stat(std::string_view text);

}  // namespace wattprint::processes
