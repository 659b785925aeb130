#include "grid/points_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "grid/local_time.hpp"
#include "support/byte_streams.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using catalog::IntensityKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Result<PointsFile> read(const std::string& text, const PointsFormat& format = {}) {
  testing::PiecewiseSource source(text);
  return read_points(source, "dir/s.csv", format);
}

std::string refusal(const std::string& text, const PointsFormat& format = {}) {
  const auto file = read(text, format);
  return file ? "not refused" : file.error().what;
}

std::vector<std::string> starts(const PointsFile& file) {
  std::vector<std::string> texts;
  for (const auto& point : file.points) texts.push_back(to_rfc3339(point.start).substr(0, 16));
  return texts;
}

const std::string kHeader = "timestamp_utc,g_per_kwh\n";

TEST(ReadPoints, TakesOurOwnFormatWithIntervalsAndGaps) {
  const auto file = read(
                        "timestamp_utc,g_per_kwh,low,high,source\n"
                        "2026-01-20T00:00:00Z,100,90,120,Mine\n"
                        "2026-01-20T00:30:00Z,,,,\n"
                        "2026-01-20T01:00:00Z,200,,,\n"
                        "2026-01-20T01:30:00Z,300,,,\n")
                        .value();
  ASSERT_EQ(file.points.size(), 3U);
  EXPECT_EQ(file.step, 30min);
  EXPECT_EQ(file.rows, 4U);
  EXPECT_EQ(file.no_value, 1U);
  EXPECT_EQ(file.gaps, 1U);
  const auto& first = file.points[0];
  EXPECT_EQ(first.end - first.start, 30min);
  EXPECT_EQ(first.intensity.value, CarbonIntensity{100});
  EXPECT_EQ(first.intensity.low, CarbonIntensity{90});
  EXPECT_EQ(first.intensity.high, CarbonIntensity{120});
  EXPECT_EQ(first.intensity.source, "Mine");
  EXPECT_EQ(file.points[1].intensity.source, "s.csv");
  EXPECT_LT(file.points[1].intensity.low, CarbonIntensity{200});
  EXPECT_GT(file.points[1].intensity.high, CarbonIntensity{200});
}

TEST(ReadPoints, RecognisesADownloadOfElectricityMapsAndSaysSo) {
  const std::string text =
      "\xEF\xBB\xBF"
      "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon "
      "intensity gCO₂eq/kWh (Life cycle),Data source,Data estimated\r\n"
      "2024-01-01 00:00:00,Germany,Germany,DE,100.5,150,x,false\r\n"
      "2024-01-01 01:00:00,Germany,Germany,DE,101,151,x,true\r\n";
  const auto lifecycle = read(text).value();
  EXPECT_EQ(lifecycle.kind, IntensityKind::lifecycle);
  EXPECT_EQ(lifecycle.zone, "DE");
  EXPECT_EQ(lifecycle.points[0].intensity.value, CarbonIntensity{150});
  EXPECT_EQ(lifecycle.points[0].intensity.source, "Electricity Maps");
  ASSERT_EQ(lifecycle.notes.size(), 1U);
  EXPECT_THAT(lifecycle.notes[0], HasSubstr("a download of Electricity Maps"));
  // A stand-in is less sure than a reading.
  EXPECT_LT(lifecycle.points[1].intensity.low / lifecycle.points[1].intensity.value,
            lifecycle.points[0].intensity.low / lifecycle.points[0].intensity.value);

  const auto direct = read(text, {.kind = IntensityKind::direct}).value();
  EXPECT_EQ(direct.kind, IntensityKind::direct);
  EXPECT_EQ(direct.points[0].intensity.value, CarbonIntensity{100.5});
}

TEST(ReadPoints, ConvertsUnits) {
  for (const auto& [unit, value, grams] : {std::tuple{"g/kWh", "400", 400.0},
                                           {"kg/kWh", "0.4", 400.0},
                                           {"kg/MWh", "400", 400.0},
                                           {"lb/MWh", "1000", 453.59237},
                                           {"lbs_co2_per_mwh", "1000", 453.59237},
                                           {"g/MJ", "100", 360.0},
                                           {"gCO₂eq/kWh", "400", 400.0},
                                           {"t/MWh", "0.5", 500.0},
                                           {"kg CO2e per MWh", "7", 7.0}}) {
    const auto format = PointsFormat{.unit = parse_intensity_unit(unit)};
    ASSERT_TRUE(format.unit) << unit;
    const auto file =
        read(kHeader + "2026-01-20T00:00Z," + value + "\n2026-01-20T01:00Z,\n", format).value();
    EXPECT_DOUBLE_EQ(file.points[0].intensity.value.value(), grams) << unit;
  }
  EXPECT_FALSE(parse_intensity_unit("kWh/g"));
  EXPECT_FALSE(parse_intensity_unit(""));
}

