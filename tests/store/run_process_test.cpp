#include "store/run_process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/fake_machine.hpp"

namespace wattprint::store {
namespace {

using namespace std::chrono_literals;
using testing::FakeMachine;

constexpr WallTime kNow{1'795'315'745'120ms};

std::string stat_line(int pid, const std::string& name, std::uint64_t started) {
  return std::to_string(pid) + " (" + name + ") S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 " +
         std::to_string(started) + " 1000 20\n";
}

struct World {
  FakeMachine files;
  RunningRun run{.id = "7f3a1c90be42",
                 .host = "laptop",
                 .process = {.pid = 42, .started = 777, .boot_id = "boot-a"},
                 .written_at = kNow - 5s};
  World() {
    files.write("proc/sys/kernel/random/boot_id", "boot-a\n");
    files.write("proc/self/stat", stat_line(1, "wattprint", 900));
    files.write("proc/42/stat", stat_line(42, "a) S 9 (b", 777));
  }
  bool alive(const std::string& host = "laptop") const {
    return is_alive(run, host, kNow, files.machine());
  }
};

TEST(RunProcess, IsAliveWhileItsPidHasTheSameStart) {
  const World w;
  EXPECT_TRUE(w.alive());
}

TEST(RunProcess, IsDeadWhenItsPidIsUsedByAnother) {
  const World w;
  w.files.write("proc/42/stat", stat_line(42, "bash", 778));
  EXPECT_FALSE(w.alive());
}

TEST(RunProcess, IsDeadWhenItsPidIsGone) {
  const World w;
  w.files.remove("proc/42");
  EXPECT_FALSE(w.alive());
}

TEST(RunProcess, IsDeadAfterABootEvenIfPidAndStartAreTheSame) {
  const World w;
  w.files.write("proc/sys/kernel/random/boot_id", "boot-b\n");
  EXPECT_FALSE(w.alive());
}

TEST(RunProcess, OfAnotherHostIsAliveUntilItIsSilentForAnHour) {
  World w;
  w.files.remove("proc/42");
  EXPECT_TRUE(w.alive("desk"));
  w.run.written_at = kNow - 61min;
  EXPECT_FALSE(w.alive("desk"));
}

TEST(RunProcess, SurvivesATruncatedStat) {
  const World w;
  for (const char* text : {"", "42", "42 (x", "42 (x) S 1 2"}) {
    w.files.write("proc/42/stat", text);
    EXPECT_FALSE(w.alive()) << text;
  }
}

TEST(RunProcess, ThisOneIsAliveAndItsFinishedChildIsNot) {
  const Machine here;
  RunningRun run{.id = "a", .host = "h", .process = this_process(here), .written_at = kNow};
  EXPECT_EQ(run.process.pid, ::getpid());
  EXPECT_TRUE(is_alive(run, "h", kNow, here));

  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  run.process.pid = child;
  EXPECT_FALSE(is_alive(run, "h", kNow, here));
}

TEST(RunProcess, WithoutProcOnlyThePidIsKnown) {
  const FakeMachine empty;
  const auto process = this_process(empty.machine());
  EXPECT_EQ(process.pid, ::getpid());
  EXPECT_EQ(process.started, 0U);
  EXPECT_EQ(process.boot_id, "");
}

}  // namespace
}  // namespace wattprint::store
