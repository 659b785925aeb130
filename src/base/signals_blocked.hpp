#pragma once

#include <pthread.h>
#include <signal.h>

namespace wattprint {

/// While it lives, threads that are started here, or by drivers from here, are born deaf: signals
/// are for the thread that waits for a command, or for the program that is measured.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace wattprint
