#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.hpp"

namespace wattprint::testing {

/// An HTTP server on 127.0.0.1 that answers each request with the bytes that a test gives it; one
/// connection at a time, closed after the answer. Ends with the object.
///
///     LoopbackServer server([](const std::string& request) { return http_ok("hello"); });
///     client->send({.url = server.url("/path")});
class LoopbackServer {
 public:
  /// An answer of this text is none: the connection stays open and silent.
  static constexpr const char* kHang = "(hang)";

  explicit LoopbackServer(std::function<std::string(const std::string& request)> answer)
      : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), plain, size) == 0 && ::listen(listener_.get(), 16) == 0 &&
        ::getsockname(listener_.get(), plain, &size) == 0)
      port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }

  unsigned port() const { return port_; }
  std::string url(const std::string& path = "") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  /// All requests so far, heads and bodies.
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve(const std::stop_token& stop) {
    std::vector<Fd> silent;
    while (!stop.stop_requested()) {
      if (!readable(listener_.get())) continue;
      Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      const std::string request = read_request(connection.get(), stop);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      const std::string answer = answer_(request);
      if (answer == kHang)
        silent.push_back(std::move(connection));
      else
        send_all(connection.get(), answer);
    }
  }

  static bool readable(int fd) {
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, 20) > 0;
  }

  /// Head and as much body as Content-Length says.
  static std::string read_request(int fd, const std::stop_token& stop) {
    std::string text;
    while (!stop.stop_requested() && !is_complete(text)) {
      if (!readable(fd)) continue;
      char block[4096];
      const ssize_t n = ::recv(fd, block, sizeof block, 0);
      if (n <= 0) break;
      text.append(block, static_cast<std::size_t>(n));
    }
    return text;
  }

  static bool is_complete(const std::string& text) {
    const auto head = text.find("\r\n\r\n");
    if (head == std::string::npos) return false;
    const auto length = text.find("Content-Length: ");
    const std::size_t body = length < head ? std::stoul(text.substr(length + 16)) : 0;
    return text.size() >= head + 4 + body;
  }

  static void send_all(int fd, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t n = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return;
      sent += static_cast<std::size_t>(n);
    }
  }

  std::function<std::string(const std::string&)> answer_;
  Fd listener_;
  unsigned port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::jthread thread_;  // last: it uses the others
};

/// An answer with a length, a body, and more header lines ("Name: value\r\n" each).
inline std::string http_answer(const std::string& status, const std::string& body,
                               const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}
inline std::string http_ok(const std::string& body) { return http_answer("200 OK", body); }

}  // namespace wattprint::testing
