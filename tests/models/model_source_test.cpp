#include "models/model_source.hpp"

#include <gtest/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeMachine;

class FakeClock : public Clock {
 public:
  Instant now() const override { return {}; }
  WallTime wall() const override { return {}; }
  std::chrono::nanoseconds suspended() const override { return asleep; }
  std::chrono::nanoseconds asleep{0};
};

/// Two Cascade Lake threads with 8 GiB; 0.61 W idle and 4.17 W full a thread in the table.
class ModelSourceTest : public ::testing::Test {
 protected:
  ModelSourceTest() {
    machine_.write("proc/cpuinfo",
                   "vendor_id : GenuineIntel\ncpu family : 6\nmodel : 85\nstepping : 7\n"
                   "model name : Intel(R) Xeon(R) Processor @ 2.50GHz\nflags : hypervisor\n\n");
    machine_.write("proc/meminfo", "MemTotal: 8388608 kB\n");
    machine_.write("sys/devices/system/cpu/online", "0-1\n");
  }
  std::unique_ptr<ModelSource> open(ModelOptions options = {}) {
    return ModelSource::open(
               machine_.machine(), [this] { return times_; }, clock_, options)
        .value();
  }
  measure::Batch read(ModelSource& source, std::chrono::nanoseconds at, double busy) {
    times_ = CpuTimes{CpuSeconds{busy}};
    measure::Batch batch;
    source.read(Instant{at}, batch);
    return batch;
  }
  FakeMachine machine_;
  FakeClock clock_;
  Result<CpuTimes> times_ = CpuTimes{};
  const Watts idle_ = cpu_family("cascade-lake").idle_per_thread;
  const Watts full_ = cpu_family("cascade-lake").full_per_thread;
};

TEST_F(ModelSourceTest, DescribesItsDomainsAsEstimates) {
  const auto source = open();
  ASSERT_EQ(source->domains().size(), 2U);
  const auto& cpu = source->domains()[0];
  EXPECT_EQ(cpu.component, measure::Component::cpu);
  EXPECT_EQ(cpu.device, "cpu");
  EXPECT_EQ(cpu.sensor, "model");
  EXPECT_EQ(cpu.source, "Intel Xeon (Cascade Lake), 2 threads, no power sensor here");
  EXPECT_EQ(cpu.basis, Basis::estimated);
  EXPECT_DOUBLE_EQ(cpu.idle_hint.value(), 2 * idle_.value());
  EXPECT_LT(cpu.spread.low, 1.0);
  const auto& memory = source->domains()[1];
  EXPECT_EQ(memory.component, measure::Component::dram);
  EXPECT_EQ(memory.source, "8 GiB of memory, no power sensor for it here");
  EXPECT_DOUBLE_EQ(memory.idle_hint.value(), 8 * 0.17);
}

TEST_F(ModelSourceTest, StartsAtZeroAndThenCountsIdleAndBusyTime) {
  const auto source = open();
  const auto first = read(*source, seconds(100), 5000);
  ASSERT_EQ(first.readings.size(), 2U);
  EXPECT_EQ(first.readings[0].used, Joules{0});
  EXPECT_EQ(first.readings[1].used, Joules{0});
  EXPECT_TRUE(first.warnings.empty());

  const auto second = read(*source, seconds(110), 5010);  // one of two threads busy for 10 s

  EXPECT_NEAR(second.readings[0].used.value(), 10 * (idle_ + full_).value(), 1e-9);
  EXPECT_NEAR(second.readings[1].used.value(), 10 * 8 * (0.17 + 0.38) / 2, 1e-9);
}

TEST_F(ModelSourceTest, CostsTheSameSampledOftenOrSeldom) {
  const auto often = open();
  const auto seldom = open();
  read(*often, seconds(0), 0);
  read(*seldom, seconds(0), 0);
  Joules sum;
  double busy = 0;
  for (int i = 1; i <= 1000; ++i) {
    busy += i % 3 == 0 ? 0.02 : 0.0;  // ticks come in lumps
    sum += read(*often, milliseconds(10) * i, busy).readings[0].used;
  }
  const Joules whole = read(*seldom, seconds(10), busy).readings[0].used;
  EXPECT_NEAR(sum.value(), whole.value(), 1e-6);
}

