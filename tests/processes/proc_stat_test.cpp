#include "processes/proc_stat.hpp"

#include <gtest/gtest.h>

namespace wattprint::processes {
namespace {

constexpr long kTicks = 100;

TEST(ProcStat, ReadsTimesThreadsAndStart) {
  const auto stat = parse_proc_stat(
      "26231 (vim) R 5392 7446 5392 34835 7446 4218880 32533 309516 26 82 1677 44 158 99 20 0 3 0 "
      "82375 56274944 1981 18446744073709551615 1 1 1\n",
      kTicks);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 5392);
  EXPECT_EQ(stat->state, 'R');
  EXPECT_DOUBLE_EQ(stat->own.value(), 17.21);
  EXPECT_DOUBLE_EQ(stat->reaped.value(), 2.57);
  EXPECT_EQ(stat->threads, 3U);
  EXPECT_EQ(stat->start_ticks, 82375U);
}

TEST(ProcStat, SurvivesSpacesAndParenthesesInTheName) {
  const auto stat =
      parse_proc_stat("7 (my) (dd ) S 1 1 1 0 -1 0 0 0 0 0 10 20 0 0 20 0 1 0 99", kTicks);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 1);
  EXPECT_DOUBLE_EQ(stat->own.value(), 0.30);
}

TEST(ProcStat, RefusesTruncatedAndGarbledText) {
  EXPECT_FALSE(parse_proc_stat("", kTicks));
  EXPECT_FALSE(parse_proc_stat("7 (dd) S 1 1", kTicks));
  EXPECT_FALSE(parse_proc_stat("7 (dd) S x 1 1 0 -1 0 0 0 0 0 10 20 0 0 20 0 1 0 99", kTicks));
  EXPECT_FALSE(parse_proc_stat("7 (dd) S 1 1 1 0 -1 0 0 0 0 0 10 20 -5 0 20 0 1 0 99", kTicks));
}

TEST(MachineTimes, CountsBusyTimeWithoutIdleWaitAndSteal) {
  const auto times = parse_machine_times(
      "cpu  100 20 30 4000 500 6 7 800 90 10\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nintr 5\ncpufreq 3\n",
      kTicks);
  ASSERT_TRUE(times);
  EXPECT_DOUBLE_EQ(times->busy.value(), 1.63);
  EXPECT_EQ(times->threads, 2U);
}

TEST(MachineTimes, RefusesOtherText) {
  EXPECT_FALSE(parse_machine_times("", kTicks));
  EXPECT_FALSE(parse_machine_times("cpu0 1 2 3", kTicks));
  EXPECT_FALSE(parse_machine_times("cpu  1 2 3 x 5 6 7", kTicks));
}

}  // namespace
}  // namespace wattprint::processes
