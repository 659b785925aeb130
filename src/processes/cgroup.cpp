#include "processes/cgroup.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/cgroup_tree.hpp"
#include "base/text.hpp"

namespace wattprint::processes {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "wattprint-";

/// Removes cgroups that a killed wattprint left behind; only empty ones can be removed.
void remove_stale(const fs::path& parent) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename();
    if (!starts_with(name, kPrefix)) continue;
    const auto pid = parse_u64(std::string_view(name).substr(kPrefix.size()));
    if (pid && ::kill(static_cast<pid_t>(*pid), 0) != 0 && errno == ESRCH)
      ::rmdir(entry.path().c_str());
  }
}

/// Kernel attributes take one write, in place.
Result<> write_attribute(const fs::path& path, const std::string& text) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd) return fail(errno_error(errno, "cannot open", path));
  if (::write(fd.get(), text.data(), text.size()) < 0)
    return fail(errno_error(errno, "cannot write", path));
  return {};
}

}  // namespace

std::vector<CgroupPlace> find_cgroup_places(std::string_view cgroups, std::string_view mountinfo) {
  std::vector<CgroupPlace> places;
  if (auto v2 = find_cgroup_branch(cgroups, mountinfo, ""))
    places.push_back({CgroupPlace::Version::v2, std::move(v2->directory)});
  if (auto v1 = find_cgroup_branch(cgroups, mountinfo, "cpuacct"))
    places.push_back({CgroupPlace::Version::v1_cpuacct, std::move(v1->directory)});
  return places;
}

Result<CpuSeconds> parse_cpu_stat(std::string_view text) {
  while (auto line = next_line(text)) {
    const auto key = next_word(*line);
    if (key != "usage_usec") continue;
    const auto value = next_word(*line);
    const auto number = value ? parse_u64(*value) : std::nullopt;
    if (!number) break;
    return CpuSeconds{static_cast<double>(*number) * 1e-6};
  }
  return fail(Errc::malformed, "cpu.stat: no number after usage_usec");
}

Result<RunCgroup> RunCgroup::create(const CgroupPlace& place) {
  remove_stale(place.directory);
  const fs::path directory = place.directory / (std::string(kPrefix) + std::to_string(::getpid()));
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST)
    return fail(errno_error(errno, "cannot create a cgroup", directory));
  const char* usage_file = place.version == CgroupPlace::Version::v2 ? "cpu.stat" : "cpuacct.usage";
  auto usage = KernelFile::open(directory / usage_file);
  if (!usage) {
    ::rmdir(directory.c_str());
    return fail(usage.error());
  }
  RunCgroup cgroup(place, directory, std::move(*usage));
  if (auto cpu = cgroup.cpu(); !cpu) return fail(cpu.error());
  return cgroup;
}

RunCgroup::RunCgroup(RunCgroup&& other) noexcept
    : place_(std::move(other.place_)),
      directory_(std::exchange(other.directory_, {})),
      usage_(std::move(other.usage_)) {}

RunCgroup& RunCgroup::operator=(RunCgroup&& other) noexcept {
  std::swap(place_, other.place_);
  std::swap(directory_, other.directory_);
  std::swap(usage_, other.usage_);
  return *this;
}

RunCgroup::~RunCgroup() {
  if (directory_.empty()) return;
  if (const auto left = members())
    for (const pid_t pid : *left)
      (void)write_attribute(place_.directory / "cgroup.procs", std::to_string(pid));
  ::rmdir(directory_.c_str());
}

Result<> RunCgroup::adopt(pid_t pid) const {
  return write_attribute(directory_ / "cgroup.procs", std::to_string(pid));
}

Result<CpuSeconds> RunCgroup::cpu() const {
  if (place_.version == CgroupPlace::Version::v1_cpuacct) {
    const auto nanoseconds = usage_.read_u64();
    if (!nanoseconds) return fail(nanoseconds.error());
    return CpuSeconds{static_cast<double>(*nanoseconds) * 1e-9};
  }
  const auto text = usage_.read(buffer_);
  if (!text) return fail(text.error());
  return parse_cpu_stat(*text);
}

Result<std::vector<pid_t>> RunCgroup::members() const {
  const auto text = read_text(directory_ / "cgroup.procs");
  if (!text) return fail(text.error());
  std::vector<pid_t> pids;
  std::string_view rest = *text;
  while (const auto line = next_line(rest))
    if (const auto pid = parse_u64(*line)) pids.push_back(static_cast<pid_t>(*pid));
  return pids;
}

}  // namespace wattprint::processes
