#include "processes/proc_stat.hpp"

#include <array>
#include <optional>

#include "base/text.hpp"

namespace wattprint::processes {
namespace {

CpuSeconds from_ticks(std::uint64_t ticks, long ticks_per_second) {
  return CpuSeconds{static_cast<double>(ticks) / static_cast<double>(ticks_per_second)};
}

std::optional<std::uint64_t> next_u64(std::string_view& rest) {
  const auto word = next_word(rest);
  return word ? parse_u64(*word) : std::nullopt;
}

}  // namespace

Result<ProcStat> parse_proc_stat(std::string_view text, long ticks_per_second) {
  // The command name stands in parentheses and may itself hold spaces and parentheses.
  const auto name_end = text.rfind(')');
  if (name_end == std::string_view::npos)
    return fail(Errc::malformed, "/proc/PID/stat: no command name in parentheses");
  auto rest = text.substr(name_end + 1);

  constexpr std::size_t kFirstField = 3;  // state; numbering as in proc(5)
  constexpr std::size_t kLastField = 22;  // starttime
  std::array<std::string_view, kLastField + 1> field;
  for (std::size_t i = kFirstField; i <= kLastField; ++i) {
    const auto word = next_word(rest);
    if (!word) return fail(Errc::malformed, "/proc/PID/stat: fewer than 22 fields");
    field[i] = *word;
  }
  const auto parent = parse_i64(field[4]);
  const auto utime = parse_u64(field[14]);
  const auto stime = parse_u64(field[15]);
  // cutime and cstime are signed in the kernel's format string.
  const auto cutime = parse_i64(field[16]);
  const auto cstime = parse_i64(field[17]);
  const auto threads = parse_u64(field[20]);
  const auto start = parse_u64(field[22]);
  if (!parent || !utime || !stime || !cutime || !cstime || !threads || !start || *cutime < 0 ||
      *cstime < 0)
    return fail(Errc::malformed, "/proc/PID/stat: a field is not a number");
  const auto children = static_cast<std::uint64_t>(*cutime) + static_cast<std::uint64_t>(*cstime);
  return ProcStat{.parent = static_cast<pid_t>(*parent),
                  .state = field[3].front(),
                  .own = from_ticks(*utime + *stime, ticks_per_second),
                  .reaped = from_ticks(children, ticks_per_second),
                  .threads = static_cast<unsigned>(*threads),
                  .start_ticks = *start};
}

Result<MachineTimes> parse_machine_times(std::string_view text, long ticks_per_second) {
  auto line = next_line(text);
  if (!line || !starts_with(*line, "cpu "))
    return fail(Errc::malformed, "/proc/stat: does not begin with the line \"cpu \"");
  auto rest = line->substr(4);
  // user nice system idle iowait irq softirq; guest time is already in user, steal is not ours.
  std::array<std::uint64_t, 7> ticks{};
  for (auto& value : ticks) {
    const auto number = next_u64(rest);
    if (!number) return fail(Errc::malformed, "/proc/stat: a field of \"cpu\" is not a number");
    value = *number;
  }
  MachineTimes times;
  times.busy = from_ticks(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks_per_second);
  while ((line = next_line(text)) && starts_with(*line, "cpu")) ++times.threads;
  return times;
}

}  // namespace wattprint::processes
