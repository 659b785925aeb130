#include "estimate/sacct_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/byte_streams.hpp"

namespace wattprint::estimate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kHeader =
    "JobID|Elapsed|Partition|NNodes|NCPUS|TotalCPU|CPUTime|ReqMem|MaxRSS|State|AllocTRES\n";
const std::string kGood = "1|01:00:00|p|1|4|02:00:00|04:00:00|16G|4G|COMPLETED|cpu=4\n";
const std::string kFailed = "2|01:00:00|p|1|4|02:00:00|04:00:00|16G||FAILED|cpu=4\n";

Result<SacctSummary> estimate_text(const std::string& text, SacctOptions options) {
  testing::PiecewiseSource source(text, 7);
  options.log_name = "march.txt";
  return estimate_sacct(source, options);
}

std::string error_of(const std::string& text, const SacctOptions& options = {}) {
  const auto summary = estimate_text(text, options);
  return summary ? "no error" : summary.error().what;
}

TEST(SacctJobs, AreTheSameJobsDescribedByHand) {
  SacctOptions options;
  options.cpu = "EPYC 7763";
  const auto summary =
      estimate_text(
          kHeader + "1|01:00:00|p|1|4|02:00:00|04:00:00|16G|4G|COMPLETED|gres/gpu:a100=2\n",
          options)
          .value();
  jobs::JobQuestion question;
  question.job.gpus.emplace_back();
  question.job.gpus[0].model = "a100";
  question.job.gpus[0].count = 2;
  question.job.cpus.emplace_back();
  question.job.cpus[0].model = "EPYC 7763";
  question.job.cpus[0].cores = 4;
  question.job.cpus[0].utilisation = Fraction{0.5};
  question.job.memory = Gigabytes{16};
  question.job.time = Seconds{3600};
  const auto single = jobs::estimate(question).value();
  EXPECT_NEAR(summary.total.energy.value.value(), single.energy.value.value(), 1e-3);
  EXPECT_NEAR(summary.total.emissions.value.value(), single.emissions.value.value(), 1e-6);
  EXPECT_DOUBLE_EQ(summary.memory_overallocation.value(), 4.0);
}

// Slurm's letters are powers of two: 1.50T are 1536 GiB, and the 16384M of a step 16.
TEST(SacctJobs, HaveMemoryInSlurmsOwnUnits) {
  const auto log = [](const std::string& asked, const std::string& used) {
    return estimate_text(kHeader + "1|01:00:00|p|1|0|00:00:00|00:00:00|" + asked + "|" + used +
                             "|COMPLETED|\n",
                         {})
        .value();
  };
  EXPECT_DOUBLE_EQ(log("1.50T", "16384M").memory_overallocation.value(), 96.0);
  EXPECT_DOUBLE_EQ(log("1.50T", "").total.energy.value.value(),
                   log("1536G", "").total.energy.value.value());
  EXPECT_DOUBLE_EQ(log("512M", "").total.energy.value.value(),
                   log("524288K", "").total.energy.value.value());
}

TEST(SacctJobs, ThatFailedAreAPartOfTheWhole) {
  const auto summary = estimate_text(kHeader + kGood + kFailed, {}).value();
  EXPECT_EQ(summary.total.jobs, 2U);
  EXPECT_EQ(summary.failed.jobs, 1U);
  EXPECT_NEAR(summary.failed.energy.value / summary.total.energy.value, 0.5, 1e-9);
}

TEST(SacctJobs, WithMoreCpuTimeThanReservedAreBusyAllTheTime) {
  const auto more = kHeader + "1|01:00:00|p|1|4|09:00:00|04:00:00|16G||COMPLETED|\n";
  const auto full = kHeader + "1|01:00:00|p|1|4|04:00:00|04:00:00|16G||COMPLETED|\n";
  EXPECT_EQ(estimate_text(more, {}).value().total.energy.value,
            estimate_text(full, {}).value().total.energy.value);
}

TEST(SacctJobs, ThatAreNotOverAreLeftOut) {
  const auto summary =
      estimate_text(kHeader + kGood + "3|00:10:00|p|1|4|00:00|00:40:00|16G||RUNNING|\n", {})
          .value();
  EXPECT_EQ(summary.total.jobs, 1U);
  EXPECT_EQ(summary.unfinished, 1U);
}

TEST(SacctJobs, WithGpusNeedToSayWhich) {
  const auto text = kHeader + "7|01:00:00|p|1|4|02:00:00|04:00:00|16G||COMPLETED|gres/gpu=2\n";
  EXPECT_THAT(error_of(text), HasSubstr("march.txt:2: job 7: has GPUs, but nothing says which"));
  SacctOptions options;
  options.gpu = "A100";
  EXPECT_EQ(error_of(text, options), "no error");
  // A name that only the site knows gives way to --gpu.
  const auto typed =
      kHeader + "7|01:00:00|p|1|4|02:00:00|04:00:00|16G||COMPLETED|gres/gpu:bignode=2\n";
  EXPECT_THAT(error_of(typed), HasSubstr("no GPU of the catalog"));
  EXPECT_EQ(error_of(typed, options), "no error");
}

TEST(SacctJobs, ThatNeverBeganTookNothing) {
  const auto never = kHeader + kGood + "8|00:00:00|p|1|0|00:00:00|00:00:00|0||CANCELLED by 7|\n" +
                     "9|00:00:00|p|1|4|00:00:00|00:00:00|16G||CANCELLED|gres/gpu=2\n";
  const auto summary = estimate_text(never, {});
  ASSERT_TRUE(summary) << summary.error().what;
  EXPECT_EQ(summary->total.jobs, 3U);
  EXPECT_EQ(summary->failed.jobs, 2U);
  EXPECT_EQ(summary->failed.energy.value, Joules{0});
  EXPECT_EQ(summary->total.energy.value, estimate_text(kHeader + kGood, {})->total.energy.value);
}

TEST(SacctJobs, OfAnEmptyOrBrokenLogAreRefusedByLine) {
  EXPECT_THAT(error_of(""), HasSubstr("the text is empty"));
  EXPECT_THAT(error_of(kHeader), HasSubstr("no jobs behind the header"));
  EXPECT_THAT(error_of(kHeader + kGood + "2|soon|p|1|4|02:00:00|04:00:00|16G||COMPLETED|"),
              HasSubstr("march.txt:3: Elapsed \"soon\""));
}

TEST(SacctJobs, KeepGoingPastBrokenLines) {
  std::vector<std::string> told;
  SacctOptions options;
  options.on_bad = [&](const Error& error) { told.push_back(error.what); };
  const auto summary = estimate_text(kHeader + "2|soon|p\n" + kGood, options).value();
  EXPECT_EQ(summary.total.jobs, 1U);
  EXPECT_EQ(summary.bad, 1U);
  EXPECT_THAT(told, ElementsAre(HasSubstr("march.txt:2: ")));
}

}  // namespace
}  // namespace wattprint::estimate
