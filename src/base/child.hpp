#pragma once

#include <signal.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace wattprint {

/// What every signal was set to when we were started, so that a command can be given the same.
///
/// While it lives, the signals that a supervisor has to see are blocked in this process (to be read
/// from fd()), and SIGCHLD has its default disposition, so that children can be waited for even
/// when our parent ignored it.
class SignalWatch {
 public:
  static Result<SignalWatch> install();
  SignalWatch(SignalWatch&&) noexcept = default;
  SignalWatch& operator=(SignalWatch&&) noexcept = default;
  /// Puts back mask and dispositions.
  void restore() const;

  int fd() const { return fd_.get(); }
  struct Arrival {
    int signal = 0;
    pid_t sender = 0;          ///< 0 when it came from the kernel
    bool from_kernel = false;  ///< typed at the terminal, or the terminal went away
  };
  /// The next signal that waits, if any; never blocks.
  std::optional<Arrival> next() const;

 private:
  SignalWatch() = default;
  Fd fd_;
  sigset_t original_mask_{};
  struct sigaction original_sigchld_ {};
};

/// How a process ended or changed.
struct ChildEvent {
  pid_t pid = 0;
  std::optional<int> exit_code;
  std::optional<int> killed_by;
  std::optional<int> stopped_by;
};

/// A command of the user's, started so that it can be put under measurement before its first
/// instruction, and otherwise as if we were not there: same terminal, process group, standard
/// streams, working directory, signal mask and dispositions.
class Child {
 public:
  /// Creates the process and halts it just before exec. Its environment is ours, with `variables`
  /// (NAME=VALUE) put over it.
  static Result<Child> create(const std::vector<std::string>& command, const SignalWatch& signals,
                              const std::vector<std::string>& variables = {});

  pid_t pid() const { return pid_; }

  /// Lets it go on to exec. The result is 0, or the errno of exec: ENOENT, EACCES, ... (the process
  /// has then ended and is reaped).
  int release();

  /// The next of our children (or orphans that we have adopted) to have changed; never blocks.
  static std::optional<ChildEvent> next_event();

 private:
  Child(pid_t pid, Fd go, Fd failure)
      : pid_(pid), go_(std::move(go)), failure_(std::move(failure)) {}
  pid_t pid_ = 0;
  Fd go_;
  Fd failure_;
};

/// Makes this process the one that inherits orphans of its descendants, so that what they used is
/// accounted to us when they end. No effect on the descendants except their getppid().
void adopt_orphans();

}  // namespace wattprint
