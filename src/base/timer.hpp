#pragma once

#include <chrono>
#include <cstdint>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace wattprint {

/// A periodic timer that can be polled. It does not fire while the machine is suspended.
class Timer {
 public:
  static Result<Timer> every(std::chrono::nanoseconds period);
  int fd() const { return fd_.get(); }
  /// How often it has fired since the last call; more than 1 means that we came late.
  std::uint64_t expirations() const;

 private:
  explicit Timer(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}  // namespace wattprint
