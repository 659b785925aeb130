#include "models/allotment.hpp"

#include <algorithm>
#include <filesystem>

#include "base/cgroup_tree.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "models/cpu_identity.hpp"

namespace wattprint::models {
namespace {

namespace fs = std::filesystem;

// v1 writes the largest multiple of the page size, near 2^63, for "no limit".
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 60U;
// No machine has so many threads; a quota above is garbage.
constexpr double kMostCpus = 65536.0;

std::optional<double> ratio(std::optional<std::uint64_t> quota,
                            std::optional<std::uint64_t> period) {
  if (!quota || !period || *quota == 0 || *period == 0) return std::nullopt;
  const double cpus = static_cast<double>(*quota) / static_cast<double>(*period);
  if (cpus > kMostCpus) return std::nullopt;
  return cpus;
}

/// mountinfo speaks of /sys; where the machine's files are elsewhere, so are its cgroups.
fs::path below_sysfs(const Machine& machine, const fs::path& path) {
  const auto inside = path.lexically_relative("/sys");
  if (inside.empty() || *inside.begin() == "..") return path;
  return inside == "." ? machine.sysfs : machine.sysfs / inside;
}

/// Collects the limits of one machine.
class Reader {
 public:
  Reader(const Machine& machine, unsigned threads_online) : machine_(machine) {
    found_.threads_online = std::max(1U, threads_online);
    found_.cpus = found_.threads_online;
  }

  Allotment read() {
    const auto cgroups = read_text(machine_.procfs / "self/cgroup");
    const auto mounts = read_text(machine_.procfs / "self/mountinfo");
    if (cgroups && mounts) {
      const auto at = [&](std::string_view controller) {
        return find_cgroup_branch(*cgroups, *mounts, controller);
      };
      if (const auto v2 = at("")) {
        read_cpuset(*v2, {"cpuset.cpus.effective"});
        climb(*v2, [this](const fs::path& directory) {
          take_quota(directory / "cpu.max", parse_cpu_max(text_of(directory / "cpu.max")));
          take_memory(directory / "memory.max");
        });
      }
      if (const auto v1 = at("cpuset")) read_cpuset(*v1, {"cpuset.effective_cpus", "cpuset.cpus"});
      if (const auto v1 = at("cpu"))
        climb(*v1, [this](const fs::path& directory) {
          take_quota(directory / "cpu.cfs_quota_us",
                     ratio(parse_u64(text_of(directory / "cpu.cfs_quota_us")),
                           parse_u64(text_of(directory / "cpu.cfs_period_us"))));
        });
      if (const auto v1 = at("memory"))
        climb(*v1, [this](const fs::path& directory) {
          take_memory(directory / "memory.limit_in_bytes");
        });
    }
    conclude();
    return std::move(found_);
  }

 private:
  static std::string text_of(const fs::path& file) { return read_line(file).value_or(""); }

  /// Calls visit(directory) for our own cgroup and all above it that are in sight. A cgroup that
  /// exists but is not visible here (its path is that of the host) is skipped by itself: its files
  /// are missing.
  template <class Visit>
  void climb(const CgroupBranch& branch, Visit visit) {
    for (fs::path directory = branch.directory;; directory = directory.parent_path()) {
      visit(below_sysfs(machine_, directory));
      if (directory == branch.mount_point || directory == directory.parent_path()) return;
    }
  }

  void read_cpuset(const CgroupBranch& branch, std::initializer_list<const char*> names) {
    for (const fs::path& directory : {branch.directory, branch.mount_point})
      for (const char* name : names) {
        const auto file = below_sysfs(machine_, directory) / name;
        const auto threads = count_cpu_list(text_of(file));
        if (!threads || *threads == 0) continue;
        if (!found_.cpuset_threads || *threads < *found_.cpuset_threads) {
          found_.cpuset_threads = threads;
          cpuset_file_ = file;
        }
        return;
      }
  }

  void take_quota(const fs::path& file, std::optional<double> cpus) {
    if (!cpus || (found_.quota_cpus && *found_.quota_cpus <= *cpus)) return;
    found_.quota_cpus = cpus;
    quota_file_ = file;
  }

  void take_memory(const fs::path& file) {
    const auto bytes = parse_memory_limit(text_of(file));
    if (!bytes || (found_.memory_limit && *found_.memory_limit <= *bytes)) return;
    found_.memory_limit = bytes;
    memory_file_ = file;
  }

  void say(const std::string& file) {
    if (!found_.evidence.empty()) found_.evidence += "; ";
    found_.evidence += file;
  }

  void conclude() {
    if (found_.cpuset_threads && *found_.cpuset_threads < found_.threads_online) {
      found_.cpus = *found_.cpuset_threads;
      say(cpuset_file_.string());
    }
    if (found_.quota_cpus && *found_.quota_cpus < found_.cpus) {
      found_.cpus = *found_.quota_cpus;
      say(quota_file_.string());
    }
    if (found_.memory_limit) say(memory_file_.string());
    if (found_.evidence.empty()) found_.evidence = "no limit by a cgroup";
  }

  const Machine& machine_;
  Allotment found_;
  fs::path cpuset_file_, quota_file_, memory_file_;
};

}  // namespace

std::optional<double> parse_cpu_max(std::string_view text) {
  const auto quota = next_word(text);
  const auto period = next_word(text);
  if (!quota || !period || next_word(text)) return std::nullopt;
  return ratio(parse_u64(*quota), parse_u64(*period));
}

std::optional<std::uint64_t> parse_memory_limit(std::string_view text) {
  const auto bytes = parse_u64(text);
  if (!bytes || *bytes == 0 || *bytes >= kNoLimit) return std::nullopt;
  return bytes;
}

Allotment read_allotment(const Machine& machine, unsigned threads_online) {
  return Reader(machine, threads_online).read();
}

}  // namespace wattprint::models
