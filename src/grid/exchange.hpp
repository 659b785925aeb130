#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_client.hpp"
#include "base/secret.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// A provider's way to its server: within a budget of time, with every fault as a sentence, and
/// with nothing that the server says taken on trust.
class Exchange {
 public:
  /// budget  for all requests of one answer together.
  Exchange(HttpClient& http, const Clock& clock, std::chrono::milliseconds budget);

  WallTime now() const { return clock_.wall(); }

  /// From now on no sentence repeats this text, whoever says it.
  void keep_secret(const Secret& secret);

  /// Body of an answer with status 200. Everything else is a Failure: a redirect (never followed:
  /// the key would go along), 401 and 403 (refused), 404 and 400 (not_covered), 429 (rate_limited,
  /// with Retry-After), 5xx, and whatever went wrong on the way (unreachable).
  ///
  /// who  the provider, for the sentence.
  Answer<std::string> body(std::string_view who, HttpRequest request);

  /// The same, as JSON; malformed for anything else, a web page for example.
  Answer<nlohmann::json> json(std::string_view who, HttpRequest request);

  /// What a server said, fit for a sentence: printable, short, without secrets.
  std::string quote(std::string_view text) const;

 private:
  Failure refusal(std::string_view who, const HttpResponse& response) const;

  HttpClient& http_;
  const Clock& clock_;
  Instant deadline_;
  std::vector<Secret> secrets_;
};

/// `text` with all but letters, digits and -._~ as %XX (RFC 3986).
std::string escape(std::string_view text);

}  // namespace wattprint::grid
