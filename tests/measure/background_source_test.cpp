#include "measure/background_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Passes a number of threads, one for each call of let().
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_ || tickets_ > 0; });
    if (!open_) --tickets_;
    --waiting_;
  }
  void let(int more = 1) {
    const std::scoped_lock lock(mutex_);
    tickets_ += more;
    changed_.notify_all();
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait_until_someone_waits() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int tickets_ = 0;
  int waiting_ = 0;
  bool open_ = false;
};

class TestClock final : public Clock {
 public:
  Instant now() const override { return Instant{std::chrono::nanoseconds(now_.load())}; }
  WallTime wall() const override { return {}; }
  std::chrono::nanoseconds suspended() const override { return 0ns; }
  void set(std::chrono::nanoseconds now) { now_ = now.count(); }

 private:
  std::atomic<std::int64_t> now_{0};
};

/// A device of 100 W on the test's clock, whose every read passes the gate.
class SlowDevice final : public Source {
 public:
  SlowDevice(std::shared_ptr<Gate> gate, std::shared_ptr<std::atomic<int>> alive)
      : gate_(std::move(gate)), alive_(std::move(alive)) {
    domains_.push_back({.component = Component::gpu, .device = "GPU-0"});
    ++*alive_;
  }
  ~SlowDevice() override { --*alive_; }
  std::span<const Domain> domains() const override { return domains_; }
  void read(Instant now, Batch& out) override {
    gate_->pass();
    Reading reading;
    if (previous_) reading.used = Watts{100} * Seconds(now - *previous_);
    reading.users = {{42, 1.0}};
    reading.users_known = true;
    previous_ = now;
    out.readings.push_back(std::move(reading));
  }
  std::chrono::nanoseconds longest_interval() const override { return 7s; }

 private:
  std::shared_ptr<Gate> gate_;
  std::shared_ptr<std::atomic<int>> alive_;
  std::vector<Domain> domains_;
  std::optional<Instant> previous_;
};

class BackgroundSourceTest : public testing::Test {
 protected:
  BackgroundSource::Opener opener() {
    return [opening = opening_, reading = reading_,
            alive = alive_]() -> Result<std::unique_ptr<Source>> {
      opening->pass();
      return std::make_unique<SlowDevice>(reading, alive);
    };
  }
  std::unique_ptr<BackgroundSource> source(BackgroundSource::Options options = {30s, 30s}) {
    return std::make_unique<BackgroundSource>("gpu", opener(), *clock_, options);
  }
  static std::vector<std::string> codes(const Batch& batch) {
    std::vector<std::string> codes;
    for (const auto& warning : batch.warnings) codes.push_back(warning.code);
    return codes;
  }

  /// Never freed: a thread that hangs in a driver may look at it after the test. Kept in reach, so
  /// that it is no leak either.
  static TestClock* immortal_clock() {
    static auto* const kept = new std::vector<TestClock*>;
    return kept->emplace_back(new TestClock);
  }

  TestClock* clock_ = immortal_clock();
  std::shared_ptr<Gate> opening_ = std::make_shared<Gate>();
  std::shared_ptr<Gate> reading_ = std::make_shared<Gate>();
  std::shared_ptr<std::atomic<int>> alive_ = std::make_shared<std::atomic<int>>(0);
  Batch batch_;
};

TEST_F(BackgroundSourceTest, ReadsAFastDriverAsIfItWereReadDirectly) {
  opening_->open();
  reading_->open();
  auto gpu = source();

  clock_->set(10s);
  gpu->read(Instant{10s}, batch_);
  ASSERT_THAT(gpu->domains(), SizeIs(1));
  EXPECT_EQ(gpu->domains()[0].device, "GPU-0");
  ASSERT_THAT(batch_.readings, SizeIs(1));
  EXPECT_EQ(batch_.readings[0].used, Joules{0});
  EXPECT_EQ(gpu->longest_interval(), 7s);

  batch_.clear();
  clock_->set(12s);
  gpu->read(Instant{12s}, batch_);
  ASSERT_THAT(batch_.readings, SizeIs(1));
  EXPECT_DOUBLE_EQ(batch_.readings[0].used.value(), 200.0);
  EXPECT_TRUE(batch_.readings[0].users_known);
  EXPECT_THAT(batch_.warnings, IsEmpty());
}

TEST_F(BackgroundSourceTest, DoesNotTouchTheDeviceBeforeTheRunStarts) {
  opening_->open();
  reading_->open();
  auto gpu = source();
  clock_->set(100s);
  gpu->read(Instant{100s}, batch_);
  ASSERT_THAT(batch_.readings, SizeIs(1));
  EXPECT_EQ(batch_.readings[0].used, Joules{0});
}

TEST_F(BackgroundSourceTest, KeepsALateAnswerForALaterRead) {
  opening_->open();
  reading_->let(1);
  auto gpu = source({1ms, 30s});
  gpu->finish(Instant{0s}, batch_);  // waits: the starting point
  batch_.clear();

  clock_->set(1s);
  gpu->read(Instant{1s}, batch_);
  EXPECT_THAT(batch_.readings, IsEmpty());
  reading_->wait_until_someone_waits();

  clock_->set(3s);
  reading_->open();
  gpu->finish(Instant{3s}, batch_);
  ASSERT_THAT(batch_.readings, SizeIs(1)) << "two answers of one domain are one reading";
  EXPECT_DOUBLE_EQ(batch_.readings[0].used.value(), 300.0);
  ASSERT_THAT(batch_.readings[0].users, SizeIs(1));
  EXPECT_EQ(batch_.readings[0].users[0].pid, 42);
  EXPECT_DOUBLE_EQ(batch_.readings[0].users[0].weight, 2.0);
  EXPECT_TRUE(batch_.readings[0].users_known);
}

