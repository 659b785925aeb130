#include "sensors/hwmon/hwmon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fakes/findings.hpp"
#include "fakes/unprivileged.hpp"
#include "sensors/hwmon/meaning.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;
using wattprint::testing::named;
using wattprint::testing::readable;
using wattprint::testing::Unprivileged;

class Hwmon : public ::testing::Test {
 protected:
  /// A chip hwmonN of a driver, with its device at `device` below sys/devices.
  std::string chip(int number, const std::string& name, const std::string& device) {
    const std::string real = "sys/devices/" + device;
    const std::string hwmon = real + "/hwmon/hwmon" + std::to_string(number);
    m_.write(hwmon + "/name", name + "\n");
    m_.link(hwmon + "/device", m_.root() / real);
    m_.link("sys/class/hwmon/hwmon" + std::to_string(number), m_.root() / hwmon);
    return hwmon + "/";
  }
  std::string gpu(int number, const std::string& name) {
    return chip(number, name, "pci0000:00/0000:0" + std::to_string(number) + ":00.0");
  }
  std::vector<Finding> probe() { return sensor().probe(); }
  Sensor& sensor() {
    if (!sensor_) sensor_ = make_hwmon(m_.machine());
    return *sensor_;
  }
  std::unique_ptr<measure::Source> open() {
    const auto chosen = readable(probe());
    return sensor().open(chosen).value();
  }
  /// Energy of the first domain read at `time`; negative when there was no reading.
  Joules read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    return batch_.readings.empty() ? Joules{-1} : batch_.readings[0].used;
  }

  FakeMachine m_;
  std::unique_ptr<Sensor> sensor_;
  measure::Batch batch_;
};

TEST_F(Hwmon, SaysWhereItLookedWhenThereIsNothing) {
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].name, "hwmon");
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].detail, HasSubstr("class/hwmon"));
}

TEST_F(Hwmon, IgnoresChipsThatTellNeitherPowerNorEnergy) {
  m_.write(chip(0, "k10temp", "pci0000:00/0000:00:18.3") + "temp1_input", "45000\n");
  EXPECT_EQ(probe()[0].state, State::absent);
}

TEST_F(Hwmon, TakesOneOfAveragePowerAndPowerOfAnAmdGpu) {
  const auto dir = gpu(3, "amdgpu");
  m_.write(dir + "power1_average", "30000000\n");
  m_.write(dir + "power1_input", "99000000\n");
  m_.write(dir + "power1_cap", "250000000\n");

  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].name, "hwmon:amdgpu-0000:03:00.0");
  EXPECT_EQ(findings[0].state, State::ok);
  EXPECT_EQ(findings[0].component, measure::Component::gpu);
  EXPECT_EQ(findings[0].extent.kind, Extent::Kind::gpu);
  EXPECT_EQ(findings[0].extent.device, "0000:03:00.0");

  const auto source = open();
  EXPECT_EQ(read(*source, 0s), Joules{0});
  m_.write(dir + "power1_average", "50000000\n");
  EXPECT_DOUBLE_EQ(read(*source, 2s).value(), 80.0);
  EXPECT_THAT(source->domains()[0].source, HasSubstr("average power, integrated"));
  EXPECT_LE(source->longest_interval(), 1s);
}

TEST_F(Hwmon, FindsTheSameNameAfterTheChipsAreRenumbered) {
  m_.write(chip(1, "amdgpu", "pci0000:00/0000:03:00.0") + "power1_average", "30000000\n");
  const auto first = probe()[0].name;
  FakeMachine other;
  const std::string real = "sys/devices/pci0000:00/0000:03:00.0/hwmon/hwmon7";
  other.write(real + "/name", "amdgpu\n");
  other.write(real + "/power1_average", "30000000\n");
  other.link("sys/class/hwmon/hwmon7", other.root() / real);  // and without a device link
  EXPECT_EQ(make_hwmon(other.machine())->probe()[0].name, first);
}

TEST_F(Hwmon, PrefersTheCardsEnergyCounterOfAnIntelGpuToItsPartsAndItsPower) {
  const auto dir = gpu(4, "xe");
  m_.write(dir + "energy1_input", "1000000\n");
  m_.write(dir + "energy1_label", "pkg\n");
  m_.write(dir + "energy2_input", "2000000\n");
  m_.write(dir + "energy2_label", "card\n");
  m_.write(dir + "power1_input", "77\n");

  ASSERT_THAT(readable(probe()), SizeIs(1));
  const auto source = open();
  EXPECT_EQ(read(*source, 0s), Joules{0});
  m_.write(dir + "energy1_input", "900000000\n");
  m_.write(dir + "energy2_input", "52000000\n");
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 50.0);
  EXPECT_LE(source->longest_interval(), 130s)
      << "xe's 32-bit register wraps after 4.36 min at 1 kW";
}

