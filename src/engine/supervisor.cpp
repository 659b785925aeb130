#include "engine/supervisor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/fd.hpp"
#include "base/timer.hpp"

namespace wattprint::engine {
namespace {

// An hour; poll() takes an int, and comes back to look.
constexpr std::int64_t kLongestPoll = 3'600'000;

bool is_job_control_stop(int signal) {
  return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/// Job control is between a shell and a terminal; without one, nobody would continue us.
bool has_terminal() { return static_cast<bool>(Fd(::open("/dev/tty", O_RDONLY | O_CLOEXEC))); }

}  // namespace

Supervisor::Supervisor(const SignalWatch& signals, pid_t child, std::chrono::nanoseconds period,
                       std::function<void(std::uint64_t)> tick)
    : signals_(signals), child_(child), period_(period), tick_(std::move(tick)) {}

Supervisor::End Supervisor::wait() {
  const auto timer = Timer::every(period_);
  std::array<pollfd, 2> watched{{{signals_.fd(), POLLIN, 0}, {-1, POLLIN, 0}}};
  if (timer) watched[1].fd = timer->fd();  // poll() passes over a negative descriptor
  while (true) {
    if (::poll(watched.data(), watched.size(), milliseconds_to_alarm()) < 0) continue;  // EINTR
    if ((watched[0].revents & POLLIN) != 0) {
      handle_signals();
      if (const auto end = handle_children()) return *end;
    }
    if (timer && (watched[1].revents & POLLIN) != 0)
      if (const auto expired = timer->expirations(); expired > 0) tick_(expired - 1);
    sound_alarm();
  }
}

void Supervisor::at(std::chrono::steady_clock::time_point when, std::function<void()> what) {
  alarm_time_ = when;
  alarm_ = std::move(what);
}

/// As poll() wants it: -1 is for ever.
int Supervisor::milliseconds_to_alarm() const {
  if (!alarm_) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(alarm_time_ - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kLongestPoll));
}

void Supervisor::sound_alarm() {
  if (!alarm_ || std::chrono::steady_clock::now() < alarm_time_) return;
  const auto alarm = std::exchange(alarm_, nullptr);
  alarm();
}

void Supervisor::handle_signals() {
  while (const auto arrival = signals_.next()) {
    const int signal = arrival->signal;
    if (signal == SIGCHLD || signal == SIGPIPE) continue;
    if (is_job_control_stop(signal)) continue;  // we stop when the command does
    if (!arrival->from_kernel) ::kill(child_, signal);
  }
}

std::optional<Supervisor::End> Supervisor::handle_children() {
  std::optional<End> end;
  while (const auto event = Child::next_event()) {
    if (event->pid != child_) continue;  // an orphan we adopted
    if (event->stopped_by) {
      if (is_job_control_stop(*event->stopped_by) && has_terminal())
        stop_with_the_command(*event->stopped_by);
      continue;
    }
    end = End{event->exit_code, event->killed_by};
  }
  return end;
}

void Supervisor::stop_with_the_command(int signal) {
  tick_(0);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  ::raise(signal);
  // The signal is blocked; letting it through stops us here until somebody continues us. In a
  // process group that no shell looks after the kernel discards it, and we go on.
  ::sigprocmask(SIG_UNBLOCK, &only, nullptr);
  ::sigprocmask(SIG_BLOCK, &only, nullptr);
  ::kill(child_, SIGCONT);
}

}  // namespace wattprint::engine
