#include "processes/tree.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "base/child.hpp"
#include "support/burn.hpp"

// These tests fork real process trees, shaped like those that defeat a poller, and compare with
// what the trees were told to burn. The tree's root runs as `/proc/self/exe --tree NAME` so that
// counting begins at an exec, as it does for a user's command.
namespace wattprint::processes {
namespace {

using testing::burn_cpu;

void in_child(const std::function<void()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    work();
    ::_exit(0);
  }
  ::waitpid(pid, nullptr, 0);
}

void many_short_children() {
  for (int i = 0; i < 200; ++i) in_child([] { burn_cpu(CpuSeconds{0.005}); });
}

void children_nobody_waits_for() {
  ::signal(SIGCHLD, SIG_IGN);
  for (int i = 0; i < 50; ++i) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      burn_cpu(CpuSeconds{0.02});
      ::_exit(0);
    }
    while (::kill(pid, 0) == 0) ::usleep(1000);
  }
}

void daemonised_grandchild() {
  in_child([] {
    if (::fork() == 0) {
      ::setsid();
      burn_cpu(CpuSeconds{0.5});
      ::_exit(0);
    }
  });
  ::usleep(900'000);
}

void threads_that_end() {
  for (int i = 0; i < 10; ++i)
    std::thread([] {
      timespec start{};
      ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
      timespec now = start;
      while (static_cast<double>(now.tv_sec - start.tv_sec) +
                 static_cast<double>(now.tv_nsec - start.tv_nsec) * 1e-9 <
             0.05)
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    }).join();
}

void exec_chain() {
  burn_cpu(CpuSeconds{0.3});
  ::execl("/proc/self/exe", "tree", "--tree", "burn", nullptr);
}

const std::map<std::string, std::function<void()>> kTrees{
    {"short", many_short_children},
    {"ignored", children_nobody_waits_for},
    {"daemon", daemonised_grandchild},
    {"threads", threads_that_end},
    {"exec", exec_chain},
    {"burn", [] { burn_cpu(CpuSeconds{0.3}); }},
};

struct Ways {
  const char* name;
  bool use_cgroup;
  bool use_perf;
};

class TreeAccount : public ::testing::TestWithParam<Ways> {
 protected:
  /// Runs one of kTrees and gives what the account says at its end, polling 20 times a second.
  CpuSeconds run(const std::string& name) {
    adopt_orphans();
    const CpuSeconds before = waited_for();
    const double stolen_before = stolen();
    auto signals = SignalWatch::install();
    auto child = Child::create({"/proc/self/exe", "--tree", name}, *signals);
    TreeOptions options;
    options.use_cgroup = GetParam().use_cgroup;
    options.use_perf = GetParam().use_perf;
    auto tree = Tree::watch(child->pid(), options);
    method_ = tree.method();
    EXPECT_EQ(child->release(), 0);
    bool ended = false;
    while (!ended) {
      ::usleep(50'000);
      tree.cpu();
      while (const auto event = Child::next_event()) ended |= event->pid == child->pid();
    }
    const CpuSeconds cpu = tree.cpu();
    signals->restore();
    kernel_ = waited_for() - before;
    stolen_ = stolen() - stolen_before;
    return cpu;
  }
  /// Seconds that the hypervisor took from this machine: a perf clock runs on meanwhile.
  static double stolen() {
    std::ifstream stat("/proc/stat");
    std::string word;
    double ticks = 0.0;
    for (int field = 0; field <= 8; ++field)
      stat >> word;  // "cpu" and eight times; the last is steal
    std::istringstream(word) >> ticks;
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  /// What the kernel passed up to us from all that was waited for.
  static CpuSeconds waited_for() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return CpuSeconds{seconds(usage.ru_utime) + seconds(usage.ru_stime)};
  }
  void require(const std::string& method) {
    if (method_ != method) GTEST_SKIP() << method << " cannot be had here, got " << method_;
  }
  void require_what_was_asked_for() {
    if (GetParam().use_cgroup && method_.rfind("cgroup", 0) != 0)
      GTEST_SKIP() << "no cgroup can be made here";
    if (GetParam().use_perf) require("perf task-clock");
  }
  std::string method_;
  CpuSeconds kernel_;
  double stolen_ = 0.0;
};

// Each tree burns its seconds by its own CPU clock; forking and exiting come on top.
TEST_P(TreeAccount, CountsChildrenThatLiveMilliseconds) {
  const auto cpu = run("short");
  require_what_was_asked_for();
  EXPECT_GE(cpu.value(), 0.98);
  EXPECT_GE(cpu / kernel_, 0.98);
  EXPECT_LE(cpu.value(), 1.02 * kernel_.value() + stolen_);
}

TEST_P(TreeAccount, CountsChildrenThatNobodyWaitsFor) {
  const auto cpu = run("ignored");
  require_what_was_asked_for();
  if (method_ == "wait and /proc") {
    // The documented loss of this fallback: it must not invent time either.
    EXPECT_LE(cpu.value(), 1.2 + stolen_);
    return;
  }
  EXPECT_GE(cpu.value(), 0.97);
  EXPECT_LE(cpu.value(), 1.2 + stolen_);
}

TEST_P(TreeAccount, CountsADaemonisedGrandchild) {
  const auto cpu = run("daemon");
  require_what_was_asked_for();
  EXPECT_GE(cpu.value(), 0.48);
  EXPECT_LE(cpu.value(), 0.60 + stolen_);
}

TEST_P(TreeAccount, CountsThreadsThatHaveEnded) {
  const auto cpu = run("threads");
  require_what_was_asked_for();
  EXPECT_GE(cpu.value(), 0.48);
  EXPECT_LE(cpu.value(), 0.60 + stolen_);
}

TEST_P(TreeAccount, CountsAcrossExec) {
  const auto cpu = run("exec");
  require_what_was_asked_for();
  EXPECT_GE(cpu.value(), 0.58);
  EXPECT_LE(cpu.value(), 0.70 + stolen_);
}

INSTANTIATE_TEST_SUITE_P(Each, TreeAccount,
                         ::testing::Values(Ways{"cgroup", true, false}, Ways{"perf", false, true},
                                           Ways{"proc", false, false}),
                         [](const auto& way) { return way.param.name; });

TEST(Tree, KnowsItsOwnAndNobodyElse) {
  adopt_orphans();
  const pid_t mine = ::fork();
  if (mine == 0) {
    ::pause();
    ::_exit(0);
  }
  const auto tree = Tree::watch(mine, {.use_cgroup = false, .use_perf = false});
  EXPECT_TRUE(tree.contains(mine));
  EXPECT_FALSE(tree.contains(1));
  EXPECT_FALSE(tree.contains(::getppid()));
  ::kill(mine, SIGKILL);
  ::waitpid(mine, nullptr, 0);
}

}  // namespace
}  // namespace wattprint::processes

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--tree") {
    wattprint::processes::kTrees.at(argv[2])();
    return 0;
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
