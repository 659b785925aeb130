#include "grid/reply.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Kind = Failure::Kind;
using nlohmann::json;

WallTime at(const char* text) { return parse_rfc3339(text).value(); }
const WallTime kNow = at("2026-01-20T12:00:00Z");

struct Moment {
  const char* text;
  const char* utc;  ///< null when it is none
};

TEST(ParseMoment, TakesTheFormsOfTheProviders) {
  for (const auto& [text, utc] : {
           Moment{"2026-01-20T12:00Z", "2026-01-20T12:00:00Z"},
           {"2026-01-20T12:00:00.000Z", "2026-01-20T12:00:00Z"},
           {"2026-01-20T12:00:00.123456789Z", "2026-01-20T12:00:00Z"},
           {"2026-01-20T12:00:30", "2026-01-20T12:00:30Z"},
           {"2026-01-20 12:00:00", "2026-01-20T12:00:00Z"},
           {"2026-01-20 12:00:00+00:00", "2026-01-20T12:00:00Z"},
           {"2022-10-31T11", "2022-10-31T11:00:00Z"},
           {"2026-01-20T12:00:00+01:00", "2026-01-20T11:00:00Z"},
           {"2026-01-20T12:00:00-0530", "2026-01-20T17:30:00Z"},
           {"2026-01-20T00:00+14", "2026-01-19T10:00:00Z"},
           {" 2026-01-20t12:00z ", nullptr},
           {" 2026-01-20T12:00z ", "2026-01-20T12:00:00Z"},
           {"2024-02-29T00:00Z", "2024-02-29T00:00:00Z"},
           // The hour that comes twice in Berlin, and the one that is not there.
           {"2025-10-26T02:30:00+02:00", "2025-10-26T00:30:00Z"},
           {"2025-10-26T02:30:00+01:00", "2025-10-26T01:30:00Z"},
           {"2026-03-29T02:30:00+01:00", "2026-03-29T01:30:00Z"},
       }) {
    const auto moment = parse_moment(text);
    if (utc == nullptr) {
      EXPECT_FALSE(moment) << text;
      continue;
    }
    ASSERT_TRUE(moment) << text;
    EXPECT_EQ(*moment, at(utc)) << text;
  }
}

TEST(ParseMoment, TakesNothingElse) {
  for (const char* text : {"",
                           "now",
                           "2026",
                           "2026-01-20",
                           "2026-02-29T00:00Z",
                           "2026-13-01T00:00Z",
                           "2026-00-01T00Z",
                           "2026-01-20T24:00Z",
                           "2026-01-20T12:60Z",
                           "2026-01-20T12:00:61Z",
                           "2026-01-20T12:00:00.Z",
                           "2026-01-20T12:00ZZ",
                           "2026-01-20T12:00+",
                           "2026-01-20T12:00+1",
                           "2026-01-20T12:00+01:",
                           "2026-01-20T12:00+15:00",
                           "2026-01-20T12:00+01:60",
                           "2026-01-20T1:00Z",
                           "2026-1-20T12:00Z",
                           "+2026-01-20T12:00Z",
                           "2026-01-20T12:0-Z",
                           "2026/01/20T12:00Z",
                           "1768910400",
                           "2026-01-20T12:00 Z",
                           "2026-01-20T12:00:00,5Z"})
    EXPECT_FALSE(parse_moment(text)) << text;
}

RC_GTEST_PROP(ParseMoment, ReadsWhatWeWriteInAnyOffset, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(86400, 4'000'000'000);
  const auto minutes = *rc::gen::inRange(-14 * 60, 14 * 60 + 1);
  const WallTime moment{std::chrono::seconds(seconds)};
  auto text = to_rfc3339(moment + std::chrono::minutes(minutes));
  const auto offset = fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                                  std::abs(minutes) % 60);
  text.replace(text.size() - 1, 1, offset);
  RC_ASSERT(parse_moment(text) == moment);
}

TEST(NumberIn, TakesNumbersAlsoInQuotesAndNulls) {
  const auto object = json::parse(R"({"a": 1.5, "b": "2", "c": null, "d": "x", "e": [1], "f": true,
                                      "g": "", "h": "1e999", "i": "nan"})");
  EXPECT_EQ(number_in(object, "a", "uk").value(), 1.5);
  EXPECT_EQ(number_in(object, "b", "uk").value(), 2.0);
  EXPECT_EQ(number_in(object, "c", "uk").value(), std::nullopt);
  EXPECT_EQ(number_in(object, "none", "uk").value(), std::nullopt);
  EXPECT_EQ(number_in(json::array(), "a", "uk").value(), std::nullopt);
  for (const char* key : {"d", "e", "f", "g", "h", "i"}) {
    const auto number = number_in(object, key, "uk");
    ASSERT_FALSE(number) << key;
    EXPECT_EQ(number.error().kind, Kind::malformed);
    EXPECT_EQ(number.error().what, "uk: \"" + std::string(key) + "\" is not a number");
  }
}

