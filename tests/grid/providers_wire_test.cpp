// The providers over the real client against the stub server of the end-to-end tests, which speaks
// every API and knows every fault.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "grid/provider_world.hpp"
#include "support/grid_stub.hpp"

namespace wattprint::grid {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using wattprint::testing::GridStub;
using Kind = Failure::Kind;

class Wire : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // The requests must not go to a proxy that this machine may have.
    ::setenv("no_proxy", "*", 1);
    stub_ = std::make_unique<GridStub>();
  }
  static void TearDownTestSuite() { stub_.reset(); }
  void SetUp() override { ASSERT_FALSE(stub_->url().empty()) << "the stub server did not start"; }

  /// The real services have other paths before theirs: here fault and service.
  static Answer<Series> ask(const std::string& kind, What what, const std::string& address,
                            std::chrono::milliseconds budget = 2000ms,
                            const char* em_key = "em-test-key") {
    auto options = options_of(kind, {{"url", address}});
    if (kind == "electricity-maps") options.key = Secret(em_key);
    if (kind == "watttime") options.key = Secret("wt-user:wt-secret-pass");
    const auto http = open_http_client().value();
    Exchange exchange(*http, system_clock(), budget);
    return make_provider(options).value()->fetch(query(kind, what), exchange);
  }
  static Query query(const std::string& kind, What what) {
    Query query{.what = what, .zone = catalog::find_zone(zone_of(kind)).value().zone};
    const WallTime now = system_clock().wall();
    if (what == What::history) query.from = now - 6h, query.to = now;
    if (what == What::forecast) query.to = now + 6h;
    return query;
  }
  static std::string address(const std::string& kind, const std::string& fault = "") {
    return stub_->url() + (fault.empty() ? "" : "/fault/" + fault) + "/" + kind;
  }

  /// That each figure is the one of its time.
  static void expect_true(const std::string& kind, const Series& series, double off = 0.0) {
    const std::string zone = kind == "watttime"              ? "CAISO_NORTH"
                             : kind == "energi-data-service" ? "DK1"
                                                             : zone_of(kind);
    EXPECT_FALSE(series.points.empty());
    for (const auto& point : series.points) {
      const double truth = GridStub::intensity(
          zone, std::chrono::floor<std::chrono::seconds>(point.start), kind == "watttime");
      ASSERT_NEAR(point.intensity.value.value(), truth + off, 1e-6) << to_rfc3339(point.start);
      ASSERT_LE(point.intensity.low.value(), truth);
      ASSERT_GE(point.intensity.high.value(), truth);
    }
  }

  static std::unique_ptr<GridStub> stub_;
};
std::unique_ptr<GridStub> Wire::stub_;

TEST_F(Wire, EveryProviderReadsTheFiguresOfTheServiceThatItKnows) {
  for (const auto& kind : kinds())
    for (const auto what : whats()) {
      SCOPED_TRACE(kind + " " + std::to_string(static_cast<int>(what)));
      const auto answer = ask(kind, what, address(kind), 10s);
      ASSERT_TRUE(answer) << answer.error().what;
      expect_true(kind, *answer);
      // The whole stretch, up to a step at each end.
      const auto& points = answer->points;
      const auto asked = query(kind, what);
      const auto step = points[0].end - points[0].start;
      if (what == What::history) {
        EXPECT_LE(points.front().start, asked.from + step);
      }
      if (what != What::latest) {
        EXPECT_GE(points.back().end, asked.to - (kind == "uk" ? 2 : 1) * step);
      }
      for (std::size_t i = 1; i < points.size(); ++i) EXPECT_EQ(points[i - 1].end, points[i].start);
    }
}

TEST_F(Wire, ThePaidEndpointOfElectricityMapsGivesOlderHours) {
  auto options = options_of("electricity-maps", {{"url", address("electricity-maps")}});
  options.key = Secret("em-test-key");
  const auto http = open_http_client().value();
  Exchange exchange(*http, system_clock(), 10s);
  auto old = query("electricity-maps", What::history);
  old.from -= 24h * 9;
  const auto answer = make_provider(options).value()->fetch(old, exchange);
  ASSERT_TRUE(answer) << answer.error().what;
  expect_true("electricity-maps", *answer);
  EXPECT_GE(answer->points.size(), 24U * 9);
}

TEST_F(Wire, AKeyForAnotherZoneIsToldFromNothingElse) {
  const auto url = address("electricity-maps");
  for (const char* key : {"no-such-key", "em-free-key"}) {
    auto options = options_of("electricity-maps", {{"url", url}});
    options.key = Secret(key);
    const auto http = open_http_client().value();
    Exchange exchange(*http, system_clock(), 10s);
    const Query france{.what = What::latest, .zone = catalog::find_zone("FR").value().zone};
    const auto answer = make_provider(options).value()->fetch(france, exchange);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::refused);
    EXPECT_THAT(answer.error().what, HasSubstr("another zone"));
  }
  EXPECT_TRUE(ask("electricity-maps", What::latest, url, 10s, "em-free-key"));
  EXPECT_EQ(ask("electricity-maps", What::forecast, url, 10s, "em-free-key").error().kind,
            Kind::refused);
}

