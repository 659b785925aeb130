#include "grid/exchange.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;

/// A month of five-minute points as JSON is some 2 MB. JSON of nothing but small numbers takes 8
/// times its length in memory.
constexpr std::size_t kLargestBody = 8U << 20U;

/// The deepest answer of a provider has seven levels.
constexpr std::size_t kDeepest = 64;

/// A longer body is not searched for a sentence.
constexpr std::size_t kLargestComplaint = 64U << 10U;

/// What stands in a sentence of another's words.
constexpr std::size_t kLongestQuote = 160;

/// Whether brackets are nested deeper than in any answer.
bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

/// Where servers put their sentence: "message" (Electricity Maps, Energi Data Service), "error"
/// (WattTime; an object with "message" at the UK service; EIA), "title" and "detail" (RFC 9457).
std::string sentence_of(const std::string& body) {
  if (body.size() > kLargestComplaint || is_too_deep(body)) return {};
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return {};
  for (const char* key : {"message", "error", "detail", "title"}) {
    const auto found = json.find(key);
    if (found == json.end()) continue;
    if (found->is_string()) return found->get<std::string>();
    if (found->is_object() && found->contains("message") && (*found)["message"].is_string())
      return (*found)["message"].get<std::string>();
  }
  return {};
}

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  return std::string(url.substr(url.rfind('@') + 1));
}

}  // namespace

Exchange::Exchange(HttpClient& http, const Clock& clock, std::chrono::milliseconds budget)
    : http_(http), clock_(clock), deadline_(clock.now() + budget) {}

void Exchange::keep_secret(const Secret& secret) {
  if (secret.empty()) return;
  secrets_.push_back(secret);
  if (auto escaped = escape(secret.reveal()); escaped != secret.reveal())
    secrets_.emplace_back(std::move(escaped));
}

std::string Exchange::quote(std::string_view text) const {
  std::string quoted(text);
  for (const auto& secret : secrets_) quoted = secret.hide_in(std::move(quoted));
  for (char& c : quoted)
    if (c < ' ' || c > '~') c = ' ';
  quoted = std::string(trim(quoted));
  if (quoted.size() > kLongestQuote) quoted = quoted.substr(0, kLongestQuote - 3) + "...";
  return quoted;
}

Failure Exchange::refusal(std::string_view who, const HttpResponse& response,
                          const Meanings& meanings) const {
  const std::string status = "status " + std::to_string(response.status);
  std::string said = quote(sentence_of(response.body));
  if (!said.empty()) said = " (\"" + said + "\")";
  const std::string name(who);
  const auto means = [&](std::string_view particular, std::string_view general) {
    return name + ": " + std::string(particular.empty() ? general : particular);
  };
  switch (response.status) {
    case 401: return {Kind::refused, means(meanings.unauthorized, "it refuses the key") + said};
    case 403:
      return {Kind::refused,
              means(meanings.forbidden, "the key does not permit this request") + said};
    case 400:
    case 404:
    case 422:
      return {Kind::not_covered, means(meanings.unknown, "it does not know what was asked for") +
                                     ", " + status + said};
    case 429:
      return {Kind::rate_limited, name + ": too many requests" + said,
              response.retry_after(clock_.wall())};
    default: break;
  }
  if (response.status >= 300 && response.status < 400) {
    const auto target = host_of(response.header("Location").value_or(""));
    return {Kind::unreachable,
            name + ": the server sends us on" + (target.empty() ? "" : " to " + quote(target)) +
                ", which is not followed; set the provider's url to where it is now"};
  }
  if (response.status >= 500)
    return {Kind::unreachable, name + ": the server failed, " + status + said,
            response.retry_after(clock_.wall())};
  return {Kind::malformed, name + ": unexpected " + status + said};
}

Answer<std::string> Exchange::body(std::string_view who, HttpRequest request) {
  return body(who, std::move(request), Meanings{});
}

Answer<std::string> Exchange::body(std::string_view who, HttpRequest request,
                                   const Meanings& meanings) {
  status_ = 0;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - clock_.now());
  if (left <= std::chrono::milliseconds(0))
    return failed(Kind::unreachable, std::string(who) + ": no answer in time");
  request.timeout = std::min(request.timeout, left);
  request.max_body = kLargestBody;
  request.follow_redirects = false;
  request.proxy = true;
  auto response = http_.send(request);
  if (!response) {
    const auto kind =
        response.error().code == Errc::malformed ? Kind::malformed : Kind::unreachable;
    return failed(kind, std::string(who) + ": " + quote(response.error().what));
  }
  status_ = response->status;
  if (status_ != 200) return tl::unexpected(refusal(who, *response, meanings));
  return std::move(response->body);
}

Answer<nlohmann::json> Exchange::json(std::string_view who, HttpRequest request) {
  return json(who, std::move(request), Meanings{});
}

Answer<nlohmann::json> Exchange::json(std::string_view who, HttpRequest request,
                                      const Meanings& meanings) {
  const auto text = body(who, std::move(request), meanings);
  if (!text) return tl::unexpected(text.error());
  return parse_json(who, *text);
}

Answer<nlohmann::json> parse_json(std::string_view who, const std::string& text) {
  const auto wrong = [&](const char* what) {
    return failed(Kind::malformed, std::string(who) + ": the answer is " + what);
  };
  const auto start = trim(text).substr(0, 1);
  if (start.empty()) return wrong("empty");
  if (start == "<") return wrong("a web page, not data; is the url right?");
  if (is_too_deep(text)) return wrong("nested deeper than data are");
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return wrong("no JSON");
  return json;
}

std::string escape(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      escaped += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    escaped += '%';
    escaped += kDigits[byte >> 4U];
    escaped += kDigits[byte & 15U];
  }
  return escaped;
}

}  // namespace wattprint::grid