TEST_F(Hwmon, MakesNoEnergyOfACounterThatStartsOver) {
  const auto dir = gpu(4, "i915");
  m_.write(dir + "energy1_input", "5000000\n");
  const auto source = open();
  read(*source, 0s);
  m_.write(dir + "energy1_input", "1000000\n");
  EXPECT_EQ(read(*source, 3s), Joules{0});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "counter-reset");
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("3.00 s"));
  m_.write(dir + "energy1_input", "3000000\n");
  EXPECT_DOUBLE_EQ(read(*source, 4s).value(), 2.0);
}

TEST_F(Hwmon, TakesThePowerOfAnApuForThatOfThePackage) {
  const auto dir = gpu(5, "amdgpu");
  m_.write(dir + "power1_input", "12000000\n");
  m_.write(dir + "in1_label", "vddnb\n");
  const auto finding = probe()[0];
  EXPECT_EQ(finding.extent.kind, Extent::Kind::package);
  EXPECT_EQ(finding.extent.socket, 0);
  EXPECT_EQ(finding.component, measure::Component::cpu);
}

TEST_F(Hwmon, DoesNotWakeASleepingGpu) {
  const auto dir = gpu(3, "amdgpu");
  m_.write("sys/devices/pci0000:00/0000:03:00.0/power/runtime_status", "suspended\n");
  m_.write(dir + "power1_average/not-a-file", "");  // reading it would fail
  const auto finding = probe()[0];
  EXPECT_EQ(finding.state, State::ok);
  EXPECT_THAT(finding.detail, HasSubstr("asleep"));
}

TEST_F(Hwmon, CountsASleepingGpuAsZeroWattsAndGoesOnWhenItWakes) {
  const auto dir = gpu(3, "amdgpu");
  const std::string status = "sys/devices/pci0000:00/0000:03:00.0/power/runtime_status";
  m_.write(status, "active\n");
  m_.write(dir + "power1_average", "40000000\n");
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 40.0);
  m_.write(status, "suspended\n");
  EXPECT_DOUBLE_EQ(read(*source, 2s).value(), 20.0);
  EXPECT_DOUBLE_EQ(read(*source, 3s).value(), 0.0);
  EXPECT_THAT(batch_.warnings, IsEmpty());
}

TEST_F(Hwmon, CountsNothingOfAGraceHopperModuleTwice) {
  const std::vector<std::pair<std::string, int>> meters{{"Module Power Socket 0", 500},
                                                        {"Grace Power Socket 0", 200},
                                                        {"CPU Power Socket 0", 150},
                                                        {"SysIO Power Socket 0", 30}};
  for (std::size_t i = 0; i < meters.size(); ++i) {
    const std::string device = "LNXSYSTM:00/ACPI000D:0" + std::to_string(i);
    chip(static_cast<int>(i), "power_meter", device);
    // This driver's channels are files of the device, not of hwmonN.
    m_.write("sys/devices/" + device + "/power1_oem_info", meters[i].first + "\n");
    m_.write("sys/devices/" + device + "/power1_average",
             std::to_string(meters[i].second * 1'000'000) + "\n");
  }
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(4));
  const auto module = named(findings, "hwmon:power_meter:Module Power Socket 0");
  EXPECT_EQ(module.state, State::duplicate);
  EXPECT_THAT(module.detail, HasSubstr("GPU"));
  const auto grace = named(findings, "hwmon:power_meter:Grace Power Socket 0");
  EXPECT_EQ(grace.state, State::ok);
  for (const char* part :
       {"hwmon:power_meter:CPU Power Socket 0", "hwmon:power_meter:SysIO Power Socket 0"})
    EXPECT_TRUE(contains(grace.extent, named(findings, part).extent)) << part;
  EXPECT_FALSE(overlaps(named(findings, "hwmon:power_meter:CPU Power Socket 0").extent,
                        named(findings, "hwmon:power_meter:SysIO Power Socket 0").extent));
}

TEST_F(Hwmon, TakesAnAcpiPowerMeterWithoutANameForTheWholeMachine) {
  const auto dir = chip(0, "power_meter", "LNXSYSTM:00/ACPI000D:00");
  m_.write(dir + "power1_average", "180000000\n");
  m_.write(dir + "power1_accuracy", "95.0%\n");
  EXPECT_EQ(probe()[0].extent.kind, Extent::Kind::machine);
  EXPECT_DOUBLE_EQ(open()->domains()[0].spread.low, 0.95);
}

