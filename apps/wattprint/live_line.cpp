#include "live_line.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

namespace wattprint::app {
namespace {

// Back to the first column, and the rest of the line cleared (ECMA-48).
constexpr const char* kOverwrite = "\r\x1b[K";

void write_text(const char* text, int length) {
  if (length > 0) [[maybe_unused]]
    const ssize_t n = ::write(STDERR_FILENO, text, static_cast<std::size_t>(length));
}

}  // namespace

void LiveLine::clear() {
  if (shown_) write_text(kOverwrite, 4);
  shown_ = false;
}

void LiveLine::accept(const measure::Interval& interval, std::span<const measure::Domain>) {
  // Writing to a terminal from the background would stop us under `stty tostop`.
  if (::tcgetpgrp(STDERR_FILENO) != ::getpgrp()) return;
  if (!start_) start_ = interval.start;
  Joules machine;
  Joules run;
  for (const auto& energy : interval.energy) {
    machine += energy.machine;
    run += energy.run_active + energy.run_idle;
  }
  run_ += run;
  const Seconds length = interval.length();
  if (length <= Seconds{0}) return;
  std::array<char, 160> line;
  const double threads = interval.cpu ? interval.cpu->run.value() / length.count() : 0.0;
  const int n = std::snprintf(
      line.data(), line.size(), "%s  %.0f s   run %.1f W of %.1f W   %.4g Wh   cpu %.1f threads",
      kOverwrite, Seconds(interval.end - *start_).count(), (run / length).value(),
      (machine / length).value(), run_ / watt_hours(1.0), threads);
  write_text(line.data(), n);
  shown_ = true;
}

}  // namespace wattprint::app
