#include "sensors/select.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace wattprint::sensors {
namespace {

using Kind = Extent::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Finding finding(std::string name, Kind kind, int socket = -1, State state = State::ok) {
  return {.name = std::move(name), .state = state, .extent = {.kind = kind, .socket = socket}};
}

std::vector<std::string> names_with(State state, const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const auto& f : findings)
    if (f.state == state) names.push_back(f.name);
  return names;
}

/// A source that only knows what it was opened for.
class ListedSource final : public measure::Source {
 public:
  explicit ListedSource(std::span<const Finding> chosen) {
    for (const auto& f : chosen) domains_.push_back({.device = f.name});
  }
  std::span<const measure::Domain> domains() const override { return domains_; }
  void read(Instant, measure::Batch&) override {}

 private:
  std::vector<measure::Domain> domains_;
};

class FakeSensor final : public Sensor {
 public:
  FakeSensor(std::string name, std::vector<Finding> findings)
      : name_(std::move(name)), findings_(std::move(findings)) {
    for (std::size_t i = 0; i < findings_.size(); ++i) findings_[i].channel = i;
  }
  FakeSensor& fails_to_open(const std::string& finding, Errc code = Errc::io) {
    failures_[finding] = code;
    return *this;
  }
  FakeSensor& slow() {
    slow_ = true;
    return *this;
  }
  std::string_view name() const override { return name_; }
  std::vector<Finding> probe() override { return findings_; }
  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    for (const auto& f : chosen)
      if (const auto failure = failures_.find(f.name); failure != failures_.end())
        return fail(failure->second, f.name + " does not open");
    return std::make_unique<ListedSource>(chosen);
  }
  bool is_slow() const override { return slow_; }

 private:
  std::string name_;
  std::vector<Finding> findings_;
  std::map<std::string, Errc> failures_;
  bool slow_ = false;
};

std::vector<std::string> devices(const Opened& opened) {
  std::vector<std::string> names;
  for (const auto& source : opened.sources)
    for (const auto& domain : source->domains()) names.push_back(domain.device);
  return names;
}

TEST(Partition, TheEarlierOfTwoEqualExtentsIsRead) {
  std::vector<Finding> findings{finding("rapl-perf:package-0", Kind::package, 0),
                                finding("rapl-powercap:package-0", Kind::package, 0)};
  partition(findings);
  EXPECT_EQ(findings[0].state, State::ok);
  EXPECT_EQ(findings[1].state, State::duplicate);
  EXPECT_THAT(findings[1].detail, HasSubstr("same hardware as rapl-perf:package-0"));
}

TEST(Partition, PartsOfAReadPackageAreDuplicatesEvenWhenListedFirst) {
  std::vector<Finding> findings{finding("core-0", Kind::core, 0),
                                finding("package-0", Kind::package, 0),
                                finding("uncore-0", Kind::uncore, 0)};
  partition(findings);
  EXPECT_THAT(names_with(State::ok, findings), ElementsAre("package-0"));
  EXPECT_THAT(findings[0].detail, HasSubstr("contained in that of package-0"));
}

TEST(Partition, PartsStandInForAnUnreadablePackage) {
  std::vector<Finding> findings{
      finding("package-0", Kind::package, 0, State::broken), finding("core-0", Kind::core, 0),
      finding("uncore-0", Kind::uncore, 0), finding("package-1", Kind::package, 1),
      finding("core-1", Kind::core, 1)};
  partition(findings);
  EXPECT_THAT(names_with(State::ok, findings), ElementsAre("core-0", "uncore-0", "package-1"));
}

TEST(Partition, AWholeMachineMeterYieldsToFinerOnesWhateverTheOrder) {
  std::vector<Finding> findings{finding("psys", Kind::machine),
                                finding("package-0", Kind::package, 0),
                                finding("dram-0", Kind::dram, 0)};
  partition(findings);
  EXPECT_THAT(names_with(State::ok, findings), ElementsAre("package-0", "dram-0"));
  EXPECT_THAT(findings[0].detail, HasSubstr("contains package-0"));
}

