#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/machine.hpp"

namespace wattprint::testing {

/// A directory tree that stands for a machine; removed with the object.
///
///     FakeMachine m;
///     m.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
///     probe(m.machine());
class FakeMachine {
 public:
  FakeMachine() {
    std::string pattern = (std::filesystem::temp_directory_path() / "wattprint-machine-XXXXXX");
    root_ = ::mkdtemp(pattern.data());
    for (const char* directory : {"sys", "proc", "dev", "etc"})
      std::filesystem::create_directories(root_ / directory);
  }
  FakeMachine(const FakeMachine&) = delete;
  FakeMachine& operator=(const FakeMachine&) = delete;
  ~FakeMachine() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  /// Writes a file, with the directories above it.
  void write(const std::filesystem::path& path, std::string_view text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary | std::ios::trunc) << text;
  }
  void remove(const std::filesystem::path& path) const {
    std::filesystem::remove_all(root_ / path);
  }
  /// A symbolic link at `path` to `target` (relative to the link or absolute inside the tree).
  void link(const std::filesystem::path& path, const std::filesystem::path& target) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::filesystem::create_symlink(target, root_ / path);
  }

  const std::filesystem::path& root() const { return root_; }
  Machine machine() const {
    return {.sysfs = root_ / "sys",
            .procfs = root_ / "proc",
            .dev = root_ / "dev",
            .etc = root_ / "etc"};
  }

 private:
  std::filesystem::path root_;
};

}  // namespace wattprint::testing