TEST(ReadPoints, RefusesARowThatIsWrongWithItsPlace) {
  const auto row = [](const std::string& time, const std::string& rest) {
    return "2026-01-20T" + time + "Z" + rest + "\n";
  };
  const std::string two = kHeader + row("01:00", ",10") + row("02:00", ",20");
  const std::string ends = "timestamp_utc,end,g_per_kwh\n";
  struct Case {
    std::string text;
    std::string told;
  };
  for (const auto& [text, told] : std::initializer_list<Case>{
           {"", "dir/s.csv:1:1: empty"},
           {"a,b\n1,2\n",
            ":1:1: there must be a column of times such as timestamp_utc; found: a, b"},
           {"time,b\n1,2\n", "there must be a column of values such as g_per_kwh; found: time, b"},
           {two + "x,5\n", ":4:1: \"x\" is not a time"},
           {two + row("02:00", ",5"), ":4:1: the same time as the row before"},
           {two + row("00:00", ",5"), ":4:1: earlier than the row before"},
           {two + row("03:00", ",-5"), ":4:19: the value is below 0"},
           {two + row("03:00", ",5001"), ":4:19: the value is above 5000 g/kWh"},
           {two + row("03:00", ",many"), ":4:19: the value is not a number"},
           {two + row("03:00", ",nan"), ":4:19: the value is not a number"},
           {two + row("03:00", ""), ":4:1: the row has 1 fields, the header 2"},
           {two + row("02:25", ",5") + row("03:00", ",5"), ":5:1: not in steps: 35 min"},
           {two + "1970-01-01T00:00Z,5\n", ":4:1: no time between 1990 and 2100"},
           {kHeader + row("01:00", ",10"), "a single row does not say how long it lasts"},
           {kHeader + row("01:00", ",") + row("02:00", ","), "it has no row with a value"},
           {ends + row("01:00", ",2026-01-20T02:30Z,5") + row("02:00", ",,5"),
            ":3:1: overlaps the row before, which ends at 2026-01-20T02:30"},
           {ends + row("01:00", ",2026-01-20T01:00Z,5"), ":2:19: the interval ends before"},
           {"time,value\n2026-01-20 01:00,5\n", ":2:1: the time does not say of what time zone"},
           {"timestamp_utc,value,unit\n" + row("01:00", ",5,kg/MWh") + row("02:00", ",5,lb/MWh"),
            ":3:21: the unit is lb/MWh, not kg/MWh as before"},
           {"timestamp_utc,value,unit\n" + row("01:00", ",5,kWh"), ":2:21: the unit is none of"},
           {"timestamp_utc,value,low,high\n" + row("01:00", ",5,6,7"), ":2:21: the lower end"},
           {"timestamp_utc,value,low,high\n" + row("01:00", ",5,4,3"), ":2:23: the upper end"},
           {kHeader + row("01:00", ",0.3") + row("02:00", ",0.4"), "no value is above 2 g/kWh"},
           {"timestamp_utc,value,zone id\n" + row("01:00", ",5,DE") + row("02:00", ",5,FR"),
            ":3:21: another zone than before (FR)"},
       }) {
    const auto said = refusal(text);
    EXPECT_THAT(said, HasSubstr(told)) << text;
    EXPECT_THAT(said, StartsWith("dir/s.csv:")) << text;
  }
}

TEST(ReadPoints, LeavesBadRowsOutAndListsThemWhenAsked) {
  testing::PiecewiseSource source(kHeader +
                                  "2026-01-20T00:00Z,10\n2026-01-20T01:00Z,-1\nnever,5\n"
                                  "2026-01-20T02:00Z,12\n2026-01-20T03:00Z,13\n");
  std::vector<std::string> told;
  const auto file = read_points(source, "s.csv", {}, [&](const Error& error) {
                      told.push_back(error.what.substr(0, 11));
                    }).value();
  EXPECT_THAT(told, ElementsAre("s.csv:3:19:", "s.csv:4:1: "));
  EXPECT_EQ(file.bad_rows, 2U);
  EXPECT_EQ(file.points.size(), 3U);
  EXPECT_EQ(file.gaps, 1U);
}

