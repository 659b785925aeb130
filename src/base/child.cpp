#include "base/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace wattprint {
namespace {

// What a supervisor forwards or acts on. SIGKILL and SIGSTOP cannot be seen; SIGPIPE is blocked so
// that a reader who leaves does not end us before the record is written.
constexpr std::array kWatched{SIGCHLD, SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGUSR1,  SIGUSR2,
                              SIGALRM, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH, SIGPIPE};

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::vector<std::string>& variables, int go, int failure) {
  char byte = 0;
  while (::read(go, &byte, 1) < 0 && errno == EINTR) {
  }
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  for (const auto& variable : variables) ::putenv(const_cast<char*>(variable.c_str()));
  ::execvp(argv[0], argv.data());
  const int error_number = errno;
  [[maybe_unused]] const ssize_t written = ::write(failure, &error_number, sizeof error_number);
  ::_exit(127);
}

}  // namespace

Result<SignalWatch> SignalWatch::install() {
  SignalWatch watch;
  sigset_t watched;
  sigemptyset(&watched);
  for (const int signal : kWatched) sigaddset(&watched, signal);
  if (::sigprocmask(SIG_BLOCK, &watched, &watch.original_mask_) != 0)
    return fail(Errc::io, std::string("cannot block signals: ") + std::strerror(errno));
  struct sigaction act {};
  act.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &act, &watch.original_sigchld_);
  watch.fd_ = Fd(::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!watch.fd_) {
    const int error_number = errno;
    watch.restore();
    return fail(Errc::io, std::string("cannot watch signals: ") + std::strerror(error_number));
  }
  return watch;
}

void SignalWatch::restore() const {
  ::sigaction(SIGCHLD, &original_sigchld_, nullptr);
  ::sigprocmask(SIG_SETMASK, &original_mask_, nullptr);
}

std::optional<SignalWatch::Arrival> SignalWatch::next() const {
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info))
    return std::nullopt;
  const bool from_kernel = info.ssi_code == SI_KERNEL;
  return Arrival{static_cast<int>(info.ssi_signo), static_cast<pid_t>(info.ssi_pid), from_kernel};
}

Result<Child> Child::create(const std::vector<std::string>& command, const SignalWatch& signals,
                            const std::vector<std::string>& variables) {
  std::array<int, 2> go{};
  std::array<int, 2> failure{};
  if (::pipe2(go.data(), O_CLOEXEC) != 0)
    return fail(Errc::io, std::string("cannot create a pipe: ") + std::strerror(errno));
  Fd go_read(go[0]);
  Fd go_write(go[1]);
  if (::pipe2(failure.data(), O_CLOEXEC) != 0)
    return fail(Errc::io, std::string("cannot create a pipe: ") + std::strerror(errno));
  Fd failure_read(failure[0]);
  Fd failure_write(failure[1]);

  const pid_t pid = ::fork();
  if (pid < 0) return fail(Errc::io, std::string("cannot fork: ") + std::strerror(errno));
  if (pid == 0) {
    go_write.close();
    signals.restore();
    become(command, variables, go_read.get(), failure_write.get());
  }
  return Child(pid, std::move(go_write), std::move(failure_read));
}

int Child::release() {
  go_.close();  // end of file lets it go
  int error_number = 0;
  ssize_t n = 0;
  do {
    n = ::read(failure_.get(), &error_number, sizeof error_number);
  } while (n < 0 && errno == EINTR);
  failure_.close();
  if (n != static_cast<ssize_t>(sizeof error_number)) return 0;
  ::waitpid(pid_, nullptr, 0);
  return error_number;
}

std::optional<ChildEvent> Child::next_event() {
  int status = 0;
  pid_t pid = 0;
  do {
    pid = ::waitpid(-1, &status, WNOHANG | WUNTRACED);
  } while (pid < 0 && errno == EINTR);
  if (pid <= 0) return std::nullopt;
  ChildEvent event{.pid = pid};
  if (WIFEXITED(status)) event.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) event.killed_by = WTERMSIG(status);
  if (WIFSTOPPED(status)) event.stopped_by = WSTOPSIG(status);
  return event;
}

void adopt_orphans() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }

}  // namespace wattprint
