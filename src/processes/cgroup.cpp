#include "processes/cgroup.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace wattprint::processes {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "wattprint-";

struct Mount {
  fs::path root;
  fs::path point;
};

/// mountinfo writes space, tab, newline and backslash as octal escapes.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = text[i] == '\\' ? parse_u64(text.substr(i + 1, 3), 8) : std::nullopt;
    if (code && *code < 256) {
      plain += static_cast<char>(*code);
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool has_word(std::string_view list, std::string_view word) {
  for (const auto part : split(list, ','))
    if (part == word) return true;
  return false;
}

/// The mount of one kind of hierarchy: fields are described in proc(5), mountinfo.
std::optional<Mount> find_mount(std::string_view mountinfo, CgroupPlace::Version version) {
  while (const auto line = next_line(mountinfo)) {
    const auto dash = line->find(" - ");
    if (dash == std::string_view::npos) continue;
    auto before = line->substr(0, dash);
    auto after = line->substr(dash + 3);
    for (int skipped = 0; skipped < 3; ++skipped) next_word(before);  // ids and device number
    const auto root = next_word(before);
    const auto point = next_word(before);
    const auto type = next_word(after);
    next_word(after);  // mount source
    const auto options = next_word(after);
    if (!root || !point || !type || !options) continue;
    const bool matches = version == CgroupPlace::Version::v2
                             ? *type == "cgroup2"
                             : *type == "cgroup" && has_word(*options, "cpuacct");
    if (matches) return Mount{unescape(*root), unescape(*point)};
  }
  return std::nullopt;
}

/// Our own path in one hierarchy, from /proc/self/cgroup ("0::/user.slice" or "2:cpu,cpuacct:/").
std::optional<fs::path> own_path(std::string_view cgroups, CgroupPlace::Version version) {
  while (const auto line = next_line(cgroups)) {
    const auto first = line->find(':');
    const auto second = first == std::string_view::npos ? first : line->find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const auto controllers = line->substr(first + 1, second - first - 1);
    const bool matches = version == CgroupPlace::Version::v2
                             ? controllers.empty() && starts_with(*line, "0:")
                             : has_word(controllers, "cpuacct");
    if (matches) return fs::path(line->substr(second + 1));
  }
  return std::nullopt;
}

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
  for (const auto version : {CgroupPlace::Version::v2, CgroupPlace::Version::v1_cpuacct}) {
    const auto mount = find_mount(mountinfo, version);
    const auto path = own_path(cgroups, version);
    if (!mount || !path) continue;
    // A container may see only a part of the hierarchy; a path above that part cannot be reached.
    const auto inside = path->lexically_relative(mount->root);
    if (inside.empty() || *inside.begin() == "..") continue;
    places.push_back({version, inside == "." ? mount->point : mount->point / inside});
  }
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
