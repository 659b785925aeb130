#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace wattprint {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  enum class Method { get, post, put };
  Method method = Method::get;
  std::string url;  ///< http:// or https://; UTF-8 already escaped
  std::vector<HttpHeader> headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{10'000};  ///< for all of it, from the name look-up to the end
  std::size_t max_body = std::size_t{1} << 20U;  ///< a longer answer is an error
  bool follow_redirects = false;                 ///< at most five
  bool proxy = false;                            ///< use the proxy that the environment names
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;  ///< of the last answer, in its order
  std::string body;

  /// Value of the first header of that name, whatever its case.
  std::optional<std::string_view> header(std::string_view name) const;
  /// How long the server asks to be left alone (Retry-After: seconds, or a date after `now`).
  std::optional<std::chrono::seconds> retry_after(WallTime now) const;
};

/// Whoever talks to a server gets one of these from outside, so that a test can bring its own.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// One exchange. Every answer of the server is a response, also 404 and 500.
  ///
  /// Errc::unavailable when there is none (no such name, no connection, no answer in time, a
  /// certificate that is not trusted), malformed for a request that makes no sense and for an
  /// answer that is too long. The sentence names the server and a remedy, never path, headers or
  /// body, in which secrets may be. Not safe for use by two threads at once.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

/// The client of this machine: libcurl, opened when first asked for and never before, since loading
/// it takes longer than measuring a short command. Certificates of servers are always checked.
///
/// libraries  names to try in turn. Errc::not_present when none can be loaded.
Result<std::unique_ptr<HttpClient>> open_http_client(const std::vector<std::string>& libraries = {
                                                         "libcurl.so.4", "libcurl-gnutls.so.4"});

}  // namespace wattprint