TEST_F(Wire, NoFaultOfTheDataEndsInAWrongNumber) {
  for (const char* fault : {"null-values", "some-nulls", "strings", "words", "lists", "negative",
                            "absurd", "gaps", "duplicates", "contradictions", "unsorted",
                            "no-points", "of-the-future", "of-the-past", "wrong-unit"})
    for (const auto& kind : kinds())
      for (const auto what : whats()) {
        SCOPED_TRACE(std::string(fault) + " " + kind + " " +
                     std::to_string(static_cast<int>(what)));
        const auto answer = ask(kind, what, address(kind, fault), 10s);
        const std::string name = fault;
        if (!answer) {
          EXPECT_THAT(answer.error().what, StartsWith(kind + ": "));
          EXPECT_TRUE(answer.error().kind == Kind::malformed ||
                      answer.error().kind == Kind::no_data)
              << answer.error().what;
          const bool harmless = name == "strings" || name == "gaps" || name == "duplicates" ||
                                name == "contradictions" || name == "unsorted";
          EXPECT_FALSE(harmless) << answer.error().what;
          continue;
        }
        EXPECT_TRUE(name != "negative" && name != "absurd" && name != "words" && name != "lists" &&
                    name != "null-values" && name != "no-points");
        EXPECT_FALSE(name == "wrong-unit" && kind == "watttime");
        // The later of two values that contradict each other is 10 more; its interval holds both.
        // The latest of Electricity Maps is no list, and so has one value only.
        const bool later =
            name == "contradictions" && !(kind == "electricity-maps" && what == What::latest);
        expect_true(kind, *answer, later ? 10.0 : 0.0);
      }
}

TEST_F(Wire, EveryAnswerThatIsNoneIsASentence) {
  for (const auto& [fault, wanted] : {std::pair{"bad-key", Kind::refused},
                                      {"wrong-zone", Kind::refused},
                                      {"forbidden", Kind::refused},
                                      {"unknown-zone", Kind::not_covered},
                                      {"too-many", Kind::rate_limited},
                                      {"too-many-retry", Kind::rate_limited},
                                      {"too-many-date", Kind::rate_limited},
                                      {"too-many-nonsense", Kind::rate_limited},
                                      {"server-error", Kind::unreachable},
                                      {"unavailable", Kind::unreachable},
                                      {"html", Kind::malformed},
                                      {"empty", Kind::malformed},
                                      {"no-content", Kind::malformed},
                                      {"half-json", Kind::malformed},
                                      {"bad-utf8", Kind::malformed},
                                      {"scalar", Kind::malformed},
                                      {"null", Kind::malformed},
                                      {"list", Kind::malformed},
                                      {"other-object", Kind::malformed},
                                      {"deep", Kind::malformed},
                                      {"deep-object", Kind::malformed},
                                      {"big-number", Kind::malformed},
                                      {"echo-key", Kind::not_covered}})
    for (const auto& kind : kinds()) {
      SCOPED_TRACE(std::string(fault) + " " + kind);
      const auto answer = ask(kind, What::history, address(kind, fault), 10s);
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().kind, wanted) << answer.error().what;
      EXPECT_THAT(answer.error().what, StartsWith(kind + ": "));
      for (const char* secret : {"em-test-key", "wt-user:wt-secret-pass", "wt-secret-pass",
                                 "d3QtdXNlcjp3dC1zZWNyZXQtcGFzcw==", "wt-token-"})
        EXPECT_THAT(answer.error().what, Not(HasSubstr(secret)));
      if (fault == std::string("too-many-retry")) {
        EXPECT_EQ(answer.error().retry_after, 120s);
      }
    }
}

TEST_F(Wire, NoFaultOfTheWayHangsOrGoesOn) {
  for (const auto& [fault, wanted] : {std::pair{"hang", Kind::unreachable},
                                      {"drip", Kind::unreachable},
                                      {"cut", Kind::unreachable},
                                      {"reset", Kind::unreachable},
                                      {"redirect", Kind::unreachable},
                                      {"redirect-here", Kind::unreachable},
                                      {"huge-body", Kind::malformed}})
    for (const auto& kind : kinds()) {
      SCOPED_TRACE(std::string(fault) + " " + kind);
      const bool silent = fault == std::string("hang") || fault == std::string("drip");
      const auto start = std::chrono::steady_clock::now();
      const auto answer = ask(kind, What::latest, address(kind, fault), silent ? 300ms : 10'000ms);
      EXPECT_LT(std::chrono::steady_clock::now() - start, 9s);
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().kind, wanted) << answer.error().what;
    }
  // Nothing went to the host that the redirects named, and so no key.
  EXPECT_THAT(stub_->requests(), Not(HasSubstr("\"elsewhere\": true")));
  EXPECT_THAT(stub_->requests(), HasSubstr("\"elsewhere\": false"));
}

TEST_F(Wire, AServerThatSpeaksNoTlsIsNotTrusted) {
  for (const auto& kind : kinds()) {
    const auto answer = ask(kind, What::latest, "https" + address(kind).substr(4));
    ASSERT_FALSE(answer) << kind;
    EXPECT_EQ(answer.error().kind, Kind::unreachable);
    EXPECT_THAT(answer.error().what, HasSubstr("https://127.0.0.1"));
  }
}

TEST_F(Wire, AFailureThatPassesIsFollowedByAnAnswer) {
  const auto url = address("uk", "server-error*1");
  EXPECT_EQ(ask("uk", What::latest, url, 10s).error().kind, Kind::unreachable);
  const auto second = ask("uk", What::latest, url, 10s);
  ASSERT_TRUE(second) << second.error().what;
  expect_true("uk", *second);
}

}  // namespace
}  // namespace wattprint::grid