TEST_F(ModelSourceTest, MakesNoReadingWithoutCpuTimesAndCatchesUpLater) {
  const auto source = open();
  read(*source, seconds(0), 0);
  times_ = fail(Errc::not_present, "/proc/stat: cannot open");
  measure::Batch batch;
  source->read(Instant{seconds(10)}, batch);
  EXPECT_TRUE(batch.readings.empty());
  ASSERT_EQ(batch.warnings.size(), 1U);
  EXPECT_EQ(batch.warnings[0].code, "model-no-cpu-times");
  EXPECT_NE(batch.warnings[0].message.find("/proc/stat"), std::string::npos);
  EXPECT_NE(batch.warnings[0].fix.find("--procfs-root"), std::string::npos);

  const auto later = read(*source, seconds(20), 20);
  EXPECT_NEAR(later.readings[0].used.value(), 20 * (idle_ + full_).value(), 1e-9);
}

TEST_F(ModelSourceTest, ChargesNothingForSuspend) {
  const auto source = open();
  read(*source, seconds(0), 0);
  clock_.asleep = seconds(3590);
  EXPECT_NEAR(read(*source, seconds(3600), 0).readings[0].used.value(), 10 * 2 * idle_.value(),
              1e-9);
}

TEST_F(ModelSourceTest, DoesNotCountATickThatSteppedBackTwice) {
  const auto source = open();
  read(*source, seconds(0), 100.00);
  read(*source, seconds(1), 101.00);
  EXPECT_NEAR(read(*source, seconds(2), 100.99).readings[0].used.value(), 2 * idle_.value(), 1e-9);
  EXPECT_NEAR(read(*source, seconds(3), 101.00).readings[0].used.value(), 2 * idle_.value(), 1e-9);
}

TEST_F(ModelSourceTest, MakesNoEnergyOfAJumpInEitherDirection) {
  const auto source = open();
  read(*source, seconds(0), 100);
  for (const double busy : {1e9, 50.0}) {
    const auto jump = read(*source, seconds(busy > 1e6 ? 1 : 2), busy);
    EXPECT_TRUE(jump.readings.empty());
    ASSERT_EQ(jump.warnings.size(), 1U);
    EXPECT_EQ(jump.warnings[0].code, "model-cpu-times-jumped");
  }
  EXPECT_NEAR(read(*source, seconds(3), 51).readings[0].used.value(), (idle_ + full_).value(),
              1e-9);
}

TEST_F(ModelSourceTest, CanStandInForMemoryAlone) {
  const auto source = open({.cpu = false, .dram = true});
  ASSERT_EQ(source->domains().size(), 1U);
  EXPECT_EQ(source->domains()[0].component, measure::Component::dram);
  read(*source, seconds(0), 0);
  const auto batch = read(*source, seconds(1), 2);
  ASSERT_EQ(batch.readings.size(), 1U);
  EXPECT_EQ(batch.readings[0].domain, 0U);
  EXPECT_NEAR(batch.readings[0].used.value(), 8 * 0.38, 1e-9);
}

TEST_F(ModelSourceTest, WarnsOnceWhenTheMemorySizeIsUnknown) {
  machine_.write("proc/meminfo", "garbage\n");
  const auto source = open();
  EXPECT_EQ(source->domains().size(), 1U);
  const auto first = read(*source, seconds(0), 0);
  ASSERT_EQ(first.warnings.size(), 1U);
  EXPECT_EQ(first.warnings[0].code, "model-no-memory-size");
  EXPECT_TRUE(read(*source, seconds(1), 0).warnings.empty());
}

TEST_F(ModelSourceTest, CannotBeOpenedForNothing) {
  const auto read_times = [this] { return times_; };
  machine_.remove("proc/meminfo");
  const ModelOptions memory_only{.cpu = false, .dram = true};
  EXPECT_EQ(ModelSource::open(machine_.machine(), read_times, clock_, memory_only).error().code,
            Errc::not_present);
  const ModelOptions nothing{.cpu = false, .dram = false};
  EXPECT_FALSE(ModelSource::open(machine_.machine(), read_times, clock_, nothing));
  machine_.remove("proc");
  machine_.remove("sys");
  EXPECT_FALSE(ModelSource::open(machine_.machine(), read_times, clock_));
}

}  // namespace
}  // namespace wattprint::models
