#pragma once

#include <unistd.h>

namespace wattprint::testing {

/// While it lives, this process has the file permissions of nobody. Tests run as root in CI, where
/// every file can be read.
class Unprivileged {
 public:
  Unprivileged() : before_(::geteuid()) {
    if (before_ == 0) is_active_ = ::seteuid(kNobody) == 0;
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (is_active_ && ::seteuid(before_) != 0) ::_exit(99);
  }
  /// False when a file with mode 0000 could still be read (a user namespace without that id).
  bool is_active() const { return is_active_ || before_ != 0; }

 private:
  static constexpr uid_t kNobody = 65534;
  uid_t before_;
  bool is_active_ = false;
};

}  // namespace wattprint::testing