TEST_F(Hwmon, MultipliesVoltageAndCurrentOfAnInaMonitorWithoutPower) {
  const auto dir = chip(2, "ina3221", "platform/i2c/i2c-1/1-0040");
  m_.write(dir + "in1_input", "19000\n");  // mV
  m_.write(dir + "in1_label", "VDD_GPU_SOC\n");
  m_.write(dir + "curr1_input", "500\n");  // mA
  m_.write(dir + "in4_input", "10\n");     // a shunt voltage: no current 4, no power
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].name, "hwmon:ina3221-1-0040:VDD_GPU_SOC");
  EXPECT_EQ(findings[0].extent.kind, Extent::Kind::rail);
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 2s).value(), 19.0);
}

TEST_F(Hwmon, TakesTheInputOfAJetsonModuleAndNotItsRailsAsWell) {
  const auto dir = chip(2, "ina3221", "platform/i2c/i2c-1/1-0040");
  const std::vector<std::string> labels{"VDD_IN", "VDD_CPU_GPU_CV", "VDD_SOC"};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto n = std::to_string(i + 1);
    m_.write(dir + "in" + n + "_input", "5000\n");
    m_.write(dir + "in" + n + "_label", labels[i] + "\n");
    m_.write(dir + "curr" + n + "_input", "1000\n");
  }
  const auto findings = probe();
  ASSERT_THAT(readable(findings), SizeIs(1));
  EXPECT_EQ(readable(findings)[0].name, "hwmon:ina3221-1-0040:VDD_IN");
  EXPECT_EQ(readable(findings)[0].extent.kind, Extent::Kind::machine);
  EXPECT_THAT(named(findings, "hwmon:ina3221-1-0040:VDD_SOC").detail, HasSubstr("VDD_IN"));
}

TEST_F(Hwmon, LeavesOutAChannelThatIsSwitchedOffAndSaysHowToSwitchItOn) {
  const auto dir = chip(2, "ina3221", "platform/i2c/i2c-1/1-0040");
  m_.write(dir + "in1_input", "5000\n");
  m_.write(dir + "curr1_input", "1000\n");
  m_.write(dir + "in1_enable", "0\n");
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].fix, HasSubstr("echo 1 | sudo tee"));
  EXPECT_THAT(findings[0].fix, HasSubstr("in1_enable"));
}

TEST_F(Hwmon, DoesNotAddASupplyRailToPackagesThatAreCountedAnyway) {
  const auto dir = chip(2, "ina226", "platform/i2c/i2c-1/1-0041");
  m_.write(dir + "power1_input", "9000000\n");
  EXPECT_EQ(probe()[0].state, State::ok);
  m_.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  EXPECT_EQ(probe()[0].state, State::duplicate);
}

TEST_F(Hwmon, ListsVoltageRegulatorsWithoutUsingThem) {
  const auto dir = chip(6, "tps53679", "platform/i2c/i2c-3/3-0060");
  m_.write(dir + "power1_input", "40000000\n");
  m_.write(dir + "power1_label", "pin\n");
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].state, State::duplicate);
  EXPECT_EQ(findings[0].name, "hwmon:tps53679-3-0060:pin");
  EXPECT_THAT(findings[0].detail, HasSubstr("counted twice"));
}

TEST_F(Hwmon, PrefersEnergyToPowerOfTheSameScmiRails) {
  const auto dir = chip(1, "scmi_sensors", "platform/firmware:scmi");
  m_.write(dir + "energy1_input", "1000000\n");
  m_.write(dir + "energy1_label", "BIG_ENERGY\n");
  m_.write(dir + "energy2_input", "1000000\n");
  m_.write(dir + "energy2_label", "LITTLE_ENERGY\n");
  m_.write(dir + "power1_input", "1000000\n");
  m_.write(dir + "power1_label", "BIG_POW\n");
  const auto findings = readable(probe());
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_FALSE(overlaps(findings[0].extent, findings[1].extent));
}

TEST_F(Hwmon, ReadsSocketsOfTheAmdEnergyDriverAndNotTheirCoresAsWell) {
  const auto dir = chip(1, "amd_energy", "platform/amd_energy.0");
  const std::vector<std::string> labels{"Ecore000", "Ecore001", "Esocket0", "Esocket1"};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto n = std::to_string(i + 1);
    m_.write(dir + "energy" + n + "_label", labels[i] + "\n");
    m_.write(dir + "energy" + n + "_input", "123456\n");
  }
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(3));
  EXPECT_EQ(named(findings, "hwmon:amd_energy:package-1").extent.socket, 1);
  EXPECT_EQ(named(findings, "hwmon:amd_energy:cores").state, State::duplicate);
}

