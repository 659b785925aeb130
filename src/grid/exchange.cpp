#include "grid/exchange.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;

/// A month of five-minute points as JSON is some 2 MB.
constexpr std::size_t kLargestBody = 16U << 20U;

/// What stands in a sentence of another's words.
constexpr std::size_t kLongestQuote = 160;

/// Where servers put their sentence: "message" (Electricity Maps, Energi Data Service), "error"
/// (WattTime; an object with "message" at the UK service; EIA), "title" and "detail" (RFC 9457).
std::string sentence_of(const std::string& body) {
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
  if (!secret.empty()) secrets_.push_back(secret);
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

Failure Exchange::refusal(std::string_view who, const HttpResponse& response) const {
  const std::string status = "status " + std::to_string(response.status);
  std::string said = quote(sentence_of(response.body));
  if (!said.empty()) said = " (\"" + said + "\")";
  const std::string name(who);
  switch (response.status) {
    case 401: return {Kind::refused, name + ": it refuses the key" + said};
    case 403: return {Kind::refused, name + ": the key does not permit this request" + said};
    case 400:
    case 404:
    case 422:
      return {Kind::not_covered, name + ": it does not know what was asked for, " + status + said};
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
  if (response->status != 200) return tl::unexpected(refusal(who, *response));
  return std::move(response->body);
}

Answer<nlohmann::json> Exchange::json(std::string_view who, HttpRequest request) {
  auto text = body(who, std::move(request));
  if (!text) return tl::unexpected(std::move(text.error()));
  auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_discarded()) return json;
  const auto start = trim(*text).substr(0, 1);
  return failed(Kind::malformed, std::string(who) + (start.empty()  ? ": the answer is empty"
                                                     : start == "<" ? ": the answer is a web page, "
                                                                      "not data; is the url right?"
                                                                    : ": the answer is no JSON"));
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
