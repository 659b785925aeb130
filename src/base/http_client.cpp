#include "base/http_client.hpp"

// Else curl_easy_setopt is a macro.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "base/dynamic_library.hpp"
#include "base/text.hpp"
#include "base/version.hpp"

namespace wattprint {
namespace {

constexpr std::size_t kMostHeaderBytes = std::size_t{64} << 10U;
constexpr long kMostRedirects = 5;
constexpr std::chrono::seconds kLongestWait = std::chrono::hours(24 * 366);

/// The functions of libcurl that we call.
class Curl {
 public:
  static Result<Curl> load(const std::vector<std::string>& names);

  decltype(::curl_global_init)* global_init = nullptr;
  decltype(::curl_easy_init)* easy_init = nullptr;
  decltype(::curl_easy_cleanup)* easy_cleanup = nullptr;
  decltype(::curl_easy_reset)* easy_reset = nullptr;
  decltype(::curl_easy_setopt)* easy_setopt = nullptr;
  decltype(::curl_easy_perform)* easy_perform = nullptr;
  decltype(::curl_easy_getinfo)* easy_getinfo = nullptr;
  decltype(::curl_slist_append)* slist_append = nullptr;
  decltype(::curl_slist_free_all)* slist_free_all = nullptr;

 private:
  explicit Curl(DynamicLibrary library) : library_(std::move(library)) {}

  template <class Function>
  bool find(Function*& function, const char* name) {
    function = library_.find<Function>(name);
    return function != nullptr;
  }
  bool find_all() {
    return find(global_init, "curl_global_init") && find(easy_init, "curl_easy_init") &&
           find(easy_cleanup, "curl_easy_cleanup") && find(easy_reset, "curl_easy_reset") &&
           find(easy_setopt, "curl_easy_setopt") && find(easy_perform, "curl_easy_perform") &&
           find(easy_getinfo, "curl_easy_getinfo") && find(slist_append, "curl_slist_append") &&
           find(slist_free_all, "curl_slist_free_all");
  }
  DynamicLibrary library_;
};

Result<Curl> Curl::load(const std::vector<std::string>& names) {
  std::string reason = "no library was named";
  for (const auto& name : names) {
    // A name look-up that outlives its timeout goes on for a while on a thread of libcurl, so its
    // code must stay.
    auto library = DynamicLibrary::open(name, DynamicLibrary::Unload::never);
    if (!library) {
      reason = library.error().what;
      continue;
    }
    Curl curl(std::move(*library));
    if (curl.find_all()) return curl;
    reason = name + " lacks functions of libcurl";
  }
  return fail(Errc::not_present,
              "the network cannot be used without libcurl: install it (Debian package libcurl4); " +
                  reason);
}

/// "https://api.example.org": what messages may say of a URL; its path and query may hold secrets.
std::string server_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return "the URL";
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (const auto user = host.rfind('@'); user != std::string_view::npos)
    host.remove_prefix(user + 1);
  return std::string(url.substr(0, scheme + 3)) + std::string(host);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < ' ') || c == 127; });
}

Result<> check(const HttpRequest& request) {
  const std::string scheme = to_lower(request.url.substr(0, request.url.find("://")));
  if ((scheme != "http" && scheme != "https") || has_control(request.url) ||
      request.url.find(' ') != std::string::npos)
    return fail(Errc::malformed, server_of(request.url) +
                                     ": a URL must begin with http:// or https:// and have no "
                                     "blanks");
  for (const auto& header : request.headers)
    if (header.name.empty() || header.name.find_first_of(": ") != std::string::npos ||
        has_control(header.name) || has_control(header.value))
      return fail(Errc::malformed, server_of(request.url) +
                                       ": a header has a control character, or no name; is a token "
                                       "with a line break in the settings?");
  return {};
}

