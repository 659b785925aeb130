#include "base/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <clocale>
#include <thread>

namespace wattprint {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// 2026-11-22T02:49:05.120Z is 1795315745.120 s after 1970: 20779 days x 86400 + 10145.120 s.
constexpr WallTime kMoment{std::chrono::milliseconds(1795315745120)};

TEST(Rfc3339, IsWrittenInUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(kMoment), "2026-11-22T02:49:05.120Z");
  EXPECT_EQ(to_rfc3339(WallTime{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(WallTime{-1ms}), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, IsReadWithAndWithoutFraction) {
  EXPECT_EQ(parse_rfc3339("2026-11-22T02:49:05.120Z"), kMoment);
  EXPECT_EQ(parse_rfc3339("2026-11-22T02:49:05.12Z"), kMoment);
  EXPECT_EQ(parse_rfc3339(" 2026-11-22T02:49:05.120999999Z\n"), kMoment);
  EXPECT_EQ(parse_rfc3339("2026-11-22T02:49:05Z"), kMoment - 120ms);
  EXPECT_EQ(parse_rfc3339("2024-02-29T00:00:00Z").value(),
            std::chrono::sys_days(std::chrono::year(2024) / 2 / 29));
}

TEST(Rfc3339, CountsALeapSecondAsTheNextMinute) {
  EXPECT_EQ(to_rfc3339(parse_rfc3339("2016-12-31T23:59:60Z").value()), "2017-01-01T00:00:00.000Z");
}

TEST(Rfc3339, RefusesEverythingElse) {
  for (const char* wrong : {"",
                            "now",
                            "2026-11-22",
                            "2026-11-22T02:49:05",
                            "2026-11-22T02:49:05+01:00",
                            "2026-11-22 02:49:05Z",
                            "2026-13-22T02:49:05Z",
                            "2026-02-29T02:49:05Z",
                            "2026-11-22T24:00:00Z",
                            "2026-11-22T02:60:05Z",
                            "2026-11-22T02:49:61Z",
                            "2026-11-22T02:49:05.Z",
                            "2026-11-22T02:49:05,120Z",
                            "2026-11-22T02:49:05ZZ",
                            "2026-11-22T02:49:05Z2026",
                            "26-11-22T02:49:05Z",
                            " 026-11-22T02:49:05Z",
                            "2026- 1-22T02:49:05Z",
                            "2026-11-22T+2:49:05Z",
                            "-026-11-22T02:49:05Z",
                            "2026-11-22T02:49:1e1Z",
                            "2026-11-22T02:49:0x1Z",
                            "2026-11-22T02:49:nanZ",
                            "2026-11-22T02:49:05.1x0Z",
                            "2026-11-22T02:49:05.-10Z"}) {
    const auto time = parse_rfc3339(wrong);
    ASSERT_FALSE(time) << wrong;
    EXPECT_EQ(time.error().code, Errc::malformed);
    EXPECT_THAT(time.error().what, HasSubstr("is not a UTC time such as"));
  }
}

TEST(Rfc3339, DoesNotFollowTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr)
    GTEST_SKIP() << "the locale de_DE.UTF-8 is not installed";
  const auto time = parse_rfc3339("2026-11-22T02:49:05.120Z");
  const auto text = to_rfc3339(kMoment);
  std::setlocale(LC_ALL, before.c_str());
  EXPECT_EQ(time, kMoment);
  EXPECT_EQ(text, "2026-11-22T02:49:05.120Z");
}

RC_GTEST_PROP(Rfc3339, ReadsBackWhatItWrote, ()) {
  // Years 1 to 9999.
  const auto count = *rc::gen::inRange<std::int64_t>(-62135596800000, 253402300800000);
  const WallTime time{std::chrono::milliseconds(count)};
  RC_ASSERT(parse_rfc3339(to_rfc3339(time)) == time);
}

TEST(Duration, HasAUnitOrIsInSeconds) {
  EXPECT_EQ(parse_duration("100ms"), 100ms);
  EXPECT_EQ(parse_duration("1s"), 1s);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("2m"), 2min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("1d"), 24h);
  EXPECT_EQ(parse_duration("250us"), 250us);
  EXPECT_EQ(parse_duration("10"), 10s);
  EXPECT_EQ(parse_duration(" 0.05 "), 50ms);
  EXPECT_EQ(parse_duration("1e-3s"), 1ms);
}

TEST(Duration, RefusesWhatIsNotPositiveOrNotADuration) {
  for (const char* wrong : {"", "s", "ms", "0", "0s", "-1s", "1x", "1 m s", "1m30s", "inf", "nan",
                            "1e400s", "366d", "1e-12s", "ten", "1,5s", "0x10"}) {
    const auto duration = parse_duration(wrong);
    ASSERT_FALSE(duration) << wrong;
    EXPECT_EQ(duration.error().code, Errc::malformed);
    EXPECT_THAT(duration.error().what, HasSubstr("is not a duration; write for example"));
  }
}

TEST(SystemClock, GoesForward) {
  const auto& clock = system_clock();
  const auto first = clock.now();
  std::this_thread::sleep_for(2ms);
  EXPECT_GE(clock.now() - first, 2ms);
  EXPECT_GE(clock.suspended(), -1ms);  // two clocks read one after the other
  EXPECT_GT(clock.wall(), WallTime{std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)});
}

}  // namespace
}  // namespace wattprint
