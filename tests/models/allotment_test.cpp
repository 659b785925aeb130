#include "models/allotment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using testing::FakeMachine;
using ::testing::HasSubstr;

constexpr const char* kV2Mount = "31 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
constexpr const char* kV1Mounts =
    "32 23 0:27 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n"
    "33 23 0:28 /docker/abc /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset\n"
    "34 23 0:29 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";
constexpr const char* kV1Cgroups =
    "6:memory:/docker/abc\n5:cpuset:/docker/abc\n4:cpu,cpuacct:/docker/abc\n";

/// A container of cgroup v2 with a namespace of its own: it is the root of what it sees.
FakeMachine& with_v2(FakeMachine& m, const char* own = "0::/\n") {
  m.write("proc/self/cgroup", own);
  m.write("proc/self/mountinfo", kV2Mount);
  return m;
}

TEST(Allotment, IsTheWholeMachineWhereNothingLimitsIt) {
  FakeMachine m;
  for (const bool with_files : {false, true}) {
    if (with_files) {
      with_v2(m);
      m.write("sys/fs/cgroup/cpu.max", "max 100000\n");
      m.write("sys/fs/cgroup/memory.max", "max\n");
      m.write("sys/fs/cgroup/cpuset.cpus.effective", "0-7\n");
    }
    const auto allotment = read_allotment(m.machine(), 8);
    EXPECT_EQ(allotment.cpus, 8.0);
    EXPECT_EQ(allotment.threads_online, 8U);
    EXPECT_EQ(allotment.share_of_threads(), 1.0);
    EXPECT_FALSE(allotment.memory_limit);
    EXPECT_FALSE(allotment.is_limited());
    EXPECT_EQ(allotment.evidence, "no limit by a cgroup");
  }
}

TEST(Allotment, OfAContainerIsTheLeastOfCpusetAndQuota) {
  FakeMachine m;
  with_v2(m);
  m.write("sys/fs/cgroup/cpuset.cpus.effective", "0-2,5\n");
  EXPECT_EQ(read_allotment(m.machine(), 8).cpus, 4.0);
  m.write("sys/fs/cgroup/cpu.max", "150000 100000\n");
  m.write("sys/fs/cgroup/memory.max", "2147483648\n");

  const auto allotment = read_allotment(m.machine(), 8);

  EXPECT_EQ(allotment.cpus, 1.5);
  EXPECT_EQ(allotment.share_of_threads(), 1.5 / 8);
  EXPECT_EQ(allotment.cpuset_threads, 4U);
  EXPECT_EQ(allotment.quota_cpus, 1.5);
  EXPECT_EQ(allotment.memory_limit, std::uint64_t{2} << 30U);
  EXPECT_TRUE(allotment.is_limited());
  EXPECT_THAT(allotment.evidence, HasSubstr("cpuset.cpus.effective; "));
  EXPECT_THAT(allotment.evidence, HasSubstr("cpu.max; "));
  EXPECT_THAT(allotment.evidence, HasSubstr("memory.max"));
}

TEST(Allotment, ObeysTheLimitsOfEveryCgroupAbove) {
  FakeMachine m;
  with_v2(m, "0::/kubepods.slice/pod1/container1\n");
  m.write("sys/fs/cgroup/kubepods.slice/cpu.max", "400000 100000\n");
  m.write("sys/fs/cgroup/kubepods.slice/memory.max", "1073741824\n");
  m.write("sys/fs/cgroup/kubepods.slice/pod1/cpu.max", "50000 100000\n");
  m.write("sys/fs/cgroup/kubepods.slice/pod1/memory.max", "max\n");
  m.write("sys/fs/cgroup/kubepods.slice/pod1/container1/cpu.max", "max 100000\n");
  m.write("sys/fs/cgroup/kubepods.slice/pod1/container1/memory.max", "3221225472\n");
  const auto allotment = read_allotment(m.machine(), 16);
  EXPECT_EQ(allotment.cpus, 0.5);
  EXPECT_EQ(allotment.memory_limit, std::uint64_t{1} << 30U);
}

