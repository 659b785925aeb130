#include "grid/exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/fake_http.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using testing::FakeHttp;
using ::testing::HasSubstr;
using testing::HeldClock;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = Failure::Kind;

const HeldClock kClock("2026-01-20T12:00:00Z");
constexpr const char* kKey = "s3cret/k3y";

Failure failure(int status, const std::string& body, std::vector<HttpHeader> headers = {}) {
  FakeHttp http(status, body, std::move(headers));
  Exchange exchange(http, kClock, 2s);
  exchange.keep_secret(Secret(kKey));
  const auto answer = exchange.json("uk", {.url = "https://example.org/x"});
  EXPECT_FALSE(answer) << status;
  EXPECT_EQ(exchange.status(), status);
  return answer ? Failure{} : answer.error();
}

TEST(Exchange, MakesASentenceOfEveryStatus) {
  struct Case {
    int status;
    Kind kind;
    const char* what;
  };
  for (const auto& [status, kind, what] :
       {Case{401, Kind::refused, "it refuses the key (\"no\")"},
        {403, Kind::refused, "does not permit this request (\"no\")"},
        {404, Kind::not_covered, "status 404 (\"no\")"},
        {400, Kind::not_covered, "status 400"},
        {422, Kind::not_covered, "status 422"},
        {429, Kind::rate_limited, "too many requests"},
        {500, Kind::unreachable, "the server failed, status 500 (\"no\")"},
        {503, Kind::unreachable, "status 503"},
        {204, Kind::malformed, "unexpected status 204"},
        {418, Kind::malformed, "unexpected status 418"}}) {
    const auto said = failure(status, R"({"message": "no"})");
    EXPECT_EQ(said.kind, kind) << status;
    EXPECT_THAT(said.what, StartsWith("uk: "));
    EXPECT_THAT(said.what, HasSubstr(what));
  }
}

TEST(Exchange, SaysWhatAStatusMeansAtThisProvider) {
  FakeHttp http(401, "");
  Exchange exchange(http, kClock, 2s);
  const auto answer = exchange.json("em", {.url = "https://example.org/"},
                                    {.unauthorized = "the key is for another zone"});
  EXPECT_EQ(answer.error().what, "em: the key is for another zone");
}

TEST(Exchange, FindsTheServersSentenceWhereverItStands) {
  for (const char* body :
       {R"({"message": "the reason"})", R"({"error": "the reason"})",
        R"({"error": {"code": "400", "message": "the reason"}})", R"({"title": "the reason"})",
        R"({"detail": "the reason", "title": "Bad"})"})
    EXPECT_THAT(failure(400, body).what, HasSubstr("(\"the reason\")")) << body;
  for (const char* body : {"", "<html>", "[]", "7", R"({"error": 7})", R"({"message": null})"})
    EXPECT_THAT(failure(400, body).what, Not(HasSubstr("("))) << body;
}

TEST(Exchange, HandsOnWhenToComeBack) {
  EXPECT_EQ(failure(429, "", {{"Retry-After", "120"}}).retry_after, 120s);
  EXPECT_EQ(failure(503, "", {{"Retry-After", "Tue, 20 Jan 2026 12:00:30 GMT"}}).retry_after, 30s);
  EXPECT_FALSE(failure(429, "").retry_after);
  EXPECT_FALSE(failure(429, "", {{"Retry-After", "soon"}}).retry_after);
}

TEST(Exchange, FollowsNoRedirectAndNamesWhereItWouldLead) {
  const auto said =
      failure(302, "", {{"Location", "https://user:pw@evil.example/path?key=s3cret"}});
  EXPECT_EQ(said.kind, Kind::unreachable);
  EXPECT_THAT(said.what, HasSubstr("to evil.example, which is not followed"));
  EXPECT_THAT(said.what, Not(HasSubstr("pw")));
  EXPECT_THAT(failure(301, "").what, HasSubstr("sends us on, which is not followed"));
  EXPECT_THAT(failure(302, "", {{"Location", "/elsewhere"}}).what, HasSubstr("sends us on, which"));
}

