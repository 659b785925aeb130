#include "processes/perf_clock.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace wattprint::processes {

Result<PerfClock> PerfClock::open(pid_t pid) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_TASK_CLOCK;
  attributes.inherit = 1;
  attributes.disabled = 1;
  attributes.enable_on_exec = 1;
  // Asking for user space only is what an unprivileged process may do; a task clock runs in the
  // kernel as well all the same.
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  const long fd = ::syscall(SYS_perf_event_open, &attributes, pid, -1, -1, PERF_FLAG_FD_CLOEXEC);
  if (fd < 0) {
    const bool denied = errno == EACCES || errno == EPERM;
    return fail(denied ? Errc::permission_denied : Errc::unavailable,
                std::string("perf_event_open (task-clock): ") + std::strerror(errno));
  }
  return PerfClock(Fd(static_cast<int>(fd)));
}

Result<CpuSeconds> PerfClock::cpu() const {
  std::uint64_t nanoseconds = 0;
  if (::read(fd_.get(), &nanoseconds, sizeof nanoseconds) !=
      static_cast<ssize_t>(sizeof nanoseconds))
    return fail(Errc::io, std::string("cannot read the perf task-clock: ") + std::strerror(errno));
  return CpuSeconds{static_cast<double>(nanoseconds) * 1e-9};
}

}  // namespace wattprint::processes