TEST(Allotment, OfADockerContainerOfV1) {
  FakeMachine m;
  m.write("proc/self/cgroup", kV1Cgroups);
  m.write("proc/self/mountinfo", kV1Mounts);
  m.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
  m.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  m.write("sys/fs/cgroup/cpuset/cpuset.cpus", "0-1\n");
  m.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  auto allotment = read_allotment(m.machine(), 4);
  EXPECT_EQ(allotment.cpus, 2.0);
  EXPECT_FALSE(allotment.quota_cpus);
  EXPECT_FALSE(allotment.memory_limit);

  m.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "120000\n");
  m.write("sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-2\n");
  m.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n");
  allotment = read_allotment(m.machine(), 4);
  EXPECT_EQ(allotment.cpus, 1.2);
  EXPECT_EQ(allotment.cpuset_threads, 3U);
  EXPECT_EQ(allotment.memory_limit, std::uint64_t{512} << 20U);
}

TEST(Allotment, FindsItsCpusetAtTheMountWhenItsOwnPathIsThatOfTheHost) {
  // Without a cgroup namespace /proc/self/cgroup shows the host's path, which is not mounted here.
  FakeMachine m;
  with_v2(m, "0::/system.slice/docker-abc.scope\n");
  m.write("sys/fs/cgroup/cpuset.cpus.effective", "2-3\n");
  m.write("sys/fs/cgroup/cpu.max", "100000 100000\n");
  const auto allotment = read_allotment(m.machine(), 8);
  EXPECT_EQ(allotment.cpuset_threads, 2U);
  EXPECT_EQ(allotment.cpus, 1.0);
}

TEST(Allotment, NeverIsMoreThanTheThreadsOnline) {
  FakeMachine m;
  with_v2(m);
  m.write("sys/fs/cgroup/cpuset.cpus.effective", "0-127\n");
  m.write("sys/fs/cgroup/cpu.max", "6400000 100000\n");
  const auto allotment = read_allotment(m.machine(), 2);
  EXPECT_EQ(allotment.cpus, 2.0);
  EXPECT_FALSE(allotment.is_limited());
  EXPECT_EQ(read_allotment(m.machine(), 0).cpus, 1.0);
}

TEST(Allotment, TakesGarbageForNoLimit) {
  FakeMachine m;
  with_v2(m);
  for (const char* garbage :
       {"", "\n", "max", "0 100000", "100000 0", "-5 100000", "1e5 100000", "100000 100000 1",
        "99999999999999999999 1", "18446744073709551615 1", "x y"}) {
    m.write("sys/fs/cgroup/cpu.max", garbage);
    m.write("sys/fs/cgroup/memory.max", garbage);
    m.write("sys/fs/cgroup/cpuset.cpus.effective", garbage);
    const auto allotment = read_allotment(m.machine(), 4);
    EXPECT_FALSE(allotment.is_limited()) << garbage;
  }
}

TEST(MemoryLimit, IsABytesCountOrNothing) {
  EXPECT_EQ(parse_memory_limit("4096\n"), 4096U);
  for (const char* none : {"max", "0", "", "-1", "9223372036854771712", "9223372036854775807",
                           "18446744073709551615", "1.5", "1 2"})
    EXPECT_FALSE(parse_memory_limit(none)) << none;
}

RC_GTEST_PROP(Allotment, IsAlwaysAPartOfTheMachine,
              (unsigned threads, std::uint32_t quota, std::uint32_t period)) {
  FakeMachine m;
  with_v2(m);
  m.write("sys/fs/cgroup/cpu.max", std::to_string(quota) + " " + std::to_string(period));
  const auto allotment = read_allotment(m.machine(), threads);
  RC_ASSERT(allotment.cpus > 0.0);
  RC_ASSERT(allotment.cpus <= allotment.threads_online);
}

}  // namespace
}  // namespace wattprint::models
