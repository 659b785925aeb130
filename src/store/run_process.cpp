#include "store/run_process.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::store {
namespace {

/// Field 22 of /proc/PID/stat. The second field, the name, may hold blanks and brackets, so fields
/// are counted from its last bracket.
std::optional<std::uint64_t> start_of(const Machine& machine, const std::string& pid) {
  const auto stat = read_text(machine.procfs / pid / "stat");
  if (!stat) return std::nullopt;
  const auto name_end = stat->rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(*stat).substr(name_end + 1);
  constexpr int kFieldsBetween = 19;  // state is field 3
  for (int i = 0; i < kFieldsBetween; ++i)
    if (!next_word(rest)) return std::nullopt;
  const auto start = next_word(rest);
  return start ? parse_u64(*start) : std::nullopt;
}

std::string boot_id_of(const Machine& machine) {
  return read_line(machine.procfs / "sys/kernel/random/boot_id").value_or("");
}

}  // namespace

RunProcess this_process(const Machine& machine) {
  return {.pid = ::getpid(),
          .started = start_of(machine, "self").value_or(0),
          .boot_id = boot_id_of(machine)};
}

bool is_alive(const RunningRun& run, const std::string& host, WallTime now,
              const Machine& machine) {
  if (run.host != host) return now - run.written_at < std::chrono::hours(1);
  const auto& process = run.process;
  const std::string boot_id = boot_id_of(machine);
  if (!boot_id.empty() && !process.boot_id.empty() && boot_id != process.boot_id) return false;
  if (const auto start = start_of(machine, std::to_string(process.pid)))
    return process.started == 0 || *start == process.started;
  // Nothing under /proc: the process is gone, or there is no /proc, and then a signal tells.
  std::error_code ignored;
  if (std::filesystem::exists(machine.procfs / "self/stat", ignored)) return false;
  return machine.is_this_one() && process.pid > 0 &&
         (::kill(static_cast<pid_t>(process.pid), 0) == 0 || errno == EPERM);
}

}  // namespace wattprint::store
