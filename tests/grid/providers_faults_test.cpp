// Every fault of a server, at every provider: a sentence and no wrong number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "grid/provider_world.hpp"

namespace wattprint::grid {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using wattprint::testing::FakeHttp;
using Kind = Failure::Kind;
using namespace std::chrono_literals;

/// What must hold of whatever a provider makes of whatever it is told.
void check(const std::string& kind, const Query& query, const Answer<Series>& answer) {
  const WallTime now = parse_rfc3339(kNow).value();
  if (!answer) {
    ASSERT_THAT(answer.error().what, StartsWith(kind + ": "));
    for (const char* secret : {kKey, kPassword, kToken, "dXNlcjpwYTU1LXcwcmQ="})
      ASSERT_THAT(answer.error().what, Not(HasSubstr(secret)));
    ASSERT_LT(answer.error().what.size(), 500U);
    return;
  }
  ASSERT_FALSE(answer->points.empty());
  const Point* before = nullptr;
  for (const auto& point : answer->points) {
    ASSERT_LT(point.start, point.end);
    ASSERT_GE(point.intensity.value, CarbonIntensity{0});
    ASSERT_LE(point.intensity.value, CarbonIntensity{5000});
    ASSERT_LE(point.intensity.low, point.intensity.value);
    ASSERT_GE(point.intensity.high, point.intensity.value);
    ASSERT_TRUE(before == nullptr || before->end <= point.start);
    if (query.what != What::forecast) {
      ASSERT_LE(point.start, now + 15min);
    }
    if (query.what == What::history) {
      ASSERT_TRUE(point.end > query.from && point.start < query.to);
    }
    if (query.what == What::forecast) {
      ASSERT_TRUE(point.end > now && point.start < query.to);
    }
    before = &point;
  }
  ASSERT_FALSE(answer->issued_at && *answer->issued_at > now);
}

void for_each(const std::function<void(const std::string& kind, What what)>& look) {
  for (const auto& kind : kinds())
    for (const auto what : whats()) {
      SCOPED_TRACE(kind + " " + std::to_string(static_cast<int>(what)));
      look(kind, what);
    }
}

/// A complaint of a server that quotes what it was sent.
std::string repeating_the_secrets_of(const std::string& kind) {
  std::string secrets;
  if (kind == "electricity-maps") secrets = kKey;
  if (kind == "watttime")
    secrets = std::string("user:") + kPassword + " " + kPassword + " " + kToken +
              " dXNlcjpwYTU1LXcwcmQ= user%3Apa55-w0rd";
  return json{{"message", "you sent " + secrets}}.dump();
}

TEST(EveryProvider, MakesASentenceOfEveryWholeFault) {
  struct Fault {
    int status;
    std::vector<HttpHeader> headers;
    std::string body;
    Kind kind;
    std::optional<std::chrono::seconds> retry_after = std::nullopt;
  };
  constexpr const char* kEcho = "ECHO";
  const std::vector<Fault> faults{
      {401, {}, R"({"message": "Invalid auth-token"})", Kind::refused},
      {401, {}, kEcho, Kind::refused},
      {403, {}, kEcho, Kind::refused},
      {404, {}, kEcho, Kind::not_covered},
      {400, {}, kEcho, Kind::not_covered},
      {429, {}, kEcho, Kind::rate_limited},
      {429, {{"Retry-After", "120"}}, "", Kind::rate_limited, 120s},
      {429, {{"Retry-After", "soon"}}, "", Kind::rate_limited},
      {500, {}, kEcho, Kind::unreachable},
      {502, {}, "<html>", Kind::unreachable},
      {503, {{"Retry-After", "30"}}, "", Kind::unreachable, 30s},
      {302, {{"Location", "http://evil.example/"}}, kEcho, Kind::unreachable},
      {307, {}, "", Kind::unreachable},
      {204, {}, "", Kind::malformed},
      {200, {}, "", Kind::malformed},
      {200, {}, "<!DOCTYPE html><html>Sign in</html>", Kind::malformed},
      {200, {}, "{\"data\": [", Kind::malformed},
      {200, {}, std::string(1'000'000, '['), Kind::malformed},
      {200, {}, "{\"data\": \"\xff\"}", Kind::malformed},
      {200, {}, "{\"data\": 1e999, \"carbonIntensity\": 1e999}", Kind::malformed},
      {200, {}, "null", Kind::malformed},
      {200, {}, "42", Kind::malformed},
      {200, {}, "\"text\"", Kind::malformed},
      {200, {}, "{}", Kind::malformed},
      {200, {}, "[null, 1, [2], {}]", Kind::malformed},
      {200, {}, R"({"error": "not today"})", Kind::malformed}};
  for_each([&](const std::string& kind, What what) {
    for (const auto& fault : faults) {
      auto http = http_of({fault.status, fault.headers,
                           fault.body == kEcho ? repeating_the_secrets_of(kind) : fault.body});
      const auto query = query_of(kind, what);
      const auto provider = provider_of(kind);
      const auto answer = fetch(*provider, http, query);
      ASSERT_FALSE(answer) << fault.status << fault.body.substr(0, 80);
      EXPECT_EQ(answer.error().kind, fault.kind) << fault.body.substr(0, 80);
      // Energinet shuts out for 5 minutes without saying so.
      const bool shut_out = kind == "energi-data-service" && fault.status == 429;
      EXPECT_EQ(answer.error().retry_after,
                shut_out && !fault.retry_after ? std::optional(300s) : fault.retry_after);
      check(kind, query, answer);
      for (const auto& request : http.requests)
        EXPECT_EQ(request.url.find("evil.example"), std::string::npos);
    }
  });
}

TEST(EveryProvider, MakesASentenceOfWhatGoesWrongOnTheWay) {
  for_each([&](const std::string& kind, What what) {
    for (const auto& [code, wanted] :
         {std::pair{Errc::unavailable, Kind::unreachable}, {Errc::malformed, Kind::malformed}}) {
      FakeHttp http([code = code](const HttpRequest&) -> Result<HttpResponse> {
        return fail(code, "https://example.org: no answer within 2000 ms");
      });
      const auto provider = provider_of(kind);
      const auto answer = fetch(*provider, http, query_of(kind, what));
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().kind, wanted);
      EXPECT_EQ(http.requests.size(), 1U);  // who asks decides about trying again
    }
  });
}