/// What comes in, with the limits that it must keep.
struct Incoming {
  std::size_t most;
  std::size_t header_bytes = 0;
  bool too_long = false;
  HttpResponse response = {};
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& in = *static_cast<Incoming*>(user);
  const std::size_t bytes = size * count;
  if (bytes > in.most - in.response.body.size()) {
    in.too_long = true;
    return 0;
  }
  in.response.body.append(data, bytes);
  return bytes;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& in = *static_cast<Incoming*>(user);
  const std::size_t bytes = size * count;
  in.header_bytes += bytes;
  if (in.header_bytes > kMostHeaderBytes) {
    in.too_long = true;
    return 0;
  }
  const std::string_view line(data, bytes);
  if (starts_with(line, "HTTP/")) in.response.headers.clear();  // of a redirect before
  const auto colon = line.find(':');
  if (colon != std::string_view::npos && !starts_with(line, "HTTP/"))
    in.response.headers.push_back(
        {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  return bytes;
}

Error error_of(CURLcode code, const HttpRequest& request, std::string_view detail) {
  const std::string server = server_of(request.url);
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return {Errc::malformed, server + ": this is no URL that can be used"};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {Errc::unavailable,
              server + ": the name is not known; check its spelling and the name server"};
    case CURLE_COULDNT_CONNECT:
      return {Errc::unavailable,
              server + ": no connection; check that it is up and that no firewall is in between"};
    case CURLE_OPERATION_TIMEDOUT:
      return {Errc::unavailable, server + ": no answer within " +
                                     std::to_string(request.timeout.count()) +
                                     " ms; try again later"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return {Errc::unavailable,
              server + ": its certificate is not trusted (" + std::string(detail) +
                  "); check this machine's clock and its package ca-certificates"};
    case CURLE_TOO_MANY_REDIRECTS: return {Errc::unavailable, server + ": it redirects in circles"};
    default:
      return {Errc::unavailable, server + ": the exchange failed" +
                                     (detail.empty() ? "" : " (" + std::string(detail) + ')') +
                                     "; try again later"};
  }
}

class CurlClient final : public HttpClient {
 public:
  CurlClient(Curl curl, CURL* handle) : curl_(std::move(curl)), handle_(handle) {}
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override { curl_.easy_cleanup(handle_); }

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  template <class Value>
  bool set(CURLoption option, Value value) {
    return curl_.easy_setopt(handle_, option, value) == CURLE_OK;
  }
  bool set_limits(const HttpRequest& request);
  bool set_message(const HttpRequest& request);

  Curl curl_;
  CURL* handle_;  // keeps connections open between exchanges
};

bool CurlClient::set_limits(const HttpRequest& request) {
  // Since libcurl 7.85; before that only the check of the first URL and libcurl's own defaults
  // hold.
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  // Since 7.87: a hanging name look-up is left alone instead of waited for.
  set(CURLOPT_QUICK_EXIT, 1L);
  if (!request.proxy && !(set(CURLOPT_PROXY, "") && set(CURLOPT_NOPROXY, "*"))) return false;
  const auto timeout =
      std::max<std::chrono::milliseconds>(request.timeout, std::chrono::milliseconds(1));
  return set(CURLOPT_NOSIGNAL, 1L) && set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count())) &&
         set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count())) &&
         set(CURLOPT_FOLLOWLOCATION, request.follow_redirects ? 1L : 0L) &&
         set(CURLOPT_MAXREDIRS, kMostRedirects) && set(CURLOPT_SSL_VERIFYPEER, 1L) &&
         set(CURLOPT_SSL_VERIFYHOST, 2L);
}

bool CurlClient::set_message(const HttpRequest& request) {
  const std::string agent = "wattprint/" + std::string(version());
  if (!set(CURLOPT_URL, request.url.c_str()) || !set(CURLOPT_USERAGENT, agent.c_str()))
    return false;
  if (request.method == HttpRequest::Method::get) return set(CURLOPT_HTTPGET, 1L);
  // As a POST whose name is changed, so that a PUT may have an empty body and a length.
  return set(CURLOPT_POST, 1L) &&
         set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())) &&
         set(CURLOPT_POSTFIELDS, request.body.c_str()) &&
         (request.method == HttpRequest::Method::post || set(CURLOPT_CUSTOMREQUEST, "PUT"));
}

