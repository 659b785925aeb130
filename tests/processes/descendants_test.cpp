#include "processes/descendants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::processes {
namespace {

using ::testing::UnorderedElementsAre;

/// A process as /proc shows it: own and reaped time in ticks of 10 ms.
void add_process(const testing::FakeMachine& machine, pid_t pid, pid_t parent, int own, int reaped,
                 const std::string& children, int threads = 1) {
  const std::string dir = "proc/" + std::to_string(pid);
  machine.write(dir + "/stat", std::to_string(pid) + " (p) S " + std::to_string(parent) +
                                   " 1 1 0 -1 0 0 0 0 0 " + std::to_string(own) + " 0 " +
                                   std::to_string(reaped) + " 0 20 0 " + std::to_string(threads) +
                                   " 0 5 0 0");
  machine.write(dir + "/task/" + std::to_string(pid) + "/children", children);
}

class DescendantsTest : public ::testing::Test {
 protected:
  DescendantsTest() {
    add_process(machine_, 10, 1, 100, 0, "11 12 ");
    add_process(machine_, 11, 10, 20, 5, "13 ");
    add_process(machine_, 12, 10, 30, 0, "", 2);
    machine_.write("proc/12/task/77/children", "14 ");
    add_process(machine_, 13, 11, 1, 0, "");
    add_process(machine_, 14, 12, 2, 0, "");
    add_process(machine_, 20, 1, 999, 999, "");
  }
  testing::FakeMachine machine_;
};

TEST_F(DescendantsTest, FollowsChildrenOfEveryThread) {
  Descendants descendants(machine_.machine().procfs, 10);
  const auto census = descendants.take();
  ASSERT_TRUE(census);
  EXPECT_THAT(census->pids, UnorderedElementsAre(11, 12, 13, 14));
  EXPECT_DOUBLE_EQ(census->cpu.value(), 0.58);
}

TEST_F(DescendantsTest, FollowsParentsWhereTheKernelListsNoChildren) {
  for (const char* pid : {"10", "11", "12", "13", "14", "20"})
    machine_.remove(std::string("proc/") + pid + "/task");
  Descendants descendants(machine_.machine().procfs, 10);
  const auto census = descendants.take();
  ASSERT_TRUE(census);
  EXPECT_THAT(census->pids, UnorderedElementsAre(11, 12, 13, 14));
  EXPECT_DOUBLE_EQ(census->cpu.value(), 0.58);
}

TEST_F(DescendantsTest, ForgetsTheDeadAndSkipsGarbage) {
  Descendants descendants(machine_.machine().procfs, 10);
  ASSERT_TRUE(descendants.take());
  machine_.write("proc/13/stat", "garbage");
  const auto census = descendants.take();
  EXPECT_THAT(census->pids, UnorderedElementsAre(11, 12, 14));
}

TEST_F(DescendantsTest, SaysWhoBelongs) {
  const Descendants descendants(machine_.machine().procfs, 10);
  EXPECT_TRUE(descendants.contains(14));
  EXPECT_FALSE(descendants.contains(20));
  EXPECT_FALSE(descendants.contains(999));
}

TEST(Descendants, FailsWithASentenceWithoutProc) {
  Descendants descendants("/nonexistent", 10);
  const auto census = descendants.take();
  ASSERT_FALSE(census);
  EXPECT_EQ(census.error().code, Errc::not_present);
}

}  // namespace
}  // namespace wattprint::processes