TEST(Partition, AWholeMachineMeterIsReadWhenThereIsNothingFiner) {
  std::vector<Finding> findings{finding("package-0", Kind::package, 0, State::denied),
                                finding("psys", Kind::machine), finding("battery", Kind::machine)};
  partition(findings);
  EXPECT_THAT(names_with(State::ok, findings), ElementsAre("psys"));
}

TEST(Partition, WhatIsTakenAlreadyIsNotReadAgain) {
  std::vector<Finding> findings{finding("late:package-0", Kind::package, 0),
                                finding("late:package-1", Kind::package, 1)};
  partition(findings, std::vector<Taken>{{"early", {.kind = Kind::package, .socket = 0}}});
  EXPECT_THAT(names_with(State::ok, findings), ElementsAre("late:package-1"));
}

TEST(Choose, MixesProvidersThatCompleteEachOther) {
  std::vector<std::unique_ptr<Sensor>> sensors;
  sensors.push_back(std::make_unique<FakeSensor>(
      "rapl-perf", std::vector{finding("perf:package-0", Kind::package, 0)}));
  sensors.push_back(std::make_unique<FakeSensor>(
      "rapl-powercap", std::vector{finding("powercap:package-0", Kind::package, 0),
                                   finding("powercap:dram-0", Kind::dram, 0)}));
  const Choice choice = choose(sensors);
  ASSERT_EQ(choice.sensors.size(), 2u);
  EXPECT_EQ(choice.sensors[0].sensor, sensors[0].get());
  EXPECT_THAT(names_with(State::ok, choice.sensors[0].chosen), ElementsAre("perf:package-0"));
  EXPECT_THAT(names_with(State::ok, choice.sensors[1].chosen), ElementsAre("powercap:dram-0"));
  EXPECT_EQ(choice.findings.size(), 3u);
}

TEST(OpenAll, OpensEachSensorOnceWithItsShare) {
  FakeSensor perf("rapl-perf", {finding("rapl-perf:package-0", Kind::package, 0),
                                finding("rapl-perf:package-1", Kind::package, 1)});
  const std::vector<Sensor*> sensors{&perf};
  const Opened opened = open_all(sensors);
  ASSERT_EQ(opened.sources.size(), 1u);
  EXPECT_THAT(devices(opened), ElementsAre("rapl-perf:package-0", "rapl-perf:package-1"));
  ASSERT_EQ(opened.taken.size(), 2u);
  EXPECT_EQ(opened.taken[1].extent.socket, 1);
  EXPECT_THAT(opened.warnings, IsEmpty());
}

TEST(OpenAll, TheNextProviderStepsInForAZoneThatDoesNotOpen) {
  FakeSensor perf("rapl-perf", {finding("rapl-perf:package-0", Kind::package, 0),
                                finding("rapl-perf:package-1", Kind::package, 1)});
  perf.fails_to_open("rapl-perf:package-1");
  FakeSensor powercap("rapl-powercap", {finding("rapl-powercap:package-0", Kind::package, 0),
                                        finding("rapl-powercap:package-1", Kind::package, 1)});
  const std::vector<Sensor*> sensors{&perf, &powercap};
  const Opened opened = open_all(sensors);
  EXPECT_THAT(devices(opened), ElementsAre("rapl-perf:package-0", "rapl-powercap:package-1"));
  EXPECT_EQ(opened.findings[1].state, State::broken);
  EXPECT_EQ(opened.findings[1].detail, "rapl-perf:package-1 does not open");
  EXPECT_THAT(opened.warnings, IsEmpty());
}

TEST(OpenAll, FallsBackToTheWholeMachineWhenEverythingFinerFails) {
  FakeSensor rapl("rapl-perf", {finding("rapl-perf:package-0", Kind::package, 0)});
  rapl.fails_to_open("rapl-perf:package-0", Errc::permission_denied);
  FakeSensor battery("battery", {finding("battery", Kind::machine)});
  const std::vector<Sensor*> sensors{&rapl, &battery};
  const Opened opened = open_all(sensors);
  EXPECT_THAT(devices(opened), ElementsAre("battery"));
  EXPECT_EQ(opened.findings[0].state, State::denied);
}

