#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/http_client.hpp"

namespace wattprint::testing {

/// A client without a network: a function answers.
class FakeHttp final : public HttpClient {
 public:
  using Answerer = std::function<Result<HttpResponse>(const HttpRequest& request)>;

  explicit FakeHttp(Answerer answer) : answer_(std::move(answer)) {}
  /// The same answer to everything.
  FakeHttp(int status, std::string body, std::vector<HttpHeader> headers = {})
      : FakeHttp([=](const HttpRequest&) -> Result<HttpResponse> {
          return HttpResponse{status, headers, body};
        }) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    requests.push_back(request);
    return answer_(request);
  }

  std::vector<HttpRequest> requests;

 private:
  Answerer answer_;
};

/// A clock that a test sets.
class HeldClock final : public Clock {
 public:
  explicit HeldClock(const char* wall) : wall_time(parse_rfc3339(wall).value()) {}

  Instant now() const override { return Instant{since_boot}; }
  WallTime wall() const override { return wall_time; }
  std::chrono::nanoseconds suspended() const override { return {}; }

  WallTime wall_time;
  std::chrono::nanoseconds since_boot{std::chrono::hours(1)};
};

}  // namespace wattprint::testing
