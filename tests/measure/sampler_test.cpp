#include "measure/sampler.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;

class ManualClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  WallTime wall() const override { return WallTime{}; }
  std::chrono::nanoseconds suspended() const override { return 0ns; }
  void pass(std::chrono::nanoseconds time) { now_ = now_ + time; }
  void sleep(std::chrono::nanoseconds time) {
    pass(time);
    now_.suspended += time;
  }

 private:
  Instant now_;
};

/// Says what it is told to say at the next read.
class ScriptedSource final : public Source {
 public:
  explicit ScriptedSource(std::string device) { add_domain(std::move(device)); }
  void add_domain(std::string device) {
    Domain domain;
    domain.device = std::move(device);
    domains_.push_back(std::move(domain));
  }
  std::span<const Domain> domains() const override { return domains_; }
  void read(Instant, Batch& out) override {
    for (auto& reading : next_) out.readings.push_back(reading);
    for (auto& warning : warnings_) out.warnings.push_back(warning);
    next_.clear();
    warnings_.clear();
  }
  void finish(Instant now, Batch& out) override {
    finished_ = true;
    read(now, out);
  }
  std::chrono::nanoseconds longest_interval() const override { return longest_; }

  std::vector<Domain> domains_;
  std::vector<Reading> next_;
  std::vector<Warning> warnings_;
  std::chrono::nanoseconds longest_ = 1h;
  bool finished_ = false;
};

class Recorder final : public Sink {
 public:
  void accept(const Interval& interval, std::span<const Domain> domains) override {
    intervals_.push_back(interval);
    domains_.assign(domains.begin(), domains.end());
  }
  std::vector<Interval> intervals_;
  std::vector<Domain> domains_;
};

class SamplerTest : public ::testing::Test {
 protected:
  Sampler sampler(std::vector<std::string> devices) {
    std::vector<std::unique_ptr<Source>> sources;
    for (auto& device : devices) {
      auto source = std::make_unique<ScriptedSource>(std::move(device));
      sources_.push_back(source.get());
      sources.push_back(std::move(source));
    }
    return {clock_, nullptr, std::move(sources), {}, {&recorder_}};
  }
  ManualClock clock_;
  std::vector<ScriptedSource*> sources_;
  Recorder recorder_;
};

TEST_F(SamplerTest, IntervalsFollowEachOtherWithoutGaps) {
  auto s = sampler({"a"});
  s.start();
  clock_.pass(1s);
  s.tick();
  clock_.pass(3s);
  s.finish();
  ASSERT_EQ(recorder_.intervals_.size(), 2U);
  EXPECT_EQ(recorder_.intervals_[0].start, s.started());
  EXPECT_EQ(recorder_.intervals_[0].end, recorder_.intervals_[1].start);
  EXPECT_EQ(recorder_.intervals_[1].length(), Seconds{3});
  EXPECT_TRUE(sources_[0]->finished_);
}

TEST_F(SamplerTest, TheStartingPointIsNoEnergyButItsWarningsAreKept) {
  auto s = sampler({"a"});
  sources_[0]->next_ = {{.domain = 0, .used = Joules{5}}};
  sources_[0]->warnings_ = {{"code", "message", "fix"}};
  s.start();
  clock_.pass(1s);
  sources_[0]->next_ = {{.domain = 0, .used = Joules{7}}};
  s.tick();
  ASSERT_EQ(recorder_.intervals_[0].energy.size(), 1U);
  EXPECT_EQ(recorder_.intervals_[0].energy[0].machine, Joules{7});
  ASSERT_EQ(recorder_.intervals_[0].warnings.size(), 1U);
  clock_.pass(1s);
  s.tick();
  EXPECT_TRUE(recorder_.intervals_[1].warnings.empty());
}

TEST_F(SamplerTest, KeepsDomainsApartWhenOneAppearsLate) {
  auto s = sampler({"a", "b"});
  s.start();
  clock_.pass(1s);
  sources_[1]->next_ = {{.domain = 0, .used = Joules{1}}};
  s.tick();
  clock_.pass(1s);
  sources_[0]->add_domain("late");
  sources_[0]->next_ = {{.domain = 1, .used = Joules{2}}, {.domain = 0, .used = Joules{4}}};
  sources_[1]->next_ = {{.domain = 0, .used = Joules{3}}};
  s.tick();
  std::map<std::string, double> by_device;
  for (const auto& energy : recorder_.intervals_[1].energy)
    by_device[recorder_.domains_[energy.domain].device] = energy.machine.value();
  EXPECT_EQ(by_device, (std::map<std::string, double>{{"a", 4}, {"b", 3}, {"late", 2}}));
}

TEST_F(SamplerTest, AddsSeveralReadingsOfOneDomain) {
  auto s = sampler({"a"});
  s.start();
  clock_.pass(1s);
  sources_[0]->next_ = {{.domain = 0, .used = Joules{1}}, {.domain = 0, .used = Joules{2}}};
  s.tick();
  ASSERT_EQ(recorder_.intervals_[0].energy.size(), 1U);
  EXPECT_EQ(recorder_.intervals_[0].energy[0].machine, Joules{3});
}

TEST_F(SamplerTest, IsAsImpatientAsItsMostImpatientSource) {
  auto s = sampler({"a", "b"});
  sources_[1]->longest_ = 250ms;
  EXPECT_EQ(s.longest_interval(), 250ms);
}

TEST_F(SamplerTest, TellsOfSuspendAndLeavesItOutOfTheTimeAwake) {
  auto s = sampler({"a"});
  s.start();
  clock_.pass(1s);
  clock_.sleep(1h);
  s.tick();
  const auto& interval = recorder_.intervals_[0];
  EXPECT_EQ(interval.length(), Seconds{3601});
  EXPECT_EQ(interval.awake(), Seconds{1});
  ASSERT_EQ(interval.warnings.size(), 1U);
  EXPECT_EQ(interval.warnings[0].code, "suspended");
}

}  // namespace
}  // namespace wattprint::measure
