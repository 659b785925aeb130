#include "sensors/cray/cray.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/findings.hpp"
#include "sensors/cray/pm_counter.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;
using wattprint::testing::named;
using wattprint::testing::readable;

class Cray : public ::testing::Test {
 protected:
  void set(const std::string& file, const std::string& text) {
    m_.write("sys/cray/pm_counters/" + file, text + "\n");
  }
  std::vector<Finding> probe() { return make_cray(m_.machine())->probe(); }
  std::unique_ptr<measure::Source> open() {
    auto sensor = make_cray(m_.machine());
    return sensor->open(readable(sensor->probe())).value();
  }
  Joules read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    return batch_.readings.empty() ? Joules{-1} : batch_.readings[0].used;
  }

  FakeMachine m_;
  measure::Batch batch_;
};

TEST_F(Cray, IsAbsentElsewhere) {
  ASSERT_THAT(probe(), SizeIs(1));
  EXPECT_EQ(probe()[0].state, State::absent);
}

TEST_F(Cray, ListsTheEnergyFilesAndNoOthers) {
  set("energy", "100000 J 1734094386462336 us");
  set("power", "400 W 1734094386462336 us");
  set("cpu_energy", "40000 J 1734094386462336 us");
  set("cpu_temp", "40 C 1734094386462336 us");
  set("memory_energy", "9000 J 1734094386462336 us");
  set("accel0_energy", "20000 J 1734094386462336 us");
  set("accel1_energy", "20000 J 1734094386462336 us");
  set("accel0_power_cap", "0 W");
  set("freshness", "41");
  set("raw_scan_hz", "10");
  set("version", "2");
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(5));
  EXPECT_EQ(named(findings, "cray:energy").extent.kind, Extent::Kind::machine);
  EXPECT_EQ(named(findings, "cray:cpu_energy").extent.kind, Extent::Kind::package);
  EXPECT_EQ(named(findings, "cray:memory_energy").component, measure::Component::dram);
  EXPECT_FALSE(overlaps(named(findings, "cray:accel0_energy").extent,
                        named(findings, "cray:accel1_energy").extent));
  for (const auto& finding : findings) EXPECT_EQ(finding.state, State::ok) << finding.name;
}

TEST_F(Cray, LeavesAcceleratorsToTheirOwnDriver) {
  set("accel0_energy", "20000 J 1734094386462336 us");
  m_.write("sys/module/nvidia/version", "550\n");
  EXPECT_EQ(probe()[0].state, State::duplicate);
}

TEST_F(Cray, DoesNotAddTheTotalOfTheCpusToTheCpus) {
  set("cpu_energy", "80000 J 1734094386462336 us");
  set("cpu0_energy", "40000 J 1734094386462336 us");
  set("cpu1_energy", "40000 J 1734094386462336 us");
  const auto findings = probe();
  EXPECT_EQ(named(findings, "cray:cpu_energy").state, State::duplicate);
  EXPECT_EQ(named(findings, "cray:cpu1_energy").extent.socket, 1);
}

TEST_F(Cray, CountsWholeJoules) {
  set("energy", "100 J 1734094386462336 us");
  const auto source = open();
  EXPECT_EQ(read(*source, 0s), Joules{0});
  set("energy", "500 J 1734094387462336 us");
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 400.0);
}

TEST_F(Cray, KeepsStillWhileTheValueIsOldAndWarnsWhenItStaysOld) {
  set("energy", "100 J 1734094386000000 us");
  const auto source = open();
  read(*source, 0s);
  EXPECT_EQ(read(*source, 1s), Joules{-1}) << "the same reading again is not zero joules";
  EXPECT_THAT(batch_.warnings, IsEmpty());
  EXPECT_EQ(read(*source, 6s), Joules{-1});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "cray-stale");
  EXPECT_EQ(read(*source, 8s), Joules{-1});
  EXPECT_THAT(batch_.warnings, IsEmpty());
  set("energy", "4100 J 1734094396000000 us");
  EXPECT_DOUBLE_EQ(read(*source, 10s).value(), 4000.0) << "what was used meanwhile is not lost";
}

TEST_F(Cray, MakesNoEnergyOfARestartedController) {
  set("energy", "100000 J 1734094386000000 us");
  const auto source = open();
  read(*source, 0s);
  set("energy", "12 J 1734094388000000 us");
  EXPECT_EQ(read(*source, 2s), Joules{0});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "counter-reset");
}

TEST_F(Cray, SurvivesGarbageAndSaysWhere) {
  for (const char* text : {"", "J", "100 W 1 us", "-5 J 1 us", "1 J x us", "1 J 5 s", "1 J 5 us x",
                           "1 J 99999999999999999999 us", "0 J 1734094386462336 us"}) {
    set("energy", text);
    EXPECT_EQ(probe()[0].state, State::broken) << text;
    EXPECT_THAT(probe()[0].detail, HasSubstr("pm_counters")) << text;
  }
}

TEST(PmCounter, ReadsValueAndTime) {
  const auto counter = cray::parse_pm_counter("36823 J 1734094386462336 us\n").value();
  EXPECT_EQ(counter.joules, 36823u);
  EXPECT_EQ(counter.taken_at, std::chrono::microseconds(1734094386462336));
  EXPECT_EQ(cray::parse_pm_counter("36823 J\n")->taken_at, std::nullopt);
}

TEST(PmCounter, KnowsOnlyTheFilesThatCountEnergy) {
  EXPECT_TRUE(cray::describe_pm_file("energy"));
  EXPECT_TRUE(cray::describe_pm_file("accel12_energy"));
  for (const char* file : {"power", "accelx_energy", "_energy", "fan_energy", "cpu0energy", "",
                           "accel0_energy_cap", "accel99999999999999999999_energy"})
    EXPECT_FALSE(cray::describe_pm_file(file)) << file;
}

}  // namespace
}  // namespace wattprint::sensors