TEST_F(BackgroundSourceTest, LosesNothingAndCountsNothingTwiceHoweverImpatientTheReader) {
  opening_->open();
  reading_->open();
  auto gpu = source({0ns, 30s});
  Joules total{};
  const auto take = [&] {
    for (const auto& reading : batch_.readings) total += reading.used;
    batch_.clear();
  };
  gpu->finish(Instant{0s}, batch_);  // waits for the starting point
  take();
  for (int i = 1; i <= 2000; ++i) {
    clock_->set(i * 1ms);
    gpu->read(Instant{i * 1ms}, batch_);
    take();
  }
  gpu->finish(Instant{2s}, batch_);
  take();
  EXPECT_NEAR(total.value(), 200.0, 1e-6);
}

TEST_F(BackgroundSourceTest, SaysHowLongALateDriverLeftTheRunUnmeasured) {
  reading_->open();
  auto gpu = source({1ms, 30s});
  gpu->read(Instant{0s}, batch_);
  EXPECT_THAT(batch_.readings, IsEmpty());
  EXPECT_THAT(gpu->domains(), IsEmpty());
  EXPECT_THAT(batch_.warnings, IsEmpty());

  clock_->set(2s);
  opening_->open();
  while (batch_.readings.empty()) gpu->read(Instant{2s}, batch_);
  EXPECT_EQ(batch_.readings[0].used, Joules{0});
  ASSERT_THAT(codes(batch_), ElementsAre("sensor-late"));
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("gpu: was ready 2.00 s after the start"));
  EXPECT_THAT(gpu->domains(), SizeIs(1));

  batch_.clear();
  clock_->set(3s);
  gpu->finish(Instant{3s}, batch_);
  ASSERT_THAT(batch_.readings, SizeIs(1));
  EXPECT_DOUBLE_EQ(batch_.readings[0].used.value(), 100.0);
  EXPECT_THAT(batch_.warnings, IsEmpty()) << "said once";
}

TEST_F(BackgroundSourceTest, SaysThatADriverWasNeverReadyWithoutWaitingForIt) {
  auto gpu = source({1ms, 30s});
  gpu->read(Instant{0s}, batch_);
  const auto before = std::chrono::steady_clock::now();
  gpu->finish(Instant{4s}, batch_);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
  ASSERT_THAT(codes(batch_), ElementsAre("sensor-late"));
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("not ready in the 4.00 s"));
  opening_->open();
}

TEST_F(BackgroundSourceTest, DoesNotWaitAgainForADriverThatIsStillBusy) {
  opening_->open();
  auto gpu = source({200ms, 200ms});
  gpu->read(Instant{0s}, batch_);  // this one waits in vain
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) gpu->read(Instant{0s}, batch_);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 150ms);
  reading_->open();
}

TEST_F(BackgroundSourceTest, IsDestroyedWithoutWaitingForADriverThatHangs) {
  opening_->open();
  auto gpu = source({1ms, 1ms});
  gpu->read(Instant{0s}, batch_);
  reading_->wait_until_someone_waits();
  const auto before = std::chrono::steady_clock::now();
  gpu.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
  EXPECT_EQ(*alive_, 1) << "the thread still owns the device";
  reading_->open();
  while (*alive_ != 0) std::this_thread::sleep_for(1ms);
}

TEST_F(BackgroundSourceTest, SaysThatTheEndIsMissingWhenTheDriverHangs) {
  opening_->open();
  reading_->let(1);
  auto gpu = source({30s, 1ms});
  gpu->read(Instant{0s}, batch_);
  EXPECT_THAT(batch_.warnings, IsEmpty());
  gpu->finish(Instant{5s}, batch_);
  ASSERT_THAT(codes(batch_), ElementsAre("sensor-stuck"));
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("the last 5.00 s"));
  reading_->open();
}

TEST_F(BackgroundSourceTest, WarnsOnceWhenTheSourceCannotBeOpened) {
  BackgroundSource gpu("gpu",
                       []() -> Result<std::unique_ptr<Source>> {
                         return fail(Errc::unavailable, "driver and library do not match");
                       },
                       *clock_, {30s, 30s});
  gpu.read(Instant{0s}, batch_);
  ASSERT_THAT(codes(batch_), ElementsAre("sensor-failed"));
  EXPECT_EQ(batch_.warnings[0].message, "gpu: driver and library do not match");
  gpu.read(Instant{1s}, batch_);
  gpu.finish(Instant{2s}, batch_);
  EXPECT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_THAT(batch_.readings, IsEmpty());
}

TEST_F(BackgroundSourceTest, IsSilentWhenThereIsNothingToRead) {
  BackgroundSource gpu("gpu",
                       []() -> Result<std::unique_ptr<Source>> {
                         return fail(Errc::not_present, "no such library");
                       },
                       *clock_, {30s, 30s});
  gpu.read(Instant{0s}, batch_);
  gpu.finish(Instant{2s}, batch_);
  EXPECT_THAT(batch_.warnings, IsEmpty());
  EXPECT_THAT(batch_.readings, IsEmpty());
}

}  // namespace
}  // namespace wattprint::measure
