#include "sensors/rapl/perf_calls.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace wattprint::sensors::rapl {
namespace {

Error perf_error(int error_number, std::string_view call) {
  Errc code = Errc::io;
  switch (error_number) {
    case EACCES:
    case EPERM: code = Errc::permission_denied; break;
    case EINVAL:
    case ENOENT:
    case ENODEV:
    case ENXIO:
    case ENOSYS:
    case EOPNOTSUPP: code = Errc::not_present; break;
    default: break;
  }
  return {code, std::string(call) + ": " + std::strerror(error_number)};
}

Result<Fd> open_event(std::uint32_t type, std::uint64_t config, int cpu) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = type;
  attributes.config = config;
  constexpr pid_t kEverybody = -1;
  constexpr int kNoGroup = -1;
  const long fd =
      ::syscall(SYS_perf_event_open, &attributes, kEverybody, cpu, kNoGroup, PERF_FLAG_FD_CLOEXEC);
  if (fd < 0) return fail(perf_error(errno, "perf_event_open"));
  return Fd(static_cast<int>(fd));
}

Result<std::uint64_t> read_event(const Fd& event) {
  std::uint64_t count = 0;
  ssize_t n = 0;
  do {
    n = ::read(event.get(), &count, sizeof count);
  } while (n < 0 && errno == EINTR);
  if (n < 0) return fail(perf_error(errno, "read of a perf event"));
  // The kernel answers with nothing when the event is in an error state (its PMU went away).
  if (n != static_cast<ssize_t>(sizeof count)) return fail(Errc::io, "read of a perf event: empty");
  return count;
}

}  // namespace

PerfCalls kernel_perf_calls() { return {.open = open_event, .read = read_event}; }

}  // namespace wattprint::sensors::rapl
