#pragma once

#include <filesystem>

namespace wattprint {

/// Where the kernel files of the machine under measurement live.
///
/// A container that mounts the host's /sys elsewhere, or a test that brings a machine of its own,
/// passes other directories; nothing below reads "/sys" or "/proc" by name.
struct Machine {
  std::filesystem::path sysfs = "/sys";
  std::filesystem::path procfs = "/proc";
  std::filesystem::path dev = "/dev";
  std::filesystem::path etc = "/etc";

  /// True when the files are those of the kernel we run on, so that system calls (perf_event_open,
  /// ioctl, cgroup membership) speak of the same machine as the files do.
  bool is_this_one() const { return sysfs == "/sys" && procfs == "/proc"; }
};

}  // namespace wattprint
