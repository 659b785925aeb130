#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include "estimate/methods/green_algorithms_hpc.hpp"
#include "support/byte_streams.hpp"

namespace wattprint::estimate::methods::green_algorithms_hpc {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

const std::string kHeader =
    "JobID|Submit|Elapsed|Partition|NNodes|NCPUS|TotalCPU|CPUTime|ReqMem|MaxRSS|State|AllocTRES\n";

Result<std::vector<SlurmJob>> read_text(const std::string& text) {
  testing::PiecewiseSource source(text, 11);
  return read_sacct(source, "sacct.txt");
}

Cluster cluster() {
  Cluster all;
  all.partitions["cpu"] = {false, Watts{10}, Watts{0}};
  all.partitions["gpu"] = {true, Watts{300}, Watts{5}};
  all.pue = Pue{1.5};
  all.intensity = CarbonIntensity{100};
  all.granularity = DecimalGigabytes{4};
  return all;
}

SlurmJob only(const std::string& lines) {
  const auto jobs = read_text(kHeader + lines);
  if (!jobs) ADD_FAILURE() << jobs.error().what;
  return jobs && jobs->size() == 1 ? jobs->front() : SlurmJob{};
}

// 2 h of CPU at 10 W, 8 GB for 1 h at 0.3725 W: (20 + 2.98) Wh x 1.5 = 34.47 Wh.
TEST(Sacct, JobIsWeighedByUsedTimeAndRequestedMemory) {
  const auto job =
      only("1|2024-05-01T10:00:00|01:00:00|cpu|1|4|02:00:00|04:00:00|8G|1G|COMPLETED|cpu=4\n");
  const auto found = footprint(job, cluster()).value();
  EXPECT_NEAR(found.energy / watt_hours(1), 34.47, 1e-9);
  EXPECT_NEAR(found.emissions.value(), 3.447, 1e-9);
  EXPECT_EQ(found.needed, DecimalGigabytes{4});
  EXPECT_EQ(found.overallocation(), 2.0);
  EXPECT_EQ(found.cpu_charged, Hours{4});
}

// The tool loses its whole report on a typed GRES, on 1.50T, on 0n and on more CPU time than
// reserved.
TEST(Sacct, SumsTypedGpusOnlyWithoutTheirTotal) {
  const auto gpus = [](const std::string& tres) {
    return only("1||01:00:00|gpu|1|4|01:00:00|04:00:00|8G||COMPLETED|" + tres + "\n").gpus;
  };
  EXPECT_EQ(gpus("cpu=4,gres/gpu:a100=4,mem=8G"), 4.0);
  EXPECT_EQ(gpus("gres/gpu:a100=2,gres/gpu:v100=1"), 3.0);
  EXPECT_EQ(gpus("gres/gpu=4,gres/gpu:a100=4"), 4.0);
  EXPECT_EQ(gpus("gres/gpu:a100=4,gres/gpu=4"), 4.0);
  EXPECT_EQ(gpus("gres/gpumem=80G,cpu=4"), 0.0);
  EXPECT_EQ(gpus(""), 0.0);
}

TEST(Sacct, ReadsMemoryOfEverySpelling) {
  const auto memory = [](const std::string& text) {
    return only("1||01:00:00|cpu|2|8|01:00:00|04:00:00|" + text + "||COMPLETED|\n")
        .requested.value();
  };
  EXPECT_DOUBLE_EQ(memory("100G"), 100);
  EXPECT_DOUBLE_EQ(memory("1.50T"), 1500);
  EXPECT_DOUBLE_EQ(memory("0n"), 0);
  EXPECT_DOUBLE_EQ(memory("250Gn"), 500);
  EXPECT_DOUBLE_EQ(memory("4000Mc"), 32);
  EXPECT_DOUBLE_EQ(memory("4096"), 4.096);
  EXPECT_DOUBLE_EQ(memory("3000000K"), 3);
  EXPECT_DOUBLE_EQ(memory(""), 0);
}

TEST(Sacct, ReadsTimeOfEverySpelling) {
  const auto time = [](const std::string& text) {
    return only("1||" + text + "|cpu|1|1|01:00:00|04:00:00|1G||COMPLETED|\n").elapsed.count();
  };
  EXPECT_DOUBLE_EQ(time("1-02:03:04"), 93784);
  EXPECT_DOUBLE_EQ(time("02:03:04.5"), 7384.5);
  EXPECT_DOUBLE_EQ(time("05:30.250"), 330.25);
  EXPECT_DOUBLE_EQ(time(""), 0);
}

TEST(Sacct, TakesMoreCpuTimeThanReserved) {
  const auto job = only("1||01:00:00|cpu|1|4|08:00:00|04:00:00|8G||COMPLETED|\n");
  EXPECT_EQ(footprint(job, cluster()).value().cpu_time, Hours{8});
}

TEST(Sacct, PutsStepsTogetherByTheLargest) {
  const auto job = only(
      "7|2024-05-02T10:00:00|04:00:00|cpu|1|4|02:00:00|16:00:00|8G||COMPLETED|\n"
      "7.batch|2024-05-02T10:00:01|04:00:00||1|4|01:00:00|16:00:00||3G|COMPLETED|\n"
      "7.0|2024-05-02T10:00:02|03:00:00||1|2|03:00:00|06:00:00||5G|FAILED|\n");
  EXPECT_EQ(job.partition, "cpu");
  EXPECT_EQ(job.submitted, "2024-05-02T10:00:00");
  EXPECT_EQ(job.cpu_used, Hours{3});
  EXPECT_EQ(job.peak, DecimalGigabytes{5});
  EXPECT_EQ(job.requested, DecimalGigabytes{8});
  EXPECT_EQ(job.state, SlurmJob::State::failed);
}

TEST(Sacct, LeavesUnfinishedJobsOutOfTheTotal) {
  const auto jobs =
      read_text(kHeader +
                "1|2024-05-03|01:00:00|cpu|1|1|01:00:00|01:00:00|4G||COMPLETED|\n"
                "2|2024-05-01|01:00:00|cpu|1|1|01:00:00|01:00:00|4G||RUNNING|\n"
                "3|2024-05-02|01:00:00|cpu|1|1|01:00:00|01:00:00|4G||CANCELLED by 1000|\n")
          .value();
  const auto all = total(jobs, cluster()).value();
  EXPECT_EQ(all.jobs, 2U);
  EXPECT_EQ(all.succeeded, 1U);
  EXPECT_EQ(all.first_submitted, "2024-05-02");
  EXPECT_EQ(all.last_submitted, "2024-05-03");
  EXPECT_DOUBLE_EQ(all.failed.value() * 2, all.sum.emissions.value());
}

TEST(Sacct, NamesTheLineAndColumnOfWhatMakesNoSense) {
  const auto what = [](const std::string& lines) {
    const auto text = read_text(kHeader + lines).error().what;
    return text.substr(0, text.find(';'));
  };
  EXPECT_EQ(what("1||01:00:00|cpu|1|1|01:00:00|01:00:00|4G||COMPLETED|\n2||soon|cpu|1|1|0:01|0:01|"
                 "4G||COMPLETED|\n"),
            "sacct.txt:3: Elapsed \"soon\" makes no sense");
  EXPECT_EQ(what("1||01:00:00|cpu|1|1|01:00:00|01:00:00|-4G||COMPLETED|\n"),
            "sacct.txt:2: ReqMem \"-4G\" makes no sense");
  EXPECT_EQ(what("1||01:00:00|cpu|1|1|01:00:00|01:00:00|4G||COMPLETED|gres/gpu=x\n"),
            "sacct.txt:2: AllocTRES \"gres/gpu=x\" makes no sense");
  for (const auto* count : {"-8", "1e300", "nan"})
    EXPECT_EQ(what(std::string("1||01:00:00|cpu|1|") + count + "|0:01|0:01|4G||COMPLETED|\n"),
              std::string("sacct.txt:2: NCPUS \"") + count + "\" makes no sense");
  for (const auto* time : {"99999999999-00:00:00", "-1-00:00:00", "1e300:00:00"})
    EXPECT_EQ(what(std::string("1||") + time + "|cpu|1|1|0:01|0:01|4G||COMPLETED|\n"),
              std::string("sacct.txt:2: Elapsed \"") + time + "\" makes no sense");
  EXPECT_EQ(what("1||01:00:00|cpu|1|1|0:01|0:01|1e300G||COMPLETED|\n"),
            "sacct.txt:2: ReqMem \"1e300G\" makes no sense");
}

TEST(Sacct, RefusesALineOfAnotherWidthThanTheHeader) {
  // Cut off, and with a | in a text: its columns are not where they seem to be.
  EXPECT_EQ(
      read_text(kHeader + "1||01:00:00|cpu|1").error().what,
      "sacct.txt:2: 5 fields, the header has 12; the line is broken, or a text has a | in it");
  EXPECT_FALSE(read_text(kHeader + "1||01:00:00|a|b|1|1|01:00:00|01:00:00|4G||COMPLETED|\n"));
}

TEST(Sacct, TakesAByteOrderMarkAndLinesOfWindows) {
  const auto jobs = read_text("\xef\xbb\xbf" + kHeader.substr(0, kHeader.size() - 1) + "\r\n" +
                              "1||01:00:00|cpu|1|1|0:01|0:01|4G||COMPLETED|cpu=1\r\n");
  ASSERT_TRUE(jobs) << jobs.error().what;
  EXPECT_EQ(jobs->size(), 1U);
}

TEST(Sacct, NamesTheColumnThatIsMissing) {
  EXPECT_NE(read_text("JobID,Elapsed\n1,2\n").error().what.find("no columns parted by |; run"),
            std::string::npos);
  EXPECT_NE(read_text("JobID|Elapsed\n").error().what.find("no column Partition"),
            std::string::npos);
  EXPECT_EQ(read_text("").error().code, Errc::malformed);
  EXPECT_TRUE(read_text(kHeader)->empty());
}

TEST(Sacct, RefusesAPartitionThatTheSiteDoesNotHave) {
  auto job = only("1||01:00:00|moon|1|1|01:00:00|01:00:00|4G||COMPLETED|\n");
  EXPECT_EQ(footprint(job, cluster()).error().code, Errc::not_present);
  job.partition = "cpu";
  job.gpus = 1;
  EXPECT_EQ(footprint(job, cluster()).error().code, Errc::malformed);
}

RC_GTEST_PROP(Sacct, NeverNeedsMoreMemoryThanRequested,
              (const std::uint16_t requested, const std::uint16_t peak)) {
  SlurmJob job;
  job.partition = "cpu";
  job.elapsed = Hours{1};
  job.requested = DecimalGigabytes{requested * 1.0};
  job.peak = DecimalGigabytes{peak * 1.0};
  const auto found = footprint(job, cluster()).value();
  RC_ASSERT(found.needed <= found.requested);
  RC_ASSERT(found.energy_of_needed_memory <= found.energy);
}

}  // namespace
}  // namespace wattprint::estimate::methods::green_algorithms_hpc
