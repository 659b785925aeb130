#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/golden.hpp"
#include "reports/run_page.hpp"
#include "reports/run_table.hpp"
#include "runs/record_json.hpp"
#include "runs/sample_record.hpp"

namespace wattprint::reports {
namespace {

using testing::expect_golden;
using ::testing::HasSubstr;
using testing::sample_record;

std::string utc(WallTime time) { return to_rfc3339(time).substr(0, 16); }

std::vector<runs::RunRecord> three_runs() {
  auto failed = sample_record();
  failed.identity.id = "00ff1c90be42";
  failed.identity.name = "訓練 run\nwith a newline and a very, very long name";
  failed.outcome.state = runs::State::failed;
  failed.outcome.exit_code = 137;
  failed.energy.reset();
  failed.emissions.reset();
  auto running = sample_record();
  running.identity.id = "abcdef012345";
  running.outcome.state = runs::State::running;
  running.outcome.duration = Seconds(7265);
  running.energy->value = Joules{3.6e6 * 1.5};
  return {sample_record(), failed, running};
}

TEST(RunTable, StandsInColumnsWhateverTheNames) {
  expect_golden("list.txt", run_table(three_runs(), {}, utc));
}

TEST(RunTable, KeepsNamesWholeForFilesAndPipes) {
  EXPECT_THAT(run_table(three_runs(), {.width = 0}, utc), HasSubstr("very, very long name"));
}

TEST(RunTable, SaysHowAProgramThatMeasuredItselfEnded) {
  std::vector runs = {sample_record()};
  runs[0].outcome.exit_code.reset();
  EXPECT_THAT(run_table(runs, {}, utc), HasSubstr("finished"));
  runs[0].outcome.state = wattprint::runs::State::failed;
  EXPECT_THAT(run_table(runs, {}, utc), HasSubstr("failed"));
}

TEST(RunTable, SaysSoWhenThereIsNoRun) {
  EXPECT_EQ(run_table({}, {}), "no runs yet; wattprint run -- COMMAND measures one\n");
}

TEST(RunTable, AsJsonHoldsTheWholeRecords) {
  const auto list = nlohmann::json::parse(run_list_json(three_runs()));
  EXPECT_EQ(list["schema"], "wattprint.list.v1");
  ASSERT_EQ(list["runs"].size(), 3U);
  EXPECT_EQ(list["runs"][0], nlohmann::json::parse(runs::to_json(sample_record())));
  EXPECT_EQ(nlohmann::json::parse(run_list_json({}))["runs"], nlohmann::json::array());
}

TEST(RunPage, ShowsAllThatIsKnown) {
  auto record = sample_record();
  record.warnings = {{"rapl-denied", "/sys/class/powercap: permission denied", "sudo true"}};
  record.facility.water =
      Figure<Litres>{Litres{0.0007}, Litres{0.0005}, Litres{0.001}, Basis::assumed, "WUE 1.8"};
  expect_golden("show.txt", run_page(record, {}, utc));
}

TEST(RunPage, TellsThePartsOfTheGridAndTheFirstFigures) {
  expect_golden("show-revised.txt", run_page(testing::revised_record(), {}, utc));
}

TEST(RunPage, OfARunOfWhichNothingIsKnownClaimsNothing) {
  expect_golden("show-unknown.txt",
                run_page({.identity = {.id = "0123456789ab", .name = "x"}}, {}, utc));
}

TEST(LocalTime, IsThatOfTheTimeZone) {
  const char* const before = std::getenv("TZ");
  const std::string saved = before != nullptr ? before : "";
  ::setenv("TZ", "XYZ-5:30", 1);
  ::tzset();
  EXPECT_EQ(local_time(sample_record().outcome.started_at), "2026-11-22 08:19");
  before != nullptr ? ::setenv("TZ", saved.c_str(), 1) : ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace wattprint::reports
