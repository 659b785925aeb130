#include "base/clock.hpp"

#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.hpp"

namespace wattprint {
namespace {

using std::chrono::nanoseconds;

nanoseconds read_clock(clockid_t id) {
  timespec t{};
  ::clock_gettime(id, &t);
  return std::chrono::seconds(t.tv_sec) + nanoseconds(t.tv_nsec);
}

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    const nanoseconds boot = read_clock(CLOCK_BOOTTIME);
    // Read one after the other, the two differ by some nanoseconds without any suspend.
    const nanoseconds asleep = boot - read_clock(CLOCK_MONOTONIC);
    return Instant{boot, std::chrono::round<std::chrono::milliseconds>(asleep)};
  }
  WallTime wall() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  nanoseconds suspended() const override {
    return read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC);
  }
};

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::string to_rfc3339(WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

Result<WallTime> parse_rfc3339(std::string_view text) {
  std::string_view rest = trim(text);
  const std::string shown(rest.substr(0, 40));
  bool fine = true;
  const auto digits = [&](std::size_t count) {
    unsigned number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = i < rest.size() ? rest[i] : ' ';
      fine = fine && c >= '0' && c <= '9';
      number = number * 10 + static_cast<unsigned>(c - '0');
    }
    rest.remove_prefix(std::min(count, rest.size()));
    return number;
  };
  const auto sign = [&](char wanted) {
    fine = fine && rest.starts_with(wanted);
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  };
  const auto year = digits(4);
  sign('-');
  const auto month = digits(2);
  sign('-');
  const auto day = digits(2);
  sign('T');
  const auto hour = digits(2);
  sign(':');
  const auto minute = digits(2);
  sign(':');
  const auto second = digits(2);
  unsigned milliseconds = 0;
  if (rest.starts_with('.')) {
    sign('.');
    // At least one digit; what is finer than a millisecond is cut off.
    for (unsigned scale = 100; scale == 100 || !rest.starts_with('Z'); scale /= 10) {
      milliseconds += digits(1) * scale;
      if (!fine) break;
    }
  }
  sign('Z');
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(fine ? year : 0)),
                                         std::chrono::month(month), std::chrono::day(day)};
  // 60 is a leap second, which counts as the first of the next minute.
  if (!fine || !rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60)
    return fail(Errc::malformed,
                "\"" + shown + "\" is not a UTC time such as 2026-11-22T02:49:05Z");
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + std::chrono::milliseconds(milliseconds);
}

Result<nanoseconds> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double seconds;
  };
  // "ms" and "us" stand before "s", their own last letter.
  static constexpr std::array<Unit, 6> kUnits{
      {{"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}, {"m", 60.0}, {"h", 3600.0}, {"d", 86400.0}}};
  constexpr double kLongest = 365.0 * 86400.0;
  std::string_view number = trim(text);
  double unit = 1.0;
  for (const auto& candidate : kUnits) {
    if (number.size() > candidate.suffix.size() && number.ends_with(candidate.suffix)) {
      number.remove_suffix(candidate.suffix.size());
      unit = candidate.seconds;
      break;
    }
  }
  const auto count = parse_double(number);
  const double seconds = count ? *count * unit : 0.0;
  if (!count || !(seconds >= 1e-9) || seconds > kLongest)
    return fail(Errc::malformed, "\"" + std::string(text) +
                                     "\" is not a duration; write for example 100ms, 1s or 2m");
  return nanoseconds(std::llround(seconds * 1e9));
}

}  // namespace wattprint
