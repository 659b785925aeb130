#include "estimate/jobs/what_if.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <fmt/format.h>
#include <rapidcheck/gtest.h>

namespace wattprint::estimate::jobs {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

JobQuestion training() {
  JobQuestion question;
  question.job.gpus.push_back({.model = "NVIDIA V100 PCIe 16GB", .count = 4.0});
  question.job.time = std::chrono::hours{100};
  question.job.repeats = 2.0;
  question.job.place = {"aws", "eu-central-1", {}, {}};
  return question;
}

WhatIf asked(const JobQuestion& question, const std::vector<std::string>& changes) {
  Lookups lookups;
  return what_if(question, changes, lookups).value();
}

std::string error_of(const JobQuestion& question, std::string_view change) {
  Lookups lookups;
  const auto all = what_if(question, {std::string(change)}, lookups);
  return all ? "no error" : all.error().what;
}

TEST(WhatIf, HalfOfTimeEpochsTriesOrGpusIsHalfOfAll) {
  for (const char* change : {"hours=0.5x", "hours=50", "epochs=0.5x", "repeats=1", "repeats=0.5x",
                             "gpus=2", "gpus=0.5x"}) {
    const auto row = asked(training(), {change}).rows.at(0);
    EXPECT_NEAR(*row.energy_ratio, 0.5, 1e-9) << change;
    EXPECT_NEAR(*row.emissions_ratio, 0.5, 1e-9) << change;
  }
}

TEST(WhatIf, EveryChangeIsMadeToTheJobAndNotToTheChangeBefore) {
  const auto all = asked(training(), {"hours=0.5x", "repeats=0.5x", "hours=0.5x,repeats=0.5x"});
  EXPECT_NEAR(*all.rows[0].energy_ratio, 0.5, 1e-9);
  EXPECT_NEAR(*all.rows[1].energy_ratio, 0.5, 1e-9);
  EXPECT_NEAR(*all.rows[2].energy_ratio, 0.25, 1e-9);
}

TEST(WhatIf, ARowIsTheEstimateOfTheJobWrittenThatWay) {
  auto other = training();
  other.job.gpus[0].model = "NVIDIA A100 SXM4 80GB";
  other.job.time = std::chrono::hours{40};
  const auto direct = estimate(other).value();
  const auto row = asked(training(), {"gpu=NVIDIA A100 SXM4 80GB, hours=40"}).rows.at(0);
  EXPECT_EQ(row.estimate.energy.value, direct.energy.value);
  EXPECT_EQ(row.estimate.emissions.high, direct.emissions.high);
  EXPECT_EQ(row.estimate.embodied->value, direct.embodied->value);
}

TEST(WhatIf, AnotherGpuIsNotRatedAsTheFormerWasStated) {
  auto question = training();
  question.job.gpus[0].tdp = Watts{1.0};
  EXPECT_GT(*asked(question, {"gpu=H100 PCIe"}).rows.at(0).energy_ratio, 5.0);
}

TEST(WhatIf, AnotherRegionBringsItsOwnPueAndGrid) {
  auto question = training();
  question.job.pue = Pue{3.0};
  question.job.place.intensity = CarbonIntensity{1000.0};
  const auto row = asked(question, {"region=aws:eu-north-1"}).rows.at(0);
  EXPECT_LT(row.estimate.pue.value, Pue{1.5});
  EXPECT_LT(row.estimate.grid.intensity.value, CarbonIntensity{100.0});
  EXPECT_LT(*row.energy_ratio, 0.5);
}

TEST(WhatIf, AnotherZoneKeepsTheBuilding) {
  auto question = training();
  question.job.pue = Pue{3.0};
  const auto all = asked(question, {"zone=SE", "intensity=0", "pue=1.5"});
  EXPECT_EQ(all.rows[0].estimate.pue.value, Pue{3.0});
  EXPECT_DOUBLE_EQ(*all.rows[0].energy_ratio, 1.0);
  EXPECT_LT(*all.rows[0].emissions_ratio, 0.5);
  EXPECT_DOUBLE_EQ(*all.rows[1].emissions_ratio, 0.0);
  EXPECT_DOUBLE_EQ(*all.rows[2].energy_ratio, 0.5);
}

TEST(WhatIf, WhatMakesNoSenseIsRefusedWithTheChangeBefore) {
  EXPECT_THAT(error_of(training(), "gpu=Riva 128"), HasSubstr("gpu=Riva 128: "));
  EXPECT_THAT(error_of(training(), "region=aws:mars-1"), HasSubstr("region=aws:mars-1: "));
  EXPECT_THAT(error_of(training(), "zone=ATLANTIS"), HasSubstr("zone=ATLANTIS: "));
  EXPECT_THAT(error_of(training(), "hour=5"), AllOf(HasSubstr("KEY=VALUE"), HasSubstr("hours")));
  EXPECT_THAT(error_of(training(), "hours"), HasSubstr("KEY=VALUE"));
  EXPECT_THAT(error_of(training(), ""), HasSubstr("KEY=VALUE"));
  EXPECT_THAT(error_of(training(), "hours="), HasSubstr("no value"));
  for (const char* change :
       {"hours=-1", "hours=nan", "hours=1e999", "hours=x", "repeats=-0.5x", "gpus=many",
        "intensity=0.5x", "pue=0.5", "utilization=120%", "utilization=-1", "epochs=30"})
    EXPECT_THAT(error_of(training(), change), HasSubstr(std::string(change) + ": ")) << change;
}

TEST(WhatIf, WhatTheJobDoesNotHaveCannotBeOther) {
  JobQuestion cores;
  cores.job.cpus.push_back({.model = "", .cores = 8.0});
  cores.job.time = std::chrono::hours{1};
  EXPECT_THAT(error_of(cores, "gpu=A100 SXM4 80GB"), HasSubstr("the job has no GPU"));
  EXPECT_THAT(error_of(cores, "gpus=2"), HasSubstr("the job has no GPU"));
  auto two = training();
  two.job.gpus.push_back({.model = "NVIDIA T4", .count = 2.0});
  EXPECT_THAT(error_of(two, "gpus=2"), HasSubstr("2 kinds of GPU"));
  EXPECT_NEAR(*asked(two, {"gpus=3x"}).rows.at(0).energy_ratio, 3.0, 1e-9);
}

TEST(WhatIf, APastRunIsMovedAndRepeatedButHasNoHours) {
  JobQuestion question;
  question.like = PastRun{"run 1",
                          Figure<Joules>::exact(kKilowattHour, Basis::measured, "test"),
                          Figure<Pue>::exact(Pue{1.0}, Basis::assumed, "test"),
                          {.zone = "PL",
                           .intensity = Figure<CarbonIntensity>::exact(CarbonIntensity{600.0},
                                                                       Basis::estimated, "test"),
                           .period = "test"}};
  const auto all = asked(question, {"repeats=50", "zone=SE"});
  EXPECT_NEAR(*all.rows[0].energy_ratio, 50.0, 1e-9);
  EXPECT_LT(*all.rows[1].emissions_ratio, 0.2);
  EXPECT_THAT(error_of(question, "hours=5"), HasSubstr("a past run"));
}

TEST(WhatIf, UsuallyHalfTheHoursHalfTheTriesAndTheProvidersCleanestRegion) {
  Lookups lookups;
  const auto changes = usual_changes(training(), lookups).value();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0], "hours=0.5x");
  EXPECT_EQ(changes[1], "repeats=0.5x");
  EXPECT_THAT(changes[2], HasSubstr("region=aws:"));
  const auto cleanest = asked(training(), changes).rows[2];
  // A figure that leaves something out would win otherwise: Quebec's.
  EXPECT_EQ(cleanest.estimate.grid.kind, catalog::IntensityKind::lifecycle);
  for (const char* other : {"aws:eu-north-1", "aws:eu-west-3", "aws:us-west-2", "aws:sa-east-1"})
    EXPECT_LE(cleanest.estimate.emissions.value,
              asked(training(), {std::string("region=") + other}).rows[0].estimate.emissions.value)
        << other;
}

TEST(WhatIf, WhoIsThereAlreadyIsNotSentToTheSameRegion) {
  Lookups lookups;
  auto question = training();
  question.job.repeats = 1.0;
  const auto region = usual_changes(question, lookups).value().back().substr(sizeof("region=") - 1);
  question.job.place = {{}, region, {}, {}};
  EXPECT_THAT(usual_changes(question, lookups).value(), ElementsAre("hours=0.5x"));
}

TEST(WhatIf, NothingHasNoRatio) {
  auto question = training();
  question.job.time = Seconds{0.0};
  const auto row = asked(question, {"hours=5"}).rows.at(0);
  EXPECT_FALSE(row.energy_ratio);
  EXPECT_GT(row.estimate.energy.value, Joules{0.0});
}

RC_GTEST_PROP(WhatIf, AnyProportionOfTheHoursIsThatProportionOfEnergy, ()) {
  const auto percent = *rc::gen::inRange(1, 1000);
  const auto all = asked(training(), {fmt::format("hours={}x", percent / 100.0)});
  RC_ASSERT(std::abs(*all.rows[0].energy_ratio - percent / 100.0) < 1e-9 * percent);
}

}  // namespace
}  // namespace wattprint::estimate::jobs
