#include "processes/cpu_meter.hpp"

#include <gtest/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::processes {
namespace {

using namespace std::chrono_literals;

class CpuMeterTest : public ::testing::Test {
 protected:
  CpuMeterTest() { set_machine_ticks(1000); }
  void set_machine_ticks(int busy) {
    machine_.write("proc/stat", "cpu  " + std::to_string(busy) + " 0 0 5 0 0 0\ncpu0 1\ncpu1 1\n");
  }
  CpuMeter open() {
    return CpuMeter::open(machine_.machine(), [this] { return tree_; }).value();
  }
  testing::FakeMachine machine_;
  CpuSeconds tree_;
};

TEST_F(CpuMeterTest, GivesDifferencesBetweenLooks) {
  auto meter = open();
  EXPECT_EQ(meter.use_since_last(Instant{0s})->busy, CpuSeconds{});
  set_machine_ticks(1150);
  tree_ = CpuSeconds{0.5};
  const auto use = meter.use_since_last(Instant{1s});
  ASSERT_TRUE(use);
  EXPECT_DOUBLE_EQ(use->busy.value(), 1.5);
  EXPECT_DOUBLE_EQ(use->run.value(), 0.5);
  EXPECT_DOUBLE_EQ(use->capacity.value(), 2.0);
}

TEST_F(CpuMeterTest, CarriesTheExcessOfAnExactTreeOverATickingMachine) {
  auto meter = open();
  meter.use_since_last(Instant{0s});
  // 5 ms of the run's in each look; the machine's account moves by 10 ms at every second one.
  tree_ = CpuSeconds{0.005};
  EXPECT_DOUBLE_EQ(meter.use_since_last(Instant{10ms})->busy.value(), 0.005);
  tree_ = CpuSeconds{0.010};
  set_machine_ticks(1001);
  EXPECT_NEAR(meter.use_since_last(Instant{20ms})->busy.value(), 0.005, 1e-12);
  EXPECT_NEAR(meter.busy_so_far().value(), 0.010, 1e-12);
}

TEST_F(CpuMeterTest, SkipsALookThatFailsAndLosesNothing) {
  auto meter = open();
  meter.use_since_last(Instant{0s});
  machine_.write("proc/stat", "garbage");
  EXPECT_FALSE(meter.use_since_last(Instant{1s}));
  set_machine_ticks(1100);
  tree_ = CpuSeconds{0.25};
  const auto use = meter.use_since_last(Instant{2s});
  EXPECT_DOUBLE_EQ(use->busy.value(), 1.0);
  EXPECT_DOUBLE_EQ(use->run.value(), 0.25);
  EXPECT_DOUBLE_EQ(use->capacity.value(), 4.0);
}

TEST(CpuMeter, DoesNotOpenWithoutProc) {
  const Machine machine{.sysfs = "/none", .procfs = "/none"};
  EXPECT_EQ(CpuMeter::open(machine, {}).error().code, Errc::not_present);
}

}  // namespace
}  // namespace wattprint::processes