TEST_F(Hwmon, NamesTheFileAndTheRemedyWhenItMayNotBeRead) {
  const auto dir = chip(1, "amd_energy", "platform/amd_energy.0");
  m_.write(dir + "energy1_label", "Esocket0\n");
  m_.write(dir + "energy1_input", "123456\n");
  std::filesystem::permissions(m_.root(), std::filesystem::perms(0755));
  std::filesystem::permissions(m_.root() / dir / "energy1_input", std::filesystem::perms(0400));
  const Unprivileged nobody;
  if (!nobody.is_active()) GTEST_SKIP() << "cannot give up root here";
  const auto finding = probe()[0];
  EXPECT_EQ(finding.state, State::denied);
  EXPECT_THAT(finding.detail, HasSubstr("energy1_input"));
  EXPECT_EQ(finding.fix,
            "sudo chmod a+r " + (m_.machine().sysfs / "class/hwmon/hwmon1/energy1_input").string());
}

TEST_F(Hwmon, CallsGarbageAndZeroBroken) {
  const auto dir = gpu(3, "amdgpu");
  for (const char* text : {"", "garbage\n", "12 34\n", "0\n", "99999999999999999999999\n"}) {
    m_.write(dir + "power1_average", text);
    EXPECT_EQ(probe()[0].state, State::broken) << text;
  }
  m_.remove(dir + "power1_average");
  m_.write(dir + "power1_average/a-directory", "");
  EXPECT_EQ(probe()[0].state, State::broken);
}

TEST_F(Hwmon, WarnsOncePerOutageAndMakesNoEnergyOfFailedReads) {
  const auto dir = gpu(3, "amdgpu");
  m_.write(dir + "power1_average", "40000000\n");
  const auto source = open();
  read(*source, 0s);
  m_.write(dir + "power1_average", "garbage\n");
  EXPECT_EQ(read(*source, 1s), Joules{-1});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "sensor-unreadable");
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("power1_average"));
  EXPECT_EQ(read(*source, 2s), Joules{-1});
  EXPECT_THAT(batch_.warnings, IsEmpty());
  m_.write(dir + "power1_average", "40000000\n");
  EXPECT_DOUBLE_EQ(read(*source, 3s).value(), 120.0) << "the gap is short enough to bridge";
  m_.write(dir + "power1_average", "4294967295000000\n");
  EXPECT_EQ(read(*source, 4s), Joules{-1}) << "nobody believes 4 GW";
}

TEST_F(Hwmon, ReadsNegativeNoiseOfACurrentMonitorAsZero) {
  const auto dir = chip(2, "ina3221", "platform/i2c/i2c-1/1-0040");
  m_.write(dir + "in1_input", "5000\n");
  m_.write(dir + "curr1_input", "-3\n");
  const auto source = open();
  read(*source, 0s);
  EXPECT_EQ(read(*source, 1s), Joules{0});
}

TEST_F(Hwmon, LeavesTheHwmonFacesOfBatteriesToTheBatterySensor) {
  const auto dir = chip(0, "BAT0", "LNXSYSTM:00/PNP0C0A:00/power_supply/BAT0");
  m_.write(dir + "power1_input", "8000000\n");
  EXPECT_EQ(probe()[0].state, State::absent);
}

TEST_F(Hwmon, TellsTwoChipsOfAKindApart) {
  m_.write(gpu(3, "amdgpu") + "power1_average", "30000000\n");
  m_.write(gpu(4, "amdgpu") + "power1_average", "50000000\n");
  const auto source = open();
  ASSERT_THAT(source->domains(), SizeIs(2));
  EXPECT_NE(source->domains()[0].device, source->domains()[1].device);
  read(*source, 0s);
  read(*source, 1s);
  ASSERT_THAT(batch_.readings, SizeIs(2));
  EXPECT_DOUBLE_EQ((batch_.readings[0].used + batch_.readings[1].used).value(), 80.0);
}

TEST(HwmonNames, OnlyWholeNumbersMakeAChannel) {
  EXPECT_EQ(hwmon::channel_index("energy12_input", "energy", "_input"), 12u);
  for (const char* file : {"energy_input", "energyx_input", "energy1_inputs", "energy-1_input",
                           "energy1_max", "nrg1_input", "energy99999999999999999999_input"})
    EXPECT_EQ(hwmon::channel_index(file, "energy", "_input"), 0u) << file;
}

TEST(HwmonNames, AccuracyThatMakesNoSenseIsNotUsed) {
  EXPECT_DOUBLE_EQ(hwmon::accuracy_spread("98.5%\n", {0.5, 2}).high, 1.015);
  for (const char* text : {"", "95", "0.0%", "120%", "nan%", "%"})
    EXPECT_DOUBLE_EQ(hwmon::accuracy_spread(text, {0.5, 2}).high, 2.0) << text;
}

}  // namespace
}  // namespace wattprint::sensors
