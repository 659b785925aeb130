#include "estimate/sacct_published.hpp"

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
const std::string kCores = "1|01:00:00|p|1|4|02:00:00|04:00:00|8G|3500M|COMPLETED|cpu=4\n";
const std::string kGpus = "2|03:00:00|q|1|4|00:00:00|12:00:00|64G||FAILED|cpu=4,gres/gpu:k80=2\n";

/// A place of which the method has to assume nothing.
SacctOptions stated() {
  SacctOptions options;
  options.log_name = "march.txt";
  options.usual.job.pue = Pue{1.5};
  options.usual.job.place.intensity = CarbonIntensity{100};
  return options;
}

Result<PublishedSacct> published(const std::string& text, const SacctOptions& options) {
  testing::PiecewiseSource source(text, 13);
  return published_sacct(source, options);
}

/// W of a core of a CPU that nobody knows: the row "Any" of the web calculator's table.
constexpr double kCore = 12.0;

TEST(PublishedSacct, IsTheMethodOnEachJobAddedUp) {
  const auto log = published(kHeader + kCores + kGpus, stated()).value();
  // TotalCPU of the first; CPUTime of the second, whose TotalCPU is 0; GPUs at 300 W all the time.
  const double cores = (2 + 12) * kCore;
  const double gpus = 2 * 3 * 300;
  const double memory = 0.3725 * (8 * 1 + 64 * 3);
  EXPECT_EQ(log.total.method, "green-algorithms-4hpc");
  EXPECT_NEAR(log.total.energy / watt_hours(1), 1.5 * (cores + gpus + memory), 1e-6);
  EXPECT_NEAR(log.total.emissions.value(), 0.1 * 1.5 * (cores + gpus + memory), 1e-7);
  ASSERT_EQ(log.total.parts.size(), 3U);
  EXPECT_NEAR(log.total.parts[1].energy / watt_hours(1), 1.5 * gpus, 1e-6);
  EXPECT_EQ(log.jobs, 2U);
  EXPECT_EQ(log.failed, 1U);
  EXPECT_NEAR(log.failed_energy / watt_hours(1), 1.5 * (12 * kCore + gpus + 0.3725 * 64 * 3), 1e-6);
  // 8 of 4 GB that were needed, and 64 of 64 where nobody knows the peak.
  EXPECT_DOUBLE_EQ(log.memory_overallocation.value(), 1.5);
}

TEST(PublishedSacct, SaysWhatASiteWouldHaveStated) {
  SacctOptions options;
  options.log_name = "march.txt";
  const auto log = published(kHeader + kCores, options).value();
  std::string all;
  for (const auto& assumption : log.total.assumptions) all += assumption.what + "\n";
  for (const auto* words : {"no PUE is given: 1.56", "no place is given", "\"Any\"", "1 GB"})
    EXPECT_THAT(all, HasSubstr(words));
  EXPECT_EQ(log.total.pue, Pue{1.56});
}

TEST(PublishedSacct, PrintsManyKilogramsAsTonnesWhichIsItsFault) {
  auto options = stated();
  EXPECT_TRUE(published(kHeader + kGpus, options).value().total.faults.empty());
  const auto year = "2|9000:00:00|q|1|4|00:00:00|00:00|64G||COMPLETED|gres/gpu:k80=4\n";
  EXPECT_THAT(published(kHeader + std::string(year), options).value().total.faults,
              ElementsAre(HasSubstr("calls them tonnes")));
}

TEST(PublishedSacct, LeavesOutWhatIsNotOverOrMakesNoSense) {
  std::vector<std::string> told;
  auto options = stated();
  options.on_bad = [&](const Error& error) { told.push_back(error.what); };
  const auto log =
      published(kHeader + kCores + "3|soon|p|1|4|00:00|00:40:00|16G||COMPLETED|\n" +
                    "4|00:10:00|p|1|4|00:00|00:40:00|16G||RUNNING|\n"
                    "5|00:10:00|p|1|4|00:00|00:40:00|16G||COMPLETED|gres/gpu=1\n" +
                    "6|00:10:00|p|1|4|00:00|00:40:00|16G||COMPLETED|gres/gpu:bignode=1\n",
                options);
  ASSERT_TRUE(log) << log.error().what;
  EXPECT_EQ(log->jobs, 1U);
  EXPECT_EQ(log->unfinished, 1U);
  EXPECT_EQ(log->bad, 3U);
  EXPECT_THAT(told, ElementsAre(HasSubstr("march.txt:3: Elapsed \"soon\""),
                                HasSubstr("march.txt:5: job 5: has GPUs, but nothing says which"),
                                HasSubstr("march.txt:6: job 6: bignode is in no table of GPUs")));
}

TEST(PublishedSacct, ThatNeverBeganNeedsNoGpu) {
  const auto never = "9|00:00:00|p|1|4|00:00:00|00:00:00|16G||CANCELLED|gres/gpu=2\n";
  const auto log = published(kHeader + kCores + std::string(never), stated());
  ASSERT_TRUE(log) << log.error().what;
  EXPECT_EQ(log->failed, 1U);
  EXPECT_EQ(log->failed_energy, Joules{0});
}

TEST(PublishedSacct, WithoutMemoryAnywhereHasNoMean) {
  const auto log =
      published(kHeader + "1|01:00:00|p|1|4|02:00:00|04:00:00|0n||COMPLETED|cpu=4\n", stated())
          .value();
  EXPECT_FALSE(log.memory_overallocation);
}

}  // namespace
}  // namespace wattprint::estimate
