#include "engine/launch.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/files.hpp"
#include "engine/measurement.hpp"
#include "processes/proc_stat.hpp"

namespace wattprint::engine {
namespace {

// Wrappers between a launcher and its processes: shells, `wattprint run`. More are not believable.
constexpr int kMostWrappers = 32;

std::optional<processes::ProcStat> stat_of(pid_t pid) {
  const auto text = read_text(fmt::format("/proc/{}/stat", pid));
  if (!text) return std::nullopt;
  const auto stat = processes::parse_proc_stat(*text, ::sysconf(_SC_CLK_TCK));
  return stat ? std::optional(*stat) : std::nullopt;
}

bool has_variable(pid_t pid, const std::string& name) {
  const auto block = read_text(fmt::format("/proc/{}/environ", pid));
  return block && ('\0' + *block).find('\0' + name + '=') != std::string::npos;
}

/// The launcher: the nearest ancestor that has not itself been told its rank.
std::string launch_by(const char* variable) {
  pid_t pid = ::getppid();
  auto stat = stat_of(pid);
  for (int i = 0; i < kMostWrappers && stat && stat->parent > 0 && has_variable(pid, variable);
       ++i) {
    pid = stat->parent;
    stat = stat_of(pid);
  }
  return fmt::format("{}:{}:{}", host_name(), pid, stat ? stat->start_ticks : 0);
}

}  // namespace

std::optional<runs::Rank> rank_here() {
  const auto variable = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
  };
  return runs::rank_from(variable, launch_by);
}

}  // namespace wattprint::engine