TEST(OpenAll, WarnsOnceOfDeniedHardwareThatNobodyElseReads) {
  auto denied = [](std::string name, Kind kind, int socket) {
    auto f = finding(std::move(name), kind, socket, State::denied);
    f.detail = "not for you";
    f.fix = "sudo something";
    return f;
  };
  FakeSensor perf("rapl-perf", {denied("rapl-perf:package-0", Kind::package, 0),
                                denied("rapl-perf:package-1", Kind::package, 1)});
  FakeSensor powercap("rapl-powercap", {denied("rapl-powercap:package-0", Kind::package, 0)});
  const std::vector<Sensor*> sensors{&perf, &powercap};
  const Opened opened = open_all(sensors);
  ASSERT_EQ(opened.warnings.size(), 1u);
  EXPECT_EQ(opened.warnings[0].code, "rapl-denied");
  EXPECT_THAT(opened.warnings[0].message, HasSubstr("rapl-perf:package-0: not for you"));
  EXPECT_EQ(opened.warnings[0].fix, "sudo something");
}

TEST(OpenAll, DoesNotWarnOfDeniedHardwareThatAnotherProviderReads) {
  FakeSensor perf("rapl-perf", {finding("rapl-perf:package-0", Kind::package, 0, State::denied)});
  FakeSensor powercap("rapl-powercap", {finding("rapl-powercap:package-0", Kind::package, 0)});
  const std::vector<Sensor*> sensors{&perf, &powercap};
  EXPECT_THAT(open_all(sensors).warnings, IsEmpty());
}

TEST(OpenAll, NothingAnywhereIsNoSourceAndNoWarning) {
  FakeSensor perf("rapl-perf", {finding("rapl-perf", Kind::machine, -1, State::absent)});
  const std::vector<Sensor*> sensors{&perf};
  const Opened opened = open_all(sensors);
  EXPECT_THAT(opened.sources, IsEmpty());
  EXPECT_THAT(opened.warnings, IsEmpty());
  EXPECT_EQ(opened.findings.size(), 1u);
}

TEST(Sensors, SlowOnesAreTakenApart) {
  std::vector<std::unique_ptr<Sensor>> sensors;
  sensors.push_back(std::make_unique<FakeSensor>("quick", std::vector<Finding>{}));
  auto gpu = std::make_unique<FakeSensor>("nvidia", std::vector<Finding>{});
  gpu->slow();
  sensors.push_back(std::move(gpu));
  EXPECT_THAT(fast_sensors(sensors), ElementsAre(sensors[0].get()));
  EXPECT_THAT(slow_sensors(sensors), ElementsAre(sensors[1].get()));
}

RC_GTEST_PROP(Partition, NoTwoReadFindingsOverlapAndNothingReadableIsLeftOut, ()) {
  const auto count = *rc::gen::inRange(0, 12);
  std::vector<Finding> findings;
  for (int i = 0; i < count; ++i) {
    const auto kind = static_cast<Kind>(*rc::gen::inRange(0, 7));
    Finding f = finding("f" + std::to_string(i), kind, *rc::gen::inRange(-1, 3));
    f.extent.die = *rc::gen::inRange(-1, 2);
    f.state = *rc::gen::element(State::ok, State::ok, State::ok, State::denied, State::absent);
    findings.push_back(f);
  }
  const auto before = findings;
  partition(findings);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (before[i].state != State::ok) RC_ASSERT(findings[i].state == before[i].state);
    bool overlaps_a_read_one = false;
    for (std::size_t j = 0; j < findings.size(); ++j)
      overlaps_a_read_one |= i != j && findings[j].state == State::ok &&
                             overlaps(findings[i].extent, findings[j].extent);
    if (findings[i].state == State::ok) RC_ASSERT(!overlaps_a_read_one);
    if (findings[i].state == State::duplicate) RC_ASSERT(overlaps_a_read_one);
  }
}

}  // namespace
}  // namespace wattprint::sensors
