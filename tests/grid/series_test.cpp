#include "grid/forecast/series.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/byte_streams.hpp"

namespace wattprint::grid {
namespace {

const std::string kHeader = "timestamp_utc,g_per_kwh\n";

Result<HourlySeries> read(const std::string& text) {
  testing::PiecewiseSource source(text);
  return read_series(source, "s.csv");
}

std::string refusal(const std::string& text) {
  const auto series = read(text);
  if (series) return "not refused";
  EXPECT_EQ(series.error().code, Errc::malformed);
  return series.error().what;
}

std::string at(const std::string& time, const std::string& value = "100") {
  return "2024-03-30T" + time + "Z," + value + "\n";
}

TEST(ReadSeries, MakesMeansOfHoursWithGapsWhereNothingIsKnown) {
  const auto series = read(kHeader + at("22:00:00", "100") + at("22:15:00", "200") +
                           at("22:30:00", "") + at("23:45:00", "50") + "2024-03-31T02:00:00Z,80\n")
                          .value();
  EXPECT_EQ(series.start,
            std::chrono::sys_days(std::chrono::year(2024) / 3 / 30) + std::chrono::hours(22));
  ASSERT_EQ(series.hours.size(), 5U);
  EXPECT_EQ(series.hours[0], CarbonIntensity{150});
  EXPECT_EQ(series.hours[1], CarbonIntensity{50});
  EXPECT_EQ(series.hours[2], std::nullopt);
  EXPECT_EQ(series.hours[3], std::nullopt);
  EXPECT_EQ(series.hours[4], CarbonIntensity{80});
}

TEST(ReadSeries, BeginsAndEndsWithAValue) {
  const auto series =
      read(kHeader + at("01:00:00", "") + at("02:00:00", "7") + at("03:00:00", "")).value();
  ASSERT_EQ(series.hours.size(), 1U);
  EXPECT_EQ(series.hours[0], CarbonIntensity{7});
}

TEST(ReadSeries, TakesStepsOfFiveMinutesAByteOrderMarkAndCarriageReturns) {
  const auto series = read(
                          "\xEF\xBB\xBFtimestamp_utc,g_per_kwh\r\n2024-03-30T01:00:00Z,10\r\n"
                          "2024-03-30T01:05:00Z,20\r\n")
                          .value();
  ASSERT_EQ(series.hours.size(), 1U);
  EXPECT_EQ(series.hours[0], CarbonIntensity{15});
}

TEST(ReadSeries, TellsTheLineOfARowThatIsNotLaterThanTheOneBefore) {
  EXPECT_EQ(refusal(kHeader + at("01:00:00") + at("01:00:00")),
            "s.csv:3:1: the same time as the row before");
  EXPECT_EQ(refusal(kHeader + at("01:00:00") + at("02:00:00") + at("01:00:00")),
            "s.csv:4:1: earlier than the row before; rows go from old to new");
}

TEST(ReadSeries, TellsTheLineOfAValueThatIsNone) {
  const std::string told = "s.csv:3:22: g_per_kwh must be a number from 0 to 5000, or empty";
  for (const std::string value : {"-1", "5001", "nan", "inf", "null", "12g"})
    EXPECT_EQ(refusal(kHeader + at("01:00:00") + at("02:00:00", value)), told) << value;
}

TEST(ReadSeries, RefusesTimesThatAreNotUtc) {
  for (const std::string time :
       {"2024-03-30T01:00:00", "2024-03-30T01:00:00+01:00", "30.3.2024", ""})
    EXPECT_NE(refusal(kHeader + time + ",1\n").find("s.csv:2:1: "), std::string::npos) << time;
}

TEST(ReadSeries, RefusesOtherColumnsAndNoRows) {
  const std::string told = "s.csv:1:1: the first line must begin with timestamp_utc,g_per_kwh";
  EXPECT_EQ(refusal("g_per_kwh,timestamp_utc\n"), told);
  EXPECT_EQ(refusal(""),
            "s.csv:1:1: empty; the first line must begin with timestamp_utc,g_per_kwh");
  EXPECT_EQ(refusal(kHeader), "s.csv:1:1: has no row with a value");
  EXPECT_EQ(refusal(kHeader + at("01:00:00", "")), "s.csv:1:1: has no row with a value");
  EXPECT_EQ(refusal(kHeader + "2024-03-30T01:00:00Z,1,DE\n"),
            "s.csv:2:1: a row has as many fields as the header");
}

TEST(ReadSeries, PassesOverFurtherColumns) {
  const auto series = read(
                          "timestamp_utc,g_per_kwh,low,high,source,end\n"
                          "2024-03-30T01:00:00Z,7,6,8,import,2024-03-30T02:00:00Z\n")
                          .value();
  EXPECT_EQ(series.hours.front(), CarbonIntensity{7});
}

TEST(ReadSeries, RefusesStepsOfMoreThanAnHourAndMoreThanFiftyYears) {
  EXPECT_EQ(refusal(kHeader + at("01:00:00") + at("03:00:00") + at("05:00:00")),
            "s.csv:2:1: rows are more than an hour apart throughout; a series has steps of 1 hour "
            "or less");
  EXPECT_EQ(refusal(kHeader + "0001-01-01T00:00:00Z,1\n" + at("01:00:00")),
            "s.csv:3:1: more than 50 years after the first value");
}

}  // namespace
}  // namespace wattprint::grid
