#include "processes/descendants.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace wattprint::processes {
namespace {

namespace fs = std::filesystem;

/// Two descriptors a process; the usual soft limit of 1024 leaves room for everything else.
constexpr std::size_t kMostKept = 400;

std::optional<pid_t> pid_of(const fs::path& directory) {
  const auto number = parse_u64(directory.filename().native());
  return number ? std::optional<pid_t>(static_cast<pid_t>(*number)) : std::nullopt;
}

void append_pids(std::string_view text, std::vector<pid_t>& pids) {
  while (const auto word = next_word(text))
    if (const auto pid = parse_u64(*word)) pids.push_back(static_cast<pid_t>(*pid));
}

}  // namespace

Descendants::Descendants(fs::path proc, pid_t root)
    : proc_(std::move(proc)), root_(root), ticks_per_second_(::sysconf(_SC_CLK_TCK)) {
  std::error_code ignored;
  const std::string self = std::to_string(root_);
  has_children_files_ = fs::exists(proc_ / self / "task" / self / "children", ignored);
}

Result<Descendants::Census> Descendants::take() {
  return has_children_files_ ? take_by_children() : take_by_parents();
}

std::optional<Descendants::Known> Descendants::open_process(pid_t pid) const {
  const fs::path directory = proc_ / std::to_string(pid);
  auto stat = KernelFile::open(directory / "stat");
  if (!stat) return std::nullopt;
  auto children = KernelFile::open(directory / "task" / std::to_string(pid) / "children");
  return Known{std::move(*stat),
               children ? std::optional<KernelFile>(std::move(*children)) : std::nullopt};
}

void Descendants::read_children_of_thread(pid_t pid, pid_t thread,
                                          std::vector<pid_t>& found) const {
  const auto text =
      read_text(proc_ / std::to_string(pid) / "task" / std::to_string(thread) / "children");
  if (text) append_pids(*text, found);
}

std::optional<ProcStat> Descendants::visit(pid_t pid, std::vector<pid_t>& found, Known* known) {
  const auto text = known->stat.read(buffer_);
  if (!text) return std::nullopt;
  const auto stat = parse_proc_stat(*text, ticks_per_second_);
  if (!stat) return std::nullopt;
  if (known->children) {
    if (const auto children = known->children->read(buffer_)) append_pids(*children, found);
  }
  if (stat->threads > 1) {
    // Each child hangs on the thread that forked it.
    std::error_code ignored;
    for (const auto& task : fs::directory_iterator(proc_ / std::to_string(pid) / "task", ignored))
      if (const auto thread = pid_of(task.path()); thread && *thread != pid)
        read_children_of_thread(pid, *thread, found);
  }
  return *stat;
}

Result<Descendants::Census> Descendants::take_by_children() {
  Census census;
  std::vector<pid_t> waiting;
  std::error_code ignored;
  for (const auto& task : fs::directory_iterator(proc_ / std::to_string(root_) / "task", ignored))
    if (const auto thread = pid_of(task.path())) read_children_of_thread(root_, *thread, waiting);

  std::set<pid_t> visited;
  while (!waiting.empty()) {
    const pid_t pid = waiting.back();
    waiting.pop_back();
    if (!visited.insert(pid).second) continue;

    std::optional<ProcStat> stat;
    if (const auto kept = known_.find(pid); kept != known_.end()) {
      stat = visit(pid, waiting, &kept->second);
      if (!stat) known_.erase(kept);
    }
    if (!stat) {
      auto opened = open_process(pid);
      if (!opened) continue;
      stat = visit(pid, waiting, &*opened);
      if (stat && known_.size() < kMostKept) known_.emplace(pid, std::move(*opened));
    }
    if (!stat) continue;
    census.cpu += stat->own + stat->reaped;
    census.pids.push_back(pid);
  }
  std::erase_if(known_, [&](const auto& entry) { return !visited.contains(entry.first); });
  return census;
}

Result<Descendants::Census> Descendants::take_by_parents() const {
  std::error_code error;
  fs::directory_iterator processes(proc_, error);
  if (error) return fail(errno_error(error.value(), "cannot list processes", proc_));
  std::map<pid_t, ProcStat> all;
  for (const auto& entry : processes) {
    const auto pid = pid_of(entry.path());
    if (!pid) continue;
    const auto text = read_text(entry.path() / "stat");
    if (!text) continue;
    if (const auto stat = parse_proc_stat(*text, ticks_per_second_)) all.emplace(*pid, *stat);
  }
  const auto descends = [&](pid_t pid) {
    // A bound, in case processes change their parents while we look.
    for (std::size_t steps = 0; steps <= all.size(); ++steps) {
      const auto found = all.find(pid);
      if (found == all.end()) return false;
      pid = found->second.parent;
      if (pid == root_) return true;
    }
    return false;
  };
  Census census;
  for (const auto& [pid, stat] : all) {
    if (!descends(pid)) continue;
    census.cpu += stat.own + stat.reaped;
    census.pids.push_back(pid);
  }
  return census;
}

bool Descendants::contains(pid_t pid) const {
  constexpr int kDeepest = 1000;
  for (int steps = 0; steps < kDeepest && pid > 1; ++steps) {
    const auto text = read_text(proc_ / std::to_string(pid) / "stat");
    if (!text) return false;
    const auto stat = parse_proc_stat(*text, ticks_per_second_);
    if (!stat) return false;
    pid = stat->parent;
    if (pid == root_) return true;
  }
  return false;
}

}  // namespace wattprint::processes
