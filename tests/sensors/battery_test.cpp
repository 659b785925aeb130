#include "sensors/battery/battery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;

class Battery : public ::testing::Test {
 protected:
  void set(const std::string& supply, const std::string& file, const std::string& text) {
    m_.write("sys/class/power_supply/" + supply + "/" + file, text + "\n");
  }
  void battery(const std::string& name, const std::string& microwatts) {
    set(name, "type", "Battery");
    set(name, "status", "Discharging");
    set(name, "power_now", microwatts);
  }
  Finding probe() { return make_battery(m_.machine())->probe().at(0); }
  std::unique_ptr<measure::Source> open() {
    auto sensor = make_battery(m_.machine());
    return sensor->open(sensor->probe()).value();
  }
  Joules read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    return batch_.readings.empty() ? Joules{-1} : batch_.readings[0].used;
  }

  FakeMachine m_;
  measure::Batch batch_;
};

TEST_F(Battery, IsAbsentFromAMachineWithoutOne) {
  EXPECT_EQ(probe().state, State::absent);
  set("AC", "type", "Mains");
  EXPECT_EQ(probe().state, State::absent);
  EXPECT_THAT(probe().detail, HasSubstr("power_supply"));
}

TEST_F(Battery, IntegratesThePowerThatItGives) {
  battery("BAT0", "5002000");
  const auto finding = probe();
  EXPECT_EQ(finding.state, State::ok);
  EXPECT_EQ(finding.extent.kind, Extent::Kind::machine);
  const auto source = open();
  EXPECT_EQ(read(*source, 0s), Joules{0});
  EXPECT_DOUBLE_EQ(read(*source, 10s).value(), 50.02);
}

TEST_F(Battery, MultipliesCurrentAndVoltageWhenThereIsNoPower) {
  battery("BAT0", "1");
  m_.remove("sys/class/power_supply/BAT0/power_now");
  set("BAT0", "current_now", "-1000000");  // -1 A: some firmwares sign what flows out
  set("BAT0", "voltage_now", "11660000");  // 11.66 V
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 11.66);
}

TEST_F(Battery, AddsUpSeveralBatteriesOfWhichOneRests) {
  battery("BAT0", "7000000");
  battery("BAT1", "9000000");
  set("BAT1", "status", "Not charging");
  const auto source = open();
  ASSERT_THAT(source->domains(), SizeIs(1));
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 2s).value(), 14.0);
}

TEST_F(Battery, TellsNothingOnMainsAndSaysWhy) {
  battery("BAT0", "5000000");
  set("BAT0", "status", "Charging");
  EXPECT_EQ(probe().state, State::absent);
  EXPECT_THAT(probe().detail, HasSubstr("Charging"));
  EXPECT_EQ(probe().fix, "unplug the charger");
}

TEST_F(Battery, TellsNothingWhileAWeakChargerHelps) {
  battery("BAT0", "5000000");
  set("ucsi0", "type", "USB");
  set("ucsi0", "online", "1");
  EXPECT_EQ(probe().state, State::absent);
  set("ucsi0", "online", "0");
  EXPECT_EQ(probe().state, State::ok);
}

TEST_F(Battery, IgnoresTheBatteryOfAMouse) {
  battery("hidpp_battery_0", "5000");
  set("hidpp_battery_0", "scope", "Device");
  EXPECT_EQ(probe().state, State::absent);
}

TEST_F(Battery, SaysThatThePlugWentInAndMakesNoEnergyOfTheTimeOnMains) {
  battery("BAT0", "10000000");
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 2s).value(), 20.0);
  set("BAT0", "status", "Charging");
  EXPECT_EQ(read(*source, 4s), Joules{-1});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "battery-stopped");
  EXPECT_EQ(read(*source, 6s), Joules{-1});
  EXPECT_THAT(batch_.warnings, IsEmpty());
  set("BAT0", "status", "Discharging");
  EXPECT_EQ(read(*source, 8s), Joules{0});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "battery-resumed");
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("4 s on mains"));
  EXPECT_DOUBLE_EQ(read(*source, 10s).value(), 20.0);
}

TEST_F(Battery, CallsZeroGarbageAndTheIncredibleBroken) {
  for (const char* text : {"0", "", "n/a", "900000000", "-"}) {
    battery("BAT0", text);
    EXPECT_EQ(probe().state, State::broken) << text;
  }
  m_.remove("sys/class/power_supply/BAT0/power_now");
  EXPECT_EQ(probe().state, State::broken) << "no current either";
  EXPECT_THAT(probe().detail, HasSubstr("current_now"));
}

TEST_F(Battery, SurvivesItsRemoval) {
  battery("BAT0", "10000000");
  const auto source = open();
  read(*source, 0s);
  m_.remove("sys/class/power_supply/BAT0");
  EXPECT_EQ(read(*source, 2s), Joules{-1});
  EXPECT_THAT(batch_.warnings, SizeIs(1));
}

}  // namespace
}  // namespace wattprint::sensors
