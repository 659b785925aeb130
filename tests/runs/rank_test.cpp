#include "runs/rank.hpp"

#include <gtest/gtest.h>

#include <map>

#include "runs/group.hpp"
#include "runs/record_json.hpp"
#include "sample_record.hpp"

namespace wattprint::runs {
namespace {

using Environment = std::map<std::string, std::string>;

std::optional<Rank> rank_in(const Environment& environment) {
  return rank_from(
      [&](const char* name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
      },
      [](const char* name) { return std::string("launch by ") + name; });
}

const Environment kTorchrun{{"RANK", "5"},
                            {"WORLD_SIZE", "8"},
                            {"LOCAL_RANK", "1"},
                            {"LOCAL_WORLD_SIZE", "4"},
                            {"TORCHELASTIC_RUN_ID", "job-17"}};

TEST(Rank, IsNoneForAProcessThatStandsAlone) {
  EXPECT_EQ(rank_in({}), std::nullopt);
  EXPECT_EQ(rank_in({{"RANK", "0"}, {"WORLD_SIZE", "1"}, {"LOCAL_RANK", "0"}}), std::nullopt);
}

TEST(Rank, OfTorchrun) {
  const auto rank = rank_in(kTorchrun);
  ASSERT_TRUE(rank);
  EXPECT_EQ(rank->launcher, "torchrun");
  EXPECT_EQ(rank->group, "job-17");
  EXPECT_EQ(rank->rank, 5);
  EXPECT_EQ(rank->size, 8);
  EXPECT_EQ(rank->local_rank, 1);
  EXPECT_EQ(rank->local_size, 4);
  EXPECT_DOUBLE_EQ(share_of_machine(rank).value(), 0.25);
}

TEST(Rank, OfALaunchWithoutANameIsToldByItsLauncher) {
  auto environment = kTorchrun;
  environment["TORCHELASTIC_RUN_ID"] = "none";
  EXPECT_EQ(rank_in(environment)->group, "launch by RANK");
}

TEST(Rank, OfDeepSpeedThatNamesTheSizeOnTheMachineOtherwise) {
  const auto rank =
      rank_in({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "1"}, {"LOCAL_SIZE", "2"}});
  ASSERT_TRUE(rank);
  EXPECT_EQ(rank->launcher, "environment");
  EXPECT_EQ(rank->local_size, 2);
}

TEST(Rank, OfOpenMpi) {
  const auto rank = rank_in({{"OMPI_COMM_WORLD_RANK", "1"},
                             {"OMPI_COMM_WORLD_SIZE", "2"},
                             {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                             {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"},
                             {"PMIX_NAMESPACE", "1874919425"}});
  ASSERT_TRUE(rank);
  EXPECT_EQ(rank->launcher, "Open MPI");
  EXPECT_EQ(rank->group, "1874919425");
}

TEST(Rank, OfMpichOnlyWhereHydraSaysHowManyAreHere) {
  Environment environment{{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}};
  EXPECT_EQ(rank_in(environment), std::nullopt);
  environment["MPI_LOCALRANKID"] = "1";
  environment["MPI_LOCALNRANKS"] = "2";
  EXPECT_EQ(rank_in(environment)->launcher, "MPICH");
  EXPECT_EQ(rank_in(environment)->group, "launch by PMI_RANK");
}

TEST(Rank, OfAStepOfSlurmWithUnequalNodes) {
  Environment environment{{"SLURM_JOB_ID", "42"},
                          {"SLURM_STEP_ID", "0"},
                          {"SLURM_PROCID", "6"},
                          {"SLURM_STEP_NUM_TASKS", "7"},
                          {"SLURM_LOCALID", "0"},
                          {"SLURM_NODEID", "3"},
                          {"SLURM_STEP_TASKS_PER_NODE", "2(x3),1"}};
  const auto rank = rank_in(environment);
  ASSERT_TRUE(rank);
  EXPECT_EQ(rank->group, "42.0");
  EXPECT_EQ(rank->local_size, 1);
  environment["SLURM_NODEID"] = "2";
  EXPECT_EQ(rank_in(environment)->local_size, 2);
  environment["SLURM_NODEID"] = "4";
  EXPECT_EQ(rank_in(environment)->local_size, std::nullopt);
}

TEST(Rank, OfABatchScriptIsNone) {
  EXPECT_EQ(rank_in({{"SLURM_JOB_ID", "42"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}),
            std::nullopt);
}

TEST(Rank, OfTorchrunInsideAStepOfSlurmIsThatOfTorchrun) {
  auto environment = kTorchrun;
  environment["SLURM_JOB_ID"] = "42";
  environment["SLURM_STEP_ID"] = "0";
  environment["SLURM_PROCID"] = "0";
  environment["SLURM_STEP_NUM_TASKS"] = "2";
  EXPECT_EQ(rank_in(environment)->launcher, "torchrun");
}

TEST(Rank, IsNoneWhereTheEnvironmentContradictsItself) {
  for (const auto& [name, text] : {std::pair{"RANK", "8"}, std::pair{"RANK", "-1"},
                                   std::pair{"RANK", "one"}, std::pair{"WORLD_SIZE", ""}}) {
    auto environment = kTorchrun;
    environment[name] = text;
    EXPECT_EQ(rank_in(environment), std::nullopt) << name << '=' << text;
  }
}

TEST(Rank, StandsForAllOfItsMachineWhereNobodySaysHowManyShareIt) {
  for (const char* wrong : {"0", "9", "many"}) {
    auto environment = kTorchrun;
    environment["LOCAL_WORLD_SIZE"] = wrong;
    EXPECT_DOUBLE_EQ(share_of_machine(rank_in(environment)).value(), 1.0) << wrong;
  }
  EXPECT_DOUBLE_EQ(share_of_machine(std::nullopt).value(), 1.0);
}

RunRecord of_rank(int rank) {
  auto record = testing::sample_record();
  record.identity.rank = Rank{"torchrun", "g", rank, 3, rank, 3};
  record.attribution.of_machine = Fraction{1.0 / 3};
  return record;
}

TEST(Rank, ComesBackFromJson) {
  const auto again = record_from_json(to_json(of_rank(1)));
  ASSERT_TRUE(again) << again.error().what;
  ASSERT_TRUE(again->identity.rank);
  EXPECT_EQ(again->identity.rank->group, "g");
  EXPECT_EQ(again->identity.rank->rank, 1);
  EXPECT_DOUBLE_EQ(again->attribution.of_machine.value(), 1.0 / 3);
}

TEST(GroupSum, AddsValuesAndEndsAndNamesWhoIsMissing) {
  const std::vector records{of_rank(0), of_rank(2)};
  const auto sum = sum_of_group(records);
  EXPECT_EQ(sum.missing, std::vector{1});
  EXPECT_DOUBLE_EQ(sum.energy->value.value(), 2 * records[0].energy->value.value());
  EXPECT_DOUBLE_EQ(sum.energy->low.value(), 2 * records[0].energy->low.value());
  EXPECT_DOUBLE_EQ(sum.emissions->high.value(), 2 * records[0].emissions->high.value());
}

TEST(GroupSum, IsUnknownWhenAPartIs) {
  std::vector records{of_rank(0), of_rank(1), of_rank(2)};
  records[1].energy.reset();
  const auto sum = sum_of_group(records);
  EXPECT_FALSE(sum.energy);
  EXPECT_TRUE(sum.emissions);
  EXPECT_TRUE(sum.missing.empty());
}

}  // namespace
}  // namespace wattprint::runs