TEST(ReadPoints, TellsTheRepeatedHourByOrderAndRefusesTheMissingOne) {
  const PointsFormat berlin{.time_zone = "Europe/Berlin"};
  const auto autumn = read(
                          "time,value\n2024-10-27 01:30,1\n2024-10-27 02:00,2\n2024-10-27 "
                          "02:30,3\n2024-10-27 02:00,4\n2024-10-27 02:30,5\n2024-10-27 03:00,6\n",
                          berlin)
                          .value();
  EXPECT_THAT(starts(autumn),
              ElementsAre("2024-10-26T23:30", "2024-10-27T00:00", "2024-10-27T00:30",
                          "2024-10-27T01:00", "2024-10-27T01:30", "2024-10-27T02:00"));
  EXPECT_EQ(autumn.gaps, 0U);

  EXPECT_THAT(
      refusal("time,value\n2024-03-31 01:00,1\n2024-03-31 02:00,2\n2024-03-31 03:00,3\n", berlin),
      HasSubstr(":3:1: the clocks of Europe/Berlin were set forward"));
  const auto spring =
      read("time,value\n2024-03-31 01:00,1\n2024-03-31 03:00,2\n2024-03-31 04:00,9\n", berlin)
          .value();
  EXPECT_THAT(starts(spring),
              ElementsAre("2024-03-31T00:00", "2024-03-31T01:00", "2024-03-31T02:00"));

  const auto offsets =
      read("time,value\n2024-03-31T01:00+01:00,1\n2024-03-31T03:00+02:00,9\n").value();
  EXPECT_THAT(starts(offsets), ElementsAre("2024-03-31T00:00", "2024-03-31T01:00"));
  EXPECT_THAT(refusal("time,value\n", {.time_zone = "Europe/Atlantis"}),
              HasSubstr("there is no time zone \"Europe/Atlantis\""));
}

TEST(ReadPoints, ReadsJsonListsInTheShapesThatServicesGive) {
  for (
      const char* text :
      {R"([{"start": "2026-01-20T00:00Z", "value": 100}, {"start": "2026-01-20T01:00Z", "value": null},
            {"start": "2026-01-20T02:00Z", "value": "120"}, {"start": "2026-01-20T03:00Z", "value": 9}])",
       R"({"zone": "DE", "history": [
            {"zone": "DE", "datetime": "2026-01-20T00:00:00.000Z", "carbonIntensity": 100},
            {"zone": "DE", "datetime": "2026-01-20T02:00:00.000Z", "carbonIntensity": 120},
            {"zone": "DE", "datetime": "2026-01-20T03:00:00.000Z", "carbonIntensity": 9}]})",
       R"([{"time": 1768867200, "g_per_kwh": 100}, {"time": 1768874400000, "g_per_kwh": 120},
            {"time": 1768878000, "g_per_kwh": 9}])"}) {
    const auto file = read(text);
    ASSERT_TRUE(file) << file.error().what;
    EXPECT_THAT(starts(*file),
                ElementsAre("2026-01-20T00:00", "2026-01-20T02:00", "2026-01-20T03:00"));
    EXPECT_EQ(file->points[0].intensity.value, CarbonIntensity{100});
    EXPECT_EQ(file->gaps, 1U);
  }
  for (
      const auto& [text, told] :
      {std::pair{"[", "it is no JSON"},
       {"{\"a\": 1}", "there must be one list"},
       {"[1]", "the list has no objects"},
       {R"([{"start": "2026-01-20T00:00Z", "v": 1}])",
        "element 1: there must be \"g_per_kwh\"; found: start, v"},
       {R"([{"start": "2026-01-20T00:00Z", "value": 9}, {"start": "2026-01-20T01:00Z", "value": {}}])",
        "element 2: \"value\" is neither a text nor a number"}})
    EXPECT_THAT(refusal(text), HasSubstr(told));
}

TEST(ReadPoints, RefusesAFileWhoseStepsGrowCoarser) {
  std::string text = kHeader;
  auto at = WallTime(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
  for (int i = 0; i < 300; ++i, at += i < 200 ? 15min : 60min) text += to_rfc3339(at) + ",50\n";
  EXPECT_THAT(refusal(text), HasSubstr("rows are 60 min apart from here and 15 min elsewhere"));
}

RC_GTEST_PROP(ReadPoints, GivesPointsInOrderWithoutOverlapWhateverTheBytes,
              (const std::vector<std::pair<std::uint8_t, std::string>>& mutations)) {
  std::string text = kHeader;
  for (int hour = 0; hour < 24; ++hour)
    text += "2026-01-20T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00Z," +
            std::to_string(100 + hour) + "\n";
  for (const auto& [place, with] : mutations) text.replace(place * 2 % text.size(), 1, with);
  testing::PiecewiseSource source(text);
  const auto file = read_points(source, "x", {}, [](const Error&) {});
  if (!file) {
    RC_ASSERT(file.error().what.rfind("x:", 0) == 0);
    return;
  }
  for (std::size_t i = 0; i < file->points.size(); ++i) {
    const auto& point = file->points[i];
    RC_ASSERT(point.start < point.end);
    RC_ASSERT((i == 0 || file->points[i - 1].end <= point.start));
    RC_ASSERT(point.intensity.value <= CarbonIntensity{5000});
    RC_ASSERT(point.intensity.low <= point.intensity.value);
    RC_ASSERT(point.intensity.value <= point.intensity.high);
  }
}

}  // namespace
}  // namespace wattprint::grid
