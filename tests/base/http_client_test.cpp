#include "base/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.hpp"
#include "support/fake_machine.hpp"
#include "support/loopback_server.hpp"

namespace wattprint {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::http_answer;
using testing::http_ok;
using testing::LoopbackServer;
using ::testing::Not;
using Method = HttpRequest::Method;

std::unique_ptr<HttpClient> client() { return open_http_client().value(); }

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(HttpClient, GetsABodyStatusAndHeaders) {
  const LoopbackServer server([](const std::string&) {
    return http_answer("200 OK", std::string("a\0b", 3), "X-Thing:  one \r\nx-thing: two\r\n");
  });
  const auto response = client()->send(
      {.url = server.url("/path?q=1"), .headers = {{"Authorization", "Bearer 123"}}});
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, std::string("a\0b", 3));
  EXPECT_EQ(response->header("X-THING"), "one");
  EXPECT_FALSE(response->header("X-Other"));
  const std::string request = server.requests().at(0);
  EXPECT_THAT(request, HasSubstr("GET /path?q=1 HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Authorization: Bearer 123\r\n"));
  EXPECT_THAT(request, HasSubstr("User-Agent: wattprint/"));
}

TEST(HttpClient, PutsAndPostsBodiesAlsoEmptyOnes) {
  const LoopbackServer server([](const std::string&) { return http_ok(""); });
  const auto http = client();
  ASSERT_TRUE(http->send({.method = Method::put, .url = server.url()}));
  ASSERT_TRUE(http->send({.method = Method::post,
                          .url = server.url(),
                          .headers = {{"Content-Type", "application/json"}},
                          .body = std::string("{\0}", 3)}));
  ASSERT_TRUE(http->send({.url = server.url()}));
  EXPECT_THAT(server.requests().at(0), HasSubstr("PUT / HTTP"));
  EXPECT_THAT(server.requests().at(0), HasSubstr("Content-Length: 0\r\n"));
  EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Content-Type")));
  EXPECT_THAT(server.requests().at(1), HasSubstr("POST / HTTP"));
  EXPECT_THAT(server.requests().at(1), HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(server.requests().at(1), HasSubstr(std::string("\r\n\r\n{\0}", 7)));
  EXPECT_THAT(server.requests().at(2), HasSubstr("GET / HTTP"));  // nothing is left of the POST
}

TEST(HttpClient, HandsOnEveryStatusAsAResponse) {
  for (const char* status : {"204 No Content", "404 Not Found", "429 Too Many", "500 Broken"}) {
    const LoopbackServer server([&](const std::string&) { return http_answer(status, "text"); });
    const auto response = client()->send({.url = server.url()});
    ASSERT_TRUE(response) << status;
    EXPECT_EQ(response->status, std::atoi(status));
  }
}

TEST(HttpClient, FollowsRedirectsOnlyWhenAskedTo) {
  const LoopbackServer server([](const std::string& request) {
    if (request.find("GET /new") != std::string::npos) return http_ok("there");
    return http_answer("302 Found", "", "Location: /new\r\nX-First: 1\r\n");
  });
  const auto stayed = client()->send({.url = server.url("/old")});
  EXPECT_EQ(stayed.value().status, 302);
  EXPECT_EQ(stayed->header("location"), "/new");
  const auto followed = client()->send({.url = server.url("/old"), .follow_redirects = true});
  EXPECT_EQ(followed.value().body, "there");
  EXPECT_FALSE(followed->header("X-First"));
}

TEST(HttpClient, EndsACircleOfRedirects) {
  const LoopbackServer server(
      [](const std::string&) { return http_answer("302 Found", "", "Location: /x\r\n"); });
  const auto response = client()->send({.url = server.url(), .follow_redirects = true});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_THAT(response.error().what, HasSubstr("circles"));
}

TEST(HttpClient, GivesUpOnASilentServerInTime) {
  const LoopbackServer server([](const std::string&) { return LoopbackServer::kHang; });
  const auto start = std::chrono::steady_clock::now();
  const auto response = client()->send({.url = server.url(), .timeout = 200ms});
  EXPECT_LT(seconds_since(start), 1.5);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_THAT(response.error().what, HasSubstr("no answer within 200 ms"));
}

TEST(HttpClient, TakesNoAnswerThatIsTooLong) {
  const LoopbackServer server([](const std::string& request) {
    if (request.find("/headers") != std::string::npos) {
      std::string many;
      for (int i = 0; i < 5000; ++i) many += "X-One-Of-Many: 0123456789\r\n";
      return http_answer("200 OK", "", many);
    }
    return http_ok(std::string(1001, 'x'));
  });
  const auto http = client();
  const auto fits = http->send({.url = server.url(), .max_body = 1001});
  EXPECT_EQ(fits.value().body.size(), 1001U);
  for (const char* path : {"/body", "/headers"}) {
    const auto response = http->send({.url = server.url(path), .max_body = 1000});
    ASSERT_FALSE(response) << path;
    EXPECT_EQ(response.error().code, Errc::malformed) << path;
    EXPECT_THAT(response.error().what, HasSubstr("longer than 1000 bytes"));
  }
}

TEST(HttpClient, TellsARefusedConnectionAndAGarbledAnswer) {
  unsigned port = 0;
  {
    const LoopbackServer gone([](const std::string&) { return ""; });
    port = gone.port();
  }
  const auto refused = client()->send({.url = "http://127.0.0.1:" + std::to_string(port) + "/"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_THAT(refused.error().what, HasSubstr("no connection"));
  EXPECT_THAT(refused.error().what, HasSubstr("firewall"));

  for (const char* answer :
       {"", "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"}) {
    const LoopbackServer server([&](const std::string&) { return answer; });
    const auto response = client()->send({.url = server.url()});
    ASSERT_FALSE(response) << answer;
    EXPECT_EQ(response.error().code, Errc::unavailable);
  }
}

TEST(HttpClient, TellsANameThatNobodyHas) {
  const auto response = client()->send({.url = "http://no-such-host.invalid/", .timeout = 5s});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_THAT(response.error().what, HasSubstr("http://no-such-host.invalid: "));
}

TEST(HttpClient, TrustsNoServerThatSpeaksNoTls) {
  const LoopbackServer server([](const std::string&) { return http_ok("x"); });
  const auto response = client()->send(
      {.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/", .timeout = 1s});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
}

TEST(HttpClient, TrustsNoCertificateThatNobodySigned) {
  const testing::FakeMachine files;
  const std::string key = (files.root() / "key.pem").string();
  const std::string certificate = (files.root() / "cert.pem").string();
  const std::string make =
      "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -addext "
      "subjectAltName=IP:127.0.0.1 -days 2 -keyout " +
      key + " -out " + certificate + " 2>/dev/null";
  if (std::system(make.c_str()) != 0) GTEST_SKIP() << "no openssl to make a certificate with";
  const std::string serve =
      "timeout 20 openssl s_server -accept 127.0.0.1:0 -naccept 1 -www -key " + key + " -cert " +
      certificate + " 2>&1";
  FILE* server = ::popen(serve.c_str(), "r");
  ASSERT_NE(server, nullptr);
  std::string port;
  for (char line[256]; port.empty() && std::fgets(line, sizeof line, server) != nullptr;)
    if (std::string_view(line).starts_with("ACCEPT 127.0.0.1:"))
      port = trim(std::string_view(line).substr(17));
  const auto response = client()->send({.url = "https://127.0.0.1:" + port + "/", .timeout = 5s});
  ::pclose(server);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_THAT(response.error().what, HasSubstr("certificate is not trusted"));
}

TEST(HttpClient, SaysNothingSecretInItsErrors) {
  const auto response = client()->send({.url = "http://user:word@127.0.0.1:1/secret?token=secret",
                                        .headers = {{"Authorization", "secret"}},
                                        .timeout = 1s});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("http://127.0.0.1:1: "));
  EXPECT_THAT(response.error().what, Not(HasSubstr("secret")));
  EXPECT_THAT(response.error().what, Not(HasSubstr("word")));
}

TEST(HttpClient, RefusesRequestsThatMakeNoSense) {
  const LoopbackServer server([](const std::string&) { return http_ok("x"); });
  for (const char* url : {"", "x", "file:///etc/passwd", "ftp://127.0.0.1/", "http://a b/",
                          "http://a\r\nX: y/", "gopher://x"}) {
    const auto response = client()->send({.url = url});
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().code, Errc::malformed) << url;
  }
  for (const HttpHeader& header :
       {HttpHeader{"A", "b\r\nC: d"}, {"A\n", "b"}, {"", "b"}, {"A:", "b"}}) {
    const auto response = client()->send({.url = server.url(), .headers = {header}});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::malformed);
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClient, UsesTheProxyOfTheEnvironmentOnlyWhenAskedTo) {
  const LoopbackServer proxy([](const std::string&) { return http_ok("proxy"); });
  const LoopbackServer server([](const std::string&) { return http_ok("server"); });
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const auto direct = client()->send({.url = server.url()});
  const auto by_proxy = client()->send({.url = "http://no-such-host.invalid/", .proxy = true});
  ::unsetenv("http_proxy");
  EXPECT_EQ(direct.value().body, "server");
  EXPECT_EQ(by_proxy.value().body, "proxy");
}

TEST(HttpClient, IsAnErrorWithARemedyWhereThereIsNoLibcurl) {
  const auto none = open_http_client({"libno-such-curl.so.4"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::not_present);
  EXPECT_THAT(none.error().what, HasSubstr("libcurl4"));
  EXPECT_THAT(open_http_client({"libz.so.1"}).error().what, HasSubstr("lacks functions"));
  EXPECT_TRUE(open_http_client({"libno-such-curl.so.4", "libcurl.so.4"}));
  EXPECT_FALSE(open_http_client({}));
}

std::optional<std::chrono::seconds> wait_of(const std::string& value) {
  HttpResponse response;
  response.headers = {{"retry-after", value}};
  return response.retry_after(parse_rfc3339("1994-11-06T08:49:07Z").value());
}

TEST(HttpResponse, SaysWhenToComeBack) {
  EXPECT_EQ(wait_of("120"), 120s);
  EXPECT_EQ(wait_of("0"), 0s);
  EXPECT_EQ(wait_of("Sun, 06 Nov 1994 08:49:37 GMT"), 30s);
  EXPECT_EQ(wait_of("Sun, 06 Nov 1994 08:00:00 GMT"), 0s);  // past
  EXPECT_EQ(wait_of("99999999999999"), 366 * 24h);
  for (const char* text : {"", "soon", "-5", "1.5", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 25:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"})
    EXPECT_FALSE(wait_of(text)) << text;
  EXPECT_FALSE(HttpResponse{}.retry_after(WallTime{}));
}

}  // namespace
}  // namespace wattprint