TEST(OtherMembers, AreSentencesWhenTheyAreMissingOrOfAnotherType) {
  for (const char* text : {"{}", R"({"a": null})", R"({"a": 7})", "[]", "7", "null"}) {
    const auto object = json::parse(text);
    EXPECT_EQ(text_in(object, "a", "uk").error().kind, Kind::malformed) << text;
    EXPECT_EQ(moment_in(object, "a", "uk").error().kind, Kind::malformed) << text;
    EXPECT_EQ(array_in(object, "a", "uk").error().what, "uk: the answer has no list \"a\"") << text;
    EXPECT_EQ(issued_in(object, "a", kNow), kNow) << text;
  }
  const auto object = json::parse(R"({"a": "2026-01-20T11:00Z", "b": "2026-01-20T13:00Z"})");
  EXPECT_EQ(issued_in(object, "a", kNow), kNow - 1h);
  EXPECT_EQ(issued_in(object, "b", kNow), kNow);  // a forecast cannot be from tomorrow
}

PointList::Rules rules() {
  return {.who = "uk", .source = "UK Carbon Intensity", .step = 1800s, .now = kNow};
}

TEST(PointList, SortsCutsAndKeepsGaps) {
  PointList points(rules());
  points.add(kNow - 60min, CarbonIntensity{30});
  points.add(kNow - 180min, CarbonIntensity{10});
  points.add(kNow - 75min, CarbonIntensity{20});
  const auto taken = points.take().value();
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[0].start, kNow - 180min);
  EXPECT_EQ(taken[0].end, kNow - 150min);  // a gap stays one
  EXPECT_EQ(taken[1].end, kNow - 60min);   // cut where the next one begins
  EXPECT_EQ(taken[2].end, kNow - 30min);
  EXPECT_EQ(taken[1].intensity.value, CarbonIntensity{20});
}

TEST(PointList, MakesOnePointOfATimeThatIsGivenTwice) {
  PointList points(rules());
  points.add(kNow - 60min, CarbonIntensity{100});
  points.add(kNow - 60min, CarbonIntensity{200});
  points.add(kNow - 90min, CarbonIntensity{50});
  const auto taken = points.take().value();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].end, kNow - 60min);
  EXPECT_EQ(taken[1].end, kNow - 30min);
  EXPECT_EQ(taken[1].intensity.value, CarbonIntensity{200});
  EXPECT_NEAR(taken[1].intensity.low.value(), 100 * std::exp(-0.21), 1e-9);
  EXPECT_NEAR(taken[1].intensity.high.value(), 200 * std::exp(0.21), 1e-9);
}

TEST(PointList, LeavesOutWhatWasNotAskedFor) {
  auto wanted = rules();
  wanted.from = kNow - 120min;
  wanted.to = kNow - 60min;
  PointList points(wanted);
  for (int minutes = 180; minutes > 0; minutes -= 30)
    points.add(kNow - std::chrono::minutes(minutes), CarbonIntensity{100});
  const auto taken = points.take().value();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].start, kNow - 120min);
  EXPECT_EQ(taken[1].end, kNow - 60min);
}

TEST(PointList, SaysThatAllItHasIsOld) {
  auto wanted =
      PointList::rules_for({.what = Query::What::latest, .zone = {}}, "uk", "UK", 1800s, kNow);
  PointList points(wanted);
  points.add(kNow - 72h, CarbonIntensity{100});
  const auto none = points.take();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, Kind::no_data);
  EXPECT_THAT(none.error().what, HasSubstr("newest is of 2026-01-17T12:00:00.000Z"));
  EXPECT_THAT(none.error().what, HasSubstr("clock"));
  EXPECT_EQ(PointList(wanted).take().error().what, "uk: it has no values for this time");
}

