#include "base/timer.hpp"

#include <sys/timerfd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace wattprint {

Result<Timer> Timer::every(std::chrono::nanoseconds period) {
  Fd fd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!fd) return fail(Errc::io, std::string("cannot create a timer: ") + std::strerror(errno));
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(period);
  const timespec interval{.tv_sec = whole.count(), .tv_nsec = (period - whole).count()};
  const itimerspec spec{.it_interval = interval, .it_value = interval};
  if (::timerfd_settime(fd.get(), 0, &spec, nullptr) != 0)
    return fail(Errc::io, std::string("cannot set a timer: ") + std::strerror(errno));
  return Timer(std::move(fd));
}

std::uint64_t Timer::expirations() const {
  std::uint64_t count = 0;
  return ::read(fd_.get(), &count, sizeof count) == static_cast<ssize_t>(sizeof count) ? count : 0;
}

}  // namespace wattprint
