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

  /// From now on no sentence repeats this text, whoever says it, plain or as it stands in a URL.
  void keep_secret(const Secret& secret);

  /// What a status means at this provider, instead of the general words: "the key is wrong, or
  /// ...".
  struct Meanings {
    std::string_view unauthorized = {};  ///< 401
    std::string_view forbidden = {};     ///< 403
    std::string_view unknown = {};       ///< 400, 404, 422
  };

  /// Body of an answer with status 200. Everything else is a Failure: a redirect (never followed:
  /// the key would go along), 401 and 403 (refused), 404 and 400 (not_covered), 429 (rate_limited,
  /// with Retry-After), 5xx, and whatever went wrong on the way (unreachable).
  ///
  /// who  the provider, for the sentence.
  Answer<std::string> body(std::string_view who, HttpRequest request, const Meanings& meanings);
  Answer<std::string> body(std::string_view who, HttpRequest request);

  /// The same, as JSON; malformed for anything else, a web page for example.
  Answer<nlohmann::json> json(std::string_view who, HttpRequest request, const Meanings& meanings);
  Answer<nlohmann::json> json(std::string_view who, HttpRequest request);

  /// Status of the last answer; 0 when there was none.
  int status() const { return status_; }

  /// What a server said, fit for a sentence: printable, short, without secrets.
  std::string quote(std::string_view text) const;

 private:
  Failure refusal(std::string_view who, const HttpResponse& response,
                  const Meanings& meanings) const;

  HttpClient& http_;
  const Clock& clock_;
  Instant deadline_;
  std::vector<Secret> secrets_;
  int status_ = 0;
};

/// A body as JSON. Malformed, with a sentence, for anything else, also for what is nested deeper
/// than any answer: each level costs memory, and 16 MB of brackets would be millions of levels.
Answer<nlohmann::json> parse_json(std::string_view who, const std::string& text);

/// `text` with all but letters, digits and -._~ as %XX (RFC 3986).
std::string escape(std::string_view text);

}  // namespace wattprint::grid
