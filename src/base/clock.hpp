#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wattprint {

/// A moment on CLOCK_BOOTTIME: it never jumps with the wall clock and, unlike CLOCK_MONOTONIC, goes
/// on during suspend. Durations of runs and intervals are differences of these.
struct Instant {
  std::chrono::nanoseconds since_boot{0};
  /// How much of that the machine has slept through (BOOTTIME minus MONOTONIC). Hardware draws next
  /// to nothing then, and its counters may start anew.
  std::chrono::nanoseconds suspended{0};

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr std::chrono::nanoseconds operator-(Instant a, Instant b) {
    return a.since_boot - b.since_boot;
  }
  friend constexpr Instant operator+(Instant a, std::chrono::nanoseconds d) {
    return Instant{a.since_boot + d, a.suspended};
  }
};

/// The part of the time between two moments in which the machine was not suspended.
constexpr std::chrono::nanoseconds awake_between(Instant from, Instant to) {
  return (to - from) - (to.suspended - from.suspended);
}

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where time comes from; tests hand in their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;
  /// Total time this machine has spent suspended since boot (BOOTTIME minus MONOTONIC).
  virtual std::chrono::nanoseconds suspended() const = 0;
};

/// The clock of this machine.
const Clock& system_clock();

/// "2026-11-22T02:49:05.120Z" (RFC 3339, UTC).
std::string to_rfc3339(WallTime time);
Result<WallTime> parse_rfc3339(std::string_view text);

/// "100ms", "1s", "1.5s", "2m", "1h", or a bare number of seconds; positive. Errc::malformed else.
Result<std::chrono::nanoseconds> parse_duration(std::string_view text);

}  // namespace wattprint
