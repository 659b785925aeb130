#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace wattprint {

/// Where this process stands in one cgroup hierarchy, as far as it can see it.
struct CgroupBranch {
  std::filesystem::path mount_point;  ///< the topmost cgroup in sight; inside a container its own
  std::filesystem::path directory;    ///< our own cgroup, at or below it
};

/// Our place in the hierarchy of a controller of cgroup v1 ("cpuset"), or in that of v2 ("").
/// Nothing when it is not mounted, or when our cgroup lies outside of what is.
///
/// cgroups    text of /proc/self/cgroup
/// mountinfo  text of /proc/self/mountinfo
std::optional<CgroupBranch> find_cgroup_branch(std::string_view cgroups, std::string_view mountinfo,
                                               std::string_view controller);

}  // namespace wattprint