/// All values of an answer, wherever they stand.
void for_values(json& node, const std::function<void(json& value)>& change) {
  static constexpr const char* kKeys[] = {"carbonIntensity", "value",       "forecast",
                                          "actual",          "CO2Emission", "rating"};
  if (node.is_array())
    for (auto& child : node) for_values(child, change);
  if (!node.is_object()) return;
  for (auto& [key, child] : node.items()) {
    const bool is_value = std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
    if (is_value && (child.is_number() || child.is_null()))
      change(child);
    else
      for_values(child, change);
  }
}

Answer<Series> fetch_changed(const std::string& kind, What what,
                             const std::function<void(json& value)>& change) {
  auto data = data_of(kind, what);
  for_values(data, change);
  auto http = http_of({200, {}, data.dump()});
  const auto provider = provider_of(kind);
  auto answer = fetch(*provider, http, query_of(kind, what));
  check(kind, query_of(kind, what), answer);
  return answer;
}

TEST(EveryProvider, TakesStringsForNumbersAndNoneForOtherThings) {
  for_each([](const std::string& kind, What what) {
    const auto plain = fetch_changed(kind, what, [](json&) {}).value();
    const auto texts = fetch_changed(kind, what, [](json& value) {
      if (value.is_number()) value = value.dump();
    });
    ASSERT_TRUE(texts) << texts.error().what;
    ASSERT_EQ(texts->points.size(), plain.points.size());
    for (std::size_t i = 0; i < plain.points.size(); ++i)
      EXPECT_EQ(texts->points[i].intensity.value, plain.points[i].intensity.value);
    for (const json& wrong : {json("n/a"), json(""), json(true), json::array({1}), json::object()})
      EXPECT_EQ(fetch_changed(kind, what, [&](json& value) { value = wrong; }).error().kind,
                Kind::malformed)
          << wrong;
  });
}

TEST(EveryProvider, HasNoDataWhereAllValuesAreNullOrThereAreNone) {
  for_each([](const std::string& kind, What what) {
    EXPECT_EQ(fetch_changed(kind, what, [](json& value) { value = nullptr; }).error().kind,
              Kind::no_data);
    if (kind == "electricity-maps" && what == What::latest) return;  // has no list
    auto empty = data_of(kind, what);
    const std::function<void(json&)> clear = [&](json& node) {
      if (node.is_array() && !node.empty() && node[0].is_object() &&
          !node[0].contains("forecastData"))
        node.clear();
      if (!node.is_structured()) return;
      for (auto& child : node) clear(child);
    };
    clear(empty);
    auto http = http_of({200, {}, empty.dump()});
    const auto provider = provider_of(kind);
    EXPECT_EQ(fetch(*provider, http, query_of(kind, what)).error().kind, Kind::no_data) << empty;
  });
}

