#include "processes/cgroup.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/burn.hpp"

namespace wattprint::processes {
namespace {

using Version = CgroupPlace::Version;

constexpr const char* kUnifiedMount =
    "31 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

TEST(CgroupPlaces, FindsOurOwnCgroupInTheUnifiedHierarchy) {
  const auto places =
      find_cgroup_places("0::/user.slice/user-1000.slice/app.scope\n", kUnifiedMount);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].version, Version::v2);
  EXPECT_EQ(places[0].directory, "/sys/fs/cgroup/user.slice/user-1000.slice/app.scope");
}

TEST(CgroupPlaces, PrefersV2AndKnowsTheCpuacctHierarchyBesideIt) {
  const auto places = find_cgroup_places(
      "4:cpu,cpuacct:/jobs/7\n0::/\n",
      "32 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
      "33 23 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0].directory, "/sys/fs/cgroup/unified");
  EXPECT_EQ(places[1].version, Version::v1_cpuacct);
  EXPECT_EQ(places[1].directory, "/sys/fs/cgroup/cpu,cpuacct/jobs/7");
}

TEST(CgroupPlaces, StripsThePartThatAContainersMountHides) {
  const auto places = find_cgroup_places(
      "0::/docker/abc/inner\n", "31 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].directory, "/sys/fs/cgroup/inner");
}

TEST(CgroupPlaces, LeavesOutACgroupAboveTheMount) {
  EXPECT_TRUE(find_cgroup_places("0::/../other\n", kUnifiedMount).empty());
  EXPECT_TRUE(
      find_cgroup_places("0::/a\n", "31 23 0:26 /b /sys/fs/cgroup rw - cgroup2 c rw\n").empty());
}

TEST(CgroupPlaces, UnescapesSpacesInMountPoints) {
  const auto places =
      find_cgroup_places("0::/\n", "31 23 0:26 / /mnt/my\\040cg rw - cgroup2 cgroup2 rw\n");
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].directory, "/mnt/my cg");
}

TEST(CpuStat, ReadsUsageWhereverItStands) {
  EXPECT_DOUBLE_EQ(parse_cpu_stat("nice_usec 1\nusage_usec 2500000\nuser_usec 3\n")->value(), 2.5);
  EXPECT_FALSE(parse_cpu_stat("user_usec 3\n"));
  EXPECT_FALSE(parse_cpu_stat("usage_usec\n"));
}

class RealCgroup : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto& place :
         find_cgroup_places(*read_text("/proc/self/cgroup"), *read_text("/proc/self/mountinfo"))) {
      if (auto made = RunCgroup::create(place)) {
        cgroup_.emplace(std::move(*made));
        return;
      }
    }
    GTEST_SKIP() << "no cgroup can be made here (not delegated to this user)";
  }
  std::optional<RunCgroup> cgroup_;
};

TEST_F(RealCgroup, CountsWhatRanInItAfterItIsGone) {
  const pid_t child = ::fork();
  if (child == 0) {
    (void)cgroup_->adopt(::getpid());
    testing::burn_cpu(CpuSeconds{0.2});
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_NEAR(cgroup_->cpu()->value(), 0.2, 0.02);
  EXPECT_TRUE(cgroup_->members()->empty());
}

TEST_F(RealCgroup, PutsBackWhoIsLeftAndDisappears) {
  const auto directory = cgroup_->directory();
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  ASSERT_TRUE(cgroup_->adopt(child));
  ASSERT_EQ(cgroup_->members()->size(), 1U);

  cgroup_.reset();

  EXPECT_FALSE(std::filesystem::exists(directory));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace wattprint::processes