Result<HttpResponse> CurlClient::send(const HttpRequest& request) {
  if (auto fine = check(request); !fine) return fail(fine.error());
  curl_.easy_reset(handle_);
  Incoming in{.most = request.max_body};
  std::array<char, CURL_ERROR_SIZE> detail{};
  // libcurl would announce a body of its own type, and wait for leave to send a long one.
  const std::unique_ptr<curl_slist, decltype(curl_.slist_free_all)> headers(
      [&] {
        curl_slist* list = curl_.slist_append(nullptr, "Expect:");
        const bool has_type =
            std::any_of(request.headers.begin(), request.headers.end(),
                        [](const HttpHeader& h) { return to_lower(h.name) == "content-type"; });
        if (!has_type) list = curl_.slist_append(list, "Content-Type:");
        for (const auto& header : request.headers)
          list = curl_.slist_append(list, (header.name + ": " + header.value).c_str());
        return list;
      }(),
      curl_.slist_free_all);
  const bool ready = set_limits(request) && set_message(request) &&
                     set(CURLOPT_HTTPHEADER, headers.get()) &&
                     set(CURLOPT_ERRORBUFFER, detail.data()) &&
                     set(CURLOPT_WRITEFUNCTION, &take_body) && set(CURLOPT_WRITEDATA, &in) &&
                     set(CURLOPT_HEADERFUNCTION, &take_header) && set(CURLOPT_HEADERDATA, &in);
  if (!ready)
    return fail(Errc::unavailable, server_of(request.url) +
                                       ": this libcurl lacks an option that is needed; install a "
                                       "newer one");
  const CURLcode code = curl_.easy_perform(handle_);
  // The handle outlives what it points to.
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
  if (in.too_long)
    return fail(Errc::malformed, server_of(request.url) + ": the answer is longer than " +
                                     std::to_string(request.max_body) +
                                     " bytes; is this the right server?");
  if (code != CURLE_OK) return fail(error_of(code, request, detail.data()));
  long status = 0;
  curl_.easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  in.response.status = static_cast<int>(status);
  return std::move(in.response);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that a server may write (RFC 9110, IMF-fixdate).
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT" ||
      text[19] != ':' || text[22] != ':')
    return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = parse_u64(text.substr(5, 2));
  const auto year = parse_u64(text.substr(12, 4));
  const auto hour = parse_u64(text.substr(17, 2));
  const auto minute = parse_u64(text.substr(20, 2));
  const auto second = parse_u64(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second || *hour > 23 ||
      *minute > 59 || *second > 60)
    return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1U),
      std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  const std::string wanted = to_lower(name);
  for (const auto& header : headers)
    if (to_lower(header.name) == wanted) return header.value;
  return std::nullopt;
}

std::optional<std::chrono::seconds> HttpResponse::retry_after(WallTime now) const {
  const auto text = header("Retry-After");
  if (!text) return std::nullopt;
  std::chrono::seconds wait{0};
  if (const auto seconds = parse_u64(*text)) {
    wait = *seconds < static_cast<std::uint64_t>(kLongestWait.count())
               ? std::chrono::seconds(*seconds)
               : kLongestWait;
  } else if (const auto date = parse_http_date(*text)) {
    wait = std::chrono::ceil<std::chrono::seconds>(*date - now);
  } else {
    return std::nullopt;
  }
  return std::clamp(wait, std::chrono::seconds(0), kLongestWait);
}

Result<std::unique_ptr<HttpClient>> open_http_client(const std::vector<std::string>& libraries) {
  auto curl = Curl::load(libraries);
  if (!curl) return fail(curl.error());
  {
    static std::mutex
        initialising;  // older libraries may not be initialised by two threads at once
    const std::lock_guard lock(initialising);
    if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
      return fail(Errc::unavailable, "libcurl cannot be started");
  }
  CURL* handle = curl->easy_init();
  if (handle == nullptr) return fail(Errc::unavailable, "libcurl cannot be started");
  return std::make_unique<CurlClient>(std::move(*curl), handle);
}

}  // namespace wattprint