TEST(EveryProvider, RefusesNegativeAndAbsurdValues) {
  for_each([](const std::string& kind, What what) {
    for (const double factor : {-1.0, 1000.0, 1e200}) {
      const auto answer = fetch_changed(kind, what, [&](json& value) {
        if (value.is_number()) value = value.get<double>() * factor;
      });
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().kind, Kind::malformed);
      EXPECT_THAT(answer.error().what, HasSubstr("another unit"));
    }
  });
}

Answer<Series> fetch_with_times(const std::string& kind, What what, const std::string& from,
                                const std::string& to) {
  std::string text = data_of(kind, what).dump();
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
    text.replace(at, from.size(), to);
  auto http = http_of({200, {}, text});
  const auto provider = provider_of(kind);
  auto answer = fetch(*provider, http, query_of(kind, what));
  check(kind, query_of(kind, what), answer);
  return answer;
}

TEST(EveryProvider, NoticesAClockThatIsWrong) {
  for_each([](const std::string& kind, What what) {
    const auto future = fetch_with_times(kind, what, "2026-01-20T", "2026-01-22T");
    ASSERT_FALSE(future);
    // WattTime's latest are the first minutes of a forecast, of which the future ones are left out.
    const bool leaves_out = what == What::forecast || (kind == "watttime" && what == What::latest);
    if (kind != "uk") {
      EXPECT_EQ(future.error().kind, leaves_out ? Kind::no_data : Kind::malformed);
    }
    const auto past = fetch_with_times(kind, what, "2026-01-20T", "2026-01-10T");
    ASSERT_FALSE(past);
    EXPECT_EQ(past.error().kind, Kind::no_data);
    for (const char* wrong : {"2026-02-30T", "yesterday ", "20260120T"}) {
      const auto answer = fetch_with_times(kind, what, "2026-01-20T", wrong);
      ASSERT_FALSE(answer) << wrong;
      EXPECT_EQ(answer.error().kind, Kind::malformed) << wrong;
    }
  });
}

/// Addresses of all nodes of a document.
void collect(json& node, std::vector<json*>& nodes) {
  nodes.push_back(&node);
  if (node.is_structured())
    for (auto& child : node) collect(child, nodes);
}

json odd_value(int choice) {
  switch (choice) {
    case 0: return nullptr;
    case 1: return true;
    case 2: return -1;
    case 3: return 1e300;
    case 4: return 0;
    case 5: return "";
    case 6: return "2026-01-20T12:00:00Z";
    case 7: return "2026-13-20";
    case 8: return json::array();
    case 9: return json::object();
    case 10: return json::array({1, "2", nullptr});
    case 11: return "250";
    case 12: return "9999-12-31T23:59:59Z";
    case 13: return "0000-01-01T00:00:00Z";
    case 14: return std::numeric_limits<std::uint64_t>::max();
    default: return 250.5;
  }
}

RC_GTEST_PROP(EveryProvider, GivesNoWrongNumberWhateverIsChangedInAGoodAnswer, ()) {
  const auto kind = *rc::gen::elementOf(kinds());
  const auto what = *rc::gen::elementOf(whats());
  auto data = data_of(kind, what);
  const auto changes = *rc::gen::inRange(1, 5);
  for (int i = 0; i < changes; ++i) {
    std::vector<json*> nodes;
    collect(data, nodes);
    json& node = *nodes[*rc::gen::inRange<std::size_t>(0, nodes.size())];
    switch (*rc::gen::inRange(0, 4)) {
      case 0: node = odd_value(*rc::gen::inRange(0, 16)); break;
      case 1:  // drop a child
        if (node.is_structured() && !node.empty())
          node.erase(std::next(node.begin(), *rc::gen::inRange<std::ptrdiff_t>(
                                                 0, static_cast<std::ptrdiff_t>(node.size()))));
        break;
      case 2:  // repeat a child
        if (node.is_array() && !node.empty()) {
          const json copy = node[*rc::gen::inRange<std::size_t>(0, node.size())];
          node.push_back(copy);
        }
        break;
      default: {  // swap with another node's value
        const json other = *nodes[*rc::gen::inRange<std::size_t>(0, nodes.size())];
        node = other;
      }
    }
  }
  auto http = http_of({200, {}, data.dump()});
  const auto provider = provider_of(kind);
  const auto query = query_of(kind, what);
  check(kind, query, fetch(*provider, http, query));
  RC_ASSERT(!::testing::Test::HasFatalFailure());
}

}  // namespace
}  // namespace wattprint::grid