TEST(PointList, RefusesValuesThatNoGridHas) {
  for (const double value : {-1.0, -1e-9, 5000.1, 1e300, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    PointList points(rules());
    points.add(kNow - 60min, CarbonIntensity{100});
    points.add(kNow - 30min, CarbonIntensity{value});
    const auto taken = points.take();
    ASSERT_FALSE(taken) << value;
    EXPECT_EQ(taken.error().kind, Kind::malformed);
    EXPECT_THAT(taken.error().what, HasSubstr("another unit"));
    EXPECT_LT(taken.error().what.size(), 100U);
  }
  PointList points(rules());
  points.add(kNow - 60min, CarbonIntensity{0});
  points.add(kNow - 30min, CarbonIntensity{5000});
  EXPECT_TRUE(points.take());
}

TEST(PointList, RefusesReadingsOfTheFutureBeyondWhatClocksDiffer) {
  PointList near(rules());
  near.add(kNow + 15min, CarbonIntensity{100});
  EXPECT_TRUE(near.take());
  PointList far(rules());
  far.add(kNow + 16min, CarbonIntensity{100});
  EXPECT_EQ(far.take().error().kind, Kind::malformed);
  EXPECT_THAT(far.take().error().what, HasSubstr("clock"));
  auto ahead = rules();
  ahead.forecast = true;
  PointList forecast(ahead);
  forecast.add(kNow + 16min, CarbonIntensity{100});
  EXPECT_TRUE(forecast.take());
}

double width(const Point& point) {
  return point.intensity.high.value() / point.intensity.low.value();
}

TEST(PointList, IsTheLessSureTheLessIsKnown) {
  PointList points(rules());
  points.add(kNow - 120min, CarbonIntensity{100});
  points.add(kNow - 60min, CarbonIntensity{100}, true);
  const auto taken = points.take().value();
  EXPECT_LT(width(taken[0]), width(taken[1]));
  auto ahead = rules();
  ahead.forecast = true;
  PointList forecast(ahead);
  for (const auto hours : {1h, 25h, 49h, 73h, 500h})
    forecast.add(kNow + hours, CarbonIntensity{100});
  const auto foreseen = forecast.take().value();
  for (std::size_t i = 1; i < 4; ++i) EXPECT_LT(width(foreseen[i - 1]), width(foreseen[i]));
  EXPECT_EQ(width(foreseen[3]), width(foreseen[4]));
  ahead.issued = kNow - 24h;  // what was issued yesterday is less sure
  PointList old(ahead);
  old.add(kNow + 1h, CarbonIntensity{100});
  EXPECT_EQ(width(old.take().value()[0]), width(foreseen[1]));
}

TEST(PointList, CountsTheEstimatesAmongTheWantedPoints) {
  Query query{.what = Query::What::history, .zone = {}, .from = kNow - 2h, .to = kNow};
  query.zone.code = "GB";
  PointList points(PointList::rules_for(query, "uk", "UK", 1800s, kNow));
  points.add(kNow - 5h, CarbonIntensity{100}, true);
  points.add(kNow - 2h, CarbonIntensity{100}, true);
  points.add(kNow - 1h, CarbonIntensity{100}, false);
  const auto series = points.take_series(query, {}).value();
  EXPECT_EQ(series.zone, "GB");
  EXPECT_FALSE(series.issued_at);
  EXPECT_THAT(series.notes,
              ::testing::ElementsAre("1 of 2 values are estimates of UK, not readings"));
}

RC_GTEST_PROP(PointList, GivesSortedPointsThatDoNotOverlapWhateverIsAdded, ()) {
  auto wanted = rules();
  wanted.forecast = *rc::gen::arbitrary<bool>();
  wanted.from = kNow - std::chrono::minutes(*rc::gen::inRange(0, 300));
  if (*rc::gen::arbitrary<bool>())
    wanted.to = *wanted.from + std::chrono::minutes(*rc::gen::inRange(1, 300));
  PointList points(wanted);
  const auto count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i)
    points.add(kNow + std::chrono::minutes(*rc::gen::inRange(-300, 20)),
               CarbonIntensity{*rc::gen::inRange(-1, 60) * 100.0}, *rc::gen::arbitrary<bool>(),
               std::chrono::minutes(*rc::gen::inRange(1, 90)));
  const auto taken = points.take();
  if (!taken) return;
  RC_ASSERT(!taken->empty());
  for (std::size_t i = 0; i < taken->size(); ++i) {
    const auto& [start, end, figure] = (*taken)[i];
    RC_ASSERT(start < end);
    RC_ASSERT(end > *wanted.from && (!wanted.to || start < *wanted.to));
    RC_ASSERT((i == 0 || (*taken)[i - 1].end <= start));
    RC_ASSERT(figure.low <= figure.value && figure.value <= figure.high);
    RC_ASSERT(figure.low >= CarbonIntensity{} && figure.value <= CarbonIntensity{5000});
  }
}

}  // namespace
}  // namespace wattprint::grid
