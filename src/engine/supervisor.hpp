#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "base/child.hpp"
#include "base/result.hpp"

namespace wattprint::engine {

/// Waits for a command as its shell would, while a clock ticks.
///
/// Signals sent to us are passed on to the command; those that the terminal sends reach it by
/// themselves, since it shares our process group, and are not doubled. When it is stopped by job
/// control (Ctrl-Z) we stop too, so that the shell sees what it would have seen. Orphans of the
/// command are reaped as they end.
class Supervisor {
 public:
  Supervisor(const SignalWatch& signals, pid_t child, std::chrono::nanoseconds period,
             std::function<void(std::uint64_t late_ticks)> tick);

  /// Calls `what` once, at that time or soon after it; it takes the place of one set before.
  void at(std::chrono::steady_clock::time_point when, std::function<void()> what);

  struct End {
    std::optional<int> exit_code;
    std::optional<int> killed_by;
  };
  /// Returns when the command has ended. Errc::io only when there is no timer to be had; the
  /// command is then still waited for, without ticks.
  End wait();

 private:
  void handle_signals();
  std::optional<End> handle_children();
  void stop_with_the_command(int signal);
  int milliseconds_to_alarm() const;
  void sound_alarm();

  const SignalWatch& signals_;
  pid_t child_;
  std::chrono::nanoseconds period_;
  std::function<void(std::uint64_t)> tick_;
  std::chrono::steady_clock::time_point alarm_time_;
  std::function<void()> alarm_;  ///< empty: none is set
};

}  // namespace wattprint::engine
