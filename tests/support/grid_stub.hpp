#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <chrono>
#include <string>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::testing {

/// tests/e2e/grid_stub.py, which plays the services of carbon intensity, as a process that ends
/// with the object.
class GridStub {
 public:
  GridStub() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    output_ = Fd(ends[0]);
    Fd theirs(ends[1]);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDOUT_FILENO);
    std::string words[] = {WATTPRINT_PYTHON, "-B",    WATTPRINT_GRID_STUB,
                           "--unlimited",    "--log", log().string()};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(),
                         words[4].data(), words[5].data(), nullptr};
    if (::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments, environ) != 0) pid_ = -1;
    ::posix_spawn_file_actions_destroy(&actions);
    // Its first line is its address; should it die before that, the pipe ends with it.
    theirs.close();
    char c = 0;
    while (pid_ > 0 && ::read(output_.get(), &c, 1) == 1 && c != '\n') url_ += c;
  }
  ~GridStub() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  GridStub(const GridStub&) = delete;
  GridStub& operator=(const GridStub&) = delete;

  /// "http://127.0.0.1:40001"; empty when it did not start.
  const std::string& url() const { return url_; }
  /// A line of JSON for each request so far.
  std::string requests() const { return read_text(log(), std::size_t{64} << 20U).value_or(""); }

  /// The figure that all its services give: g/kWh of a zone at a time.
  static double intensity(const std::string& zone, std::chrono::sys_seconds time, bool marginal) {
    const auto seconds = time.time_since_epoch().count();
    const auto sum =
        ::crc32(0, reinterpret_cast<const Bytef*>(zone.data()), static_cast<uInt>(zone.size()));
    return 100.0 + static_cast<double>(sum % 300) + static_cast<double>(seconds / 1800 % 48 * 2) +
           (marginal ? 300.0 : 0.0);
  }

 private:
  std::filesystem::path log() const { return files_.root() / "requests"; }

  FakeMachine files_;
  pid_t pid_ = -1;
  Fd output_;
  std::string url_;
};

}  // namespace wattprint::testing
