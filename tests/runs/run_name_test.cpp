#include "runs/run_name.hpp"

#include <gtest/gtest.h>

namespace wattprint::runs {
namespace {

TEST(RunName, IsTheProgramWithoutItsDirectory) {
  EXPECT_EQ(name_of_command({"/usr/bin/make", "-j4"}), "make");
  EXPECT_EQ(name_of_command({"./a.out"}), "a.out");
}

TEST(RunName, IsTheScriptOfAnInterpreter) {
  EXPECT_EQ(name_of_command({"python3.11", "-u", "jobs/train.py", "--lr", "1"}), "train.py");
  EXPECT_EQ(name_of_command({"bash", "run.sh"}), "run.sh");
  EXPECT_EQ(name_of_command({"python", "-m", "torch.distributed.run"}), "torch.distributed.run");
}

TEST(RunName, IsTheInterpreterWhenItHasNoScript) {
  EXPECT_EQ(name_of_command({"python3"}), "python3");
  EXPECT_EQ(name_of_command({"sh", "-c", "make && make install"}), "sh");
}

TEST(RunName, OfNothingIsEmpty) { EXPECT_EQ(name_of_command({}), ""); }

}  // namespace
}  // namespace wattprint::runs
