#include "engine/tracking.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/fake_machine.hpp"

namespace wattprint::engine {
namespace {

using Status = Tracking::Status;
using namespace std::chrono_literals;

/// Stands still until it is told to go on.
class HandClock final : public Clock {
 public:
  Instant now() const override { return {now_.load(), {}}; }
  WallTime wall() const override {
    return WallTime(std::chrono::duration_cast<std::chrono::milliseconds>(now_.load()));
  }
  std::chrono::nanoseconds suspended() const override { return {}; }
  void advance(std::chrono::nanoseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<std::chrono::nanoseconds> now_{1000s};
};

/// A machine with one meter, and a tracker of all of it that samples only when it is asked.
class TrackingOfAMachine : public ::testing::Test {
 protected:
  TrackingOfAMachine() {
    fake_.write("proc/stat", "cpu  100 0 100 1000 0 0 0 0 0 0\ncpu0 100 0 100 1000 0 0 0 0 0 0\n");
    fake_.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
    fake_.write("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "262143328850\n");
    meter(0.0);
    MeasureRequest request;
    request.machine = fake_.machine();
    request.scope = runs::Scope::machine;
    request.idle_policy = runs::IdlePolicy::include;
    request.interval = 1h;
    request.store = false;
    auto opened = Tracking::open(request, clock());
    tracking_ = std::move(*opened);
  }

  /// Lives as long as the process, as threads of sensors may ask it.
  static HandClock& clock() {
    static HandClock clock;
    return clock;
  }
  void meter(double joules) const {
    fake_.write("sys/class/powercap/intel-rapl:0/energy_uj",
                std::to_string(static_cast<long>(joules * 1e6)) + "\n");
  }
  void pass(std::chrono::nanoseconds time, double meter_then) {
    clock().advance(time);
    meter(meter_then);
  }
  static double package(const runs::RunRecord& record) {
    for (const auto& component : record.components)
      if (component.device == "package-0") return component.energy.value.value();
    return -1.0;
  }

  testing::FakeMachine fake_;
  std::unique_ptr<Tracking> tracking_;
};

TEST_F(TrackingOfAMachine, MeasuresFromStartToStop) {
  ASSERT_EQ(tracking_->start(), Status::ok);
  pass(10s, 50.0);
  ASSERT_EQ(tracking_->stop(), Status::ok);
  pass(10s, 90.0);
  const auto record = tracking_->record();
  ASSERT_TRUE(record);
  EXPECT_DOUBLE_EQ(package(*record), 50.0);
  EXPECT_EQ(record->outcome.state, runs::State::finished);
  EXPECT_DOUBLE_EQ(record->outcome.duration.count(), 10.0);
}

TEST_F(TrackingOfAMachine, ATaskHasItsPartOfTheSampleAroundIt) {
  ASSERT_EQ(tracking_->start(), Status::ok);
  pass(2s, 10.0);
  const auto whole = tracking_->snapshot();
  ASSERT_TRUE(whole && whole->energy);
  const auto first = tracking_->begin_task("first");
  pass(3s, 10.0);
  ASSERT_EQ(tracking_->end_task(*first), Status::ok);
  pass(1s, 30.0);
  const auto total = tracking_->snapshot();
  const auto task = tracking_->task(*first);
  ASSERT_TRUE(task && task->energy);
  // Three of the four seconds between the two samples; other domains are there besides the meter.
  EXPECT_NEAR(task->energy->value.value(),
              0.75 * (total->energy->value - whole->energy->value).value(), 1e-9);
  EXPECT_GE(task->energy->value.value(), 15.0);
  EXPECT_DOUBLE_EQ(task->duration.count(), 3.0);
  ASSERT_TRUE(task->emissions);
  EXPECT_GT(task->emissions->value.value(), 0.0);
}

TEST_F(TrackingOfAMachine, CallsOutOfOrderAreStatuses) {
  EXPECT_EQ(tracking_->stop(), Status::not_started);
  EXPECT_EQ(tracking_->begin_task("a").error(), Status::not_started);
  EXPECT_EQ(tracking_->snapshot().error(), Status::not_started);
  EXPECT_EQ(tracking_->start(), Status::ok);
  EXPECT_EQ(tracking_->start(), Status::already_started);
  EXPECT_EQ(tracking_->end_task(7), Status::no_such_task);
  const auto open = tracking_->begin_task("a");
  EXPECT_EQ(tracking_->task(*open).error(), Status::still_open);
  EXPECT_EQ(tracking_->stop(), Status::ok);
  EXPECT_TRUE(tracking_->task(*open));
  EXPECT_EQ(tracking_->stop(), Status::already_stopped);
  EXPECT_EQ(tracking_->start(), Status::already_stopped);
  EXPECT_EQ(tracking_->end_task(*open), Status::already_stopped);
}

TEST_F(TrackingOfAMachine, ManyTasksBringTheNextSampleEarly) {
  ASSERT_EQ(tracking_->start(), Status::ok);
  const auto counted = [this] {
    const auto record = tracking_->record();
    return record->tasks.empty() ? 0 : record->tasks[0].count;
  };
  // The next sample is due in an hour; a record takes none.
  const auto first = tracking_->begin_task("batch");
  tracking_->end_task(*first);
  EXPECT_EQ(counted(), 0U);
  for (int i = 0; i < 4000 && counted() == 0; ++i)
    for (int n = 0; n < 100; ++n) tracking_->end_task(*tracking_->begin_task("batch"));
  EXPECT_GT(counted(), 0U);
}

TEST_F(TrackingOfAMachine, TheRecordSaysHowTheWorkEndedAndWhatWasMarked) {
  EXPECT_EQ(tracking_->mark("early"), Status::not_started);
  ASSERT_EQ(tracking_->start(), Status::ok);
  pass(10s, 50.0);
  EXPECT_EQ(tracking_->mark("half way"), Status::ok);
  pass(10s, 100.0);
  ASSERT_EQ(tracking_->stop(runs::State::failed), Status::ok);
  EXPECT_EQ(tracking_->mark("late"), Status::already_stopped);
  const auto record = tracking_->record();
  EXPECT_EQ(record->outcome.state, runs::State::failed);
  ASSERT_EQ(record->marks.size(), 1U);
  EXPECT_EQ(record->marks[0].name, "half way");
  EXPECT_NEAR(record->marks[0].until.energy->value / record->energy->value, 0.5, 1e-9);
}

TEST_F(TrackingOfAMachine, TasksOfManyThreadsAreAllCounted) {
  ASSERT_EQ(tracking_->start(), Status::ok);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([this, i] {
        for (int n = 0; n < 1000; ++n) {
          const auto task = tracking_->begin_task("thread " + std::to_string(i % 2));
          EXPECT_EQ(tracking_->end_task(*task), Status::ok);
          if (n % 250 == 0) {
            EXPECT_TRUE(tracking_->snapshot());
          }
        }
      });
  }
  ASSERT_EQ(tracking_->stop(), Status::ok);
  const auto record = tracking_->record();
  ASSERT_EQ(record->tasks.size(), 2U);
  EXPECT_EQ(record->tasks[0].count, 4000U);
  EXPECT_EQ(record->tasks[1].count, 4000U);
}

}  // namespace
}  // namespace wattprint::engine
