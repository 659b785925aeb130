#include "grid/stretches.hpp"

#include <gtest/gtest.h>

#include "grid/patience.hpp"
#include "grid/sources_world.hpp"

namespace wattprint::grid {
namespace {

using testing::FakeProvider;
using testing::kNoon;
using testing::MovedClock;
using namespace std::chrono_literals;
using Kind = Failure::Kind;

/// "0-5 9-12": hours after noon.
std::string text_of(const std::vector<Stretch>& stretches) {
  std::string text;
  for (const auto& [from, to] : stretches)
    text += (text.empty() ? "" : " ") + std::to_string((from - kNoon) / 1h) + "-" +
            std::to_string((to - kNoon) / 1h);
  return text;
}

Stretch hours(int from, int to) { return {kNoon + from * 1h, kNoon + to * 1h}; }

TEST(Stretches, OnlyWhatIsMissingOrHasAgedIsToBeAskedFor) {
  struct Case {
    const char* name;
    std::vector<Fetched> fetched;
    int now;
    const char* missing;
    int known_until = 10;
  };
  const auto at = [](int from, int to, int when) {
    return Fetched{hours(from, to), kNoon + when * 1h};
  };
  const Case cases[] = {
      {"nothing was fetched", {}, 20, "0-10"},
      {"just fetched", {at(0, 10, 20)}, 20, ""},
      {"a hole", {at(0, 3, 20), at(5, 10, 20)}, 20, "3-5"},
      {"the end", {at(-5, 7, 20)}, 20, "7-10"},
      {"the beginning", {at(4, 30, 20)}, 20, "0-4"},
      {"beside it", {at(-9, 0, 20), at(10, 12, 20)}, 20, "0-10"},
      {"within refresh though it was fetched at once", {at(0, 10, 10)}, 11, ""},
      {"figures half as old when they were fetched as they are now", {at(0, 10, 10)}, 14, "6-10"},
      {"all of them", {at(0, 10, 10)}, 21, "0-10"},
      {"not published yet, within refresh", {at(0, 10, 10)}, 11, "", 4},
      {"not published yet, after refresh", {at(0, 10, 10)}, 13, "4-10", 4},
      {"never published", {at(0, 10, 24 * 7 + 5)}, 24 * 3000, "5-10", 0},
      {"a week old when fetched", {at(0, 10, 24 * 7 + 5)}, 24 * 3000, "5-10"},
      {"fetched by a clock that was ahead", {at(0, 10, 21)}, 20, "0-10"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(text_of(missing(hours(0, 10), c.fetched, kNoon + c.known_until * 1h,
                              kNoon + c.now * 1h, 2h)),
              c.missing)
        << c.name;
}

TEST(Stretches, AreCutIntoWhatOneRequestMayAskFor) {
  EXPECT_EQ(text_of(cut_up({hours(0, 5), hours(7, 8)}, 2h)), "0-2 2-4 4-5 7-8");
  EXPECT_EQ(text_of(cut_up({hours(0, 4)}, 2h)), "0-2 2-4");
  EXPECT_EQ(text_of(cut_up({}, 2h)), "");
}

Point point(int from, int to, double value) {
  return {kNoon + from * 1h, kNoon + to * 1h,
          Figure<CarbonIntensity>::exact(CarbonIntensity{value}, Basis::estimated, "x")};
}

std::string text_of(const std::vector<Point>& points) {
  std::string text;
  for (const auto& p : points)
    text += (text.empty() ? "" : " ") + std::to_string((p.start - kNoon) / 1h) + "-" +
            std::to_string((p.end - kNoon) / 1h) + "=" +
            std::to_string(static_cast<int>(p.intensity.value.value()));
  return text;
}

TEST(Stretches, NewerPointsLieOverOlderOnes) {
  const std::vector<Point> older = {point(0, 2, 1), point(2, 4, 2), point(6, 8, 3)};
  EXPECT_EQ(text_of(laid_over(older, {})), "0-2=1 2-4=2 6-8=3");
  EXPECT_EQ(text_of(laid_over({}, older)), "0-2=1 2-4=2 6-8=3");
  EXPECT_EQ(text_of(laid_over(older, {point(2, 4, 9)})), "0-2=1 2-4=9 6-8=3");
  EXPECT_EQ(text_of(laid_over(older, {point(1, 3, 9)})), "0-1=1 1-3=9 6-8=3");
  EXPECT_EQ(text_of(laid_over(older, {point(4, 6, 9)})), "0-2=1 2-4=2 4-6=9 6-8=3");
  EXPECT_EQ(text_of(laid_over(older, {point(-1, 9, 9)})), "-1-9=9");
}

TEST(Stretches, AGapIsNoCover) {
  EXPECT_TRUE(covers({point(0, 2, 1), point(2, 4, 1)}, hours(1, 4)));
  EXPECT_FALSE(covers({point(0, 2, 1), point(2, 4, 1)}, hours(1, 5)));
  EXPECT_FALSE(covers({point(0, 2, 1), point(3, 5, 1)}, hours(1, 4)));
  EXPECT_FALSE(covers({point(2, 4, 1)}, hours(1, 4)));
}

struct World {
  MovedClock clock;
  FakeProvider provider{"first", clock};

  std::chrono::milliseconds wait_after(const Failure& failure, int failures_before = 0,
                                       double chance = 0.0) const {
    const auto state = after(failure, {.failures = failures_before}, provider, kNoon, chance);
    return wait_of(state, provider, kNoon);
  }
};

TEST(Patience, ASourceIsLeftAloneByWhatWentWrong) {
  struct Case {
    Kind kind;
    int before;
    double chance;
    std::optional<std::chrono::seconds> retry_after;
    std::chrono::milliseconds wait;
  };
  const Case cases[] = {
      {Kind::rate_limited, 0, 0.0, std::nullopt, 30s},
      {Kind::rate_limited, 0, 1.0, std::nullopt, 45s},
      {Kind::rate_limited, 1, 0.0, std::nullopt, 60s},
      {Kind::rate_limited, 2, 0.5, std::nullopt, 150s},
      {Kind::rate_limited, 29, 1.0, std::nullopt, 1h},
      {Kind::rate_limited, 3, 0.7, 17s, 17s},
      {Kind::rate_limited, 0, 0.0, 7200s, 2h},
      {Kind::rate_limited, 0, 0.0, 0s, 30s},
      {Kind::rate_limited, 0, 0.0, std::chrono::seconds::max(), 720h},
      {Kind::unreachable, 0, 0.0, std::nullopt, 30s},
      {Kind::unreachable, 9, 0.3, std::nullopt, 10min},
      {Kind::unreachable, 9, 0.3, 5s, 5s},
      {Kind::malformed, 1, 0.0, std::nullopt, 60s},
      {Kind::refused, 0, 0.0, std::nullopt, 15min},
      {Kind::refused, 5, 0.9, std::nullopt, 1h},
      {Kind::not_covered, 0, 0.0, std::nullopt, 15min},
      {Kind::not_covered, 9, 0.0, std::nullopt, 6h},
      {Kind::no_data, 4, 0.0, std::nullopt, 30min},
      {Kind::no_key, 4, 0.0, std::nullopt, 0s},
  };
  const World w;
  for (const auto& c : cases)
    EXPECT_EQ(w.wait_after({c.kind, "first: no", c.retry_after}, c.before, c.chance), c.wait)
        << static_cast<int>(c.kind) << " after " << c.before;
}

TEST(Patience, AnotherKeyLiftsARefusalAndNothingElse) {
  World w;
  w.provider.mark({.key = 1});
  const auto refused = after({Kind::refused, "no"}, {}, w.provider, kNoon, 0);
  const auto limited = after({Kind::rate_limited, "no"}, {}, w.provider, kNoon, 0);
  EXPECT_GT(wait_of(refused, w.provider, kNoon), 0s);
  w.provider.mark({.key = 2});
  EXPECT_EQ(wait_of(refused, w.provider, kNoon), 0s);
  EXPECT_GT(wait_of(limited, w.provider, kNoon), 0s);
}

TEST(Patience, AFailureFromTheFutureCountsForNothing) {
  const World w;
  const auto state = after({Kind::refused, "no"}, {}, w.provider, kNoon, 0);
  EXPECT_EQ(wait_of(state, w.provider, kNoon - 1ms), 0s);
}

TEST(Patience, SaysTimesInWords) {
  EXPECT_EQ(in_words(0ms), "0 s");
  EXPECT_EQ(in_words(1ms), "1 s");
  EXPECT_EQ(in_words(121s), "3 min");
  EXPECT_EQ(in_words(3h), "3 h");
  EXPECT_EQ(in_words(49h), "3 days");
}

}  // namespace
}  // namespace wattprint::grid