TEST(Exchange, AsksWithinWhatIsLeftOfTheBudgetAndNeverFollows) {
  HeldClock clock("2026-01-20T12:00:00Z");
  FakeHttp http([&](const HttpRequest&) -> Result<HttpResponse> {
    clock.since_boot += 1500ms;
    return HttpResponse{200, {}, "{}"};
  });
  Exchange exchange(http, clock, 2000ms);
  ASSERT_TRUE(exchange.json("uk", {.url = "https://example.org/", .follow_redirects = true}));
  ASSERT_TRUE(exchange.json("uk", {.url = "https://example.org/", .timeout = 300ms}));
  const auto third = exchange.json("uk", {.url = "https://example.org/"});
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().kind, Kind::unreachable);
  EXPECT_EQ(third.error().what, "uk: no answer in time");
  ASSERT_EQ(http.requests.size(), 2U);
  EXPECT_EQ(http.requests[0].timeout, 2000ms);
  EXPECT_EQ(http.requests[1].timeout, 300ms);
  for (const auto& request : http.requests) {
    EXPECT_FALSE(request.follow_redirects);
    EXPECT_LE(request.max_body, 8U << 20U);
  }
}

TEST(Exchange, NeverRepeatsAKeyThatAServerRepeats) {
  FakeHttp http(400, R"({"message": "you sent s3cret\/k3y and s3cret%2Fk3y"})");
  Exchange exchange(http, kClock, 2s);
  exchange.keep_secret(Secret(kKey));
  const auto answer = exchange.json("em", {.url = "https://example.org/"});
  EXPECT_THAT(answer.error().what, HasSubstr("you sent (key) and (key)"));
}

TEST(Exchange, NeverRepeatsAKeyThatAnErrorOfTheClientRepeats) {
  FakeHttp http([](const HttpRequest&) -> Result<HttpResponse> {
    return fail(Errc::unavailable, "https://example.org: failed with s3cret/k3y");
  });
  Exchange exchange(http, kClock, 2s);
  exchange.keep_secret(Secret(kKey));
  const auto answer = exchange.json("em", {.url = "https://example.org/"});
  EXPECT_EQ(answer.error().what, "em: https://example.org: failed with (key)");
  EXPECT_EQ(exchange.status(), 0);
}

TEST(Exchange, QuotesShortAndPrintable) {
  FakeHttp http(200, "");
  const Exchange exchange(http, kClock, 2s);
  EXPECT_EQ(exchange.quote(" a\x1b[31mb\nc\xff "), "a [31mb c");
  EXPECT_EQ(exchange.quote(std::string(1000, 'x')), std::string(157, 'x') + "...");
}

TEST(Exchange, TellsWhatIsNoJson) {
  EXPECT_THAT(failure(200, "").what, HasSubstr("the answer is empty"));
  EXPECT_THAT(failure(200, " \n ").what, HasSubstr("the answer is empty"));
  EXPECT_THAT(failure(200, "\n<!DOCTYPE html><html>").what, HasSubstr("a web page"));
  for (const std::string body : {"hello", "{\"a\":", "[1,2", "{\"a\": \"\xff\"}", "nul", "{} {}"}) {
    EXPECT_EQ(failure(200, body).kind, Kind::malformed) << body;
    EXPECT_THAT(failure(200, body).what, HasSubstr("no JSON")) << body;
  }
}

TEST(Exchange, ParsesNothingNestedWithoutEnd) {
  const std::string deep(1'000'000, '[');
  EXPECT_THAT(failure(200, deep).what, HasSubstr("nested deeper"));
  EXPECT_THAT(failure(400, deep).what, Not(HasSubstr("(")));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(failure(200, objects).what, HasSubstr("nested deeper"));
}

TEST(Exchange, TakesBracketsInTextsForText) {
  const std::string text = "{\"a\": \"" + std::string(1000, '[') + "\\\"" + "{{{{\\\\\"}";
  const auto json = parse_json("uk", text);
  ASSERT_TRUE(json) << json.error().what;
  EXPECT_EQ((*json)["a"].get<std::string>().size(), 1000U + 1 + 4 + 1);
}

TEST(Escape, LeavesOnlyWhatAUrlMayHold) {
  EXPECT_EQ(escape("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(escape("a b+c/d?e&\"\xc3\xa9"), "a%20b%2Bc%2Fd%3Fe%26%22%C3%A9");
}

}  // namespace
}  // namespace wattprint::grid
