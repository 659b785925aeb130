#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sensors/rapl/zones.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors::rapl {
namespace {

using Kind = Extent::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kClass = "sys/class/powercap/";

std::vector<std::string> devices(const std::vector<Zone>& zones) {
  std::vector<std::string> names;
  for (const Zone& zone : zones) names.push_back(zone.extent ? device_name(*zone.extent) : "?");
  return names;
}

TEST(RaplZoneName, TellsSocketAndDie) {
  const auto package = parse_zone_name("package-10");
  ASSERT_TRUE(package);
  EXPECT_EQ(package->kind, Kind::package);
  EXPECT_EQ(package->socket, 10);
  EXPECT_EQ(package->die, -1);
  const auto die = parse_zone_name("package-1-die-3\n");
  ASSERT_TRUE(die);
  EXPECT_EQ(die->socket, 1);
  EXPECT_EQ(die->die, 3);
}

TEST(RaplZoneName, KnowsThePartsAndThePlatform) {
  EXPECT_EQ(parse_zone_name("core")->kind, Kind::core);
  EXPECT_EQ(parse_zone_name("uncore")->kind, Kind::uncore);
  EXPECT_EQ(parse_zone_name("dram")->kind, Kind::dram);
  EXPECT_EQ(parse_zone_name("psys")->kind, Kind::machine);
  EXPECT_EQ(parse_zone_name("psys-1")->kind, Kind::machine);
}

TEST(RaplZoneName, RefusesWhatIsNone) {
  for (const char* text :
       {"", "package", "package-", "package--1", "package-0-die", "package-0-die-", "package-0x1",
        "package-0-die-1-", "package-99999999999999999999", "package-70000", "cores", "DRAM",
        "long_term", "package-0 die-1", "psys-"})
    EXPECT_FALSE(parse_zone_name(text)) << text;
}

TEST(RaplZoneDirectory, ReadsHexadecimalIndices) {
  const auto zone = parse_zone_directory("intel-rapl:a");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->control_type, "intel-rapl");
  EXPECT_THAT(zone->indices, ElementsAre(10u));
  EXPECT_THAT(parse_zone_directory("intel-rapl-mmio:0:1f")->indices, ElementsAre(0u, 31u));
}

TEST(RaplZoneDirectory, RefusesOtherControlTypesAndGarbage) {
  for (const char* text : {"intel-rapl", "intel-rapl-mmio", "idle-injection:0", "dtpm:0", "",
                           "intel-rapl:", "intel-rapl:g", "intel-rapl:-1", "intel-rapl: 1",
                           "intel-raplx:0", "intel-rapl:0:"})
    EXPECT_FALSE(parse_zone_directory(text)) << text;
}

TEST(RaplZones, TakeTheSocketFromTheNameOfTheParentAndNeverFromTheIndex) {
  testing::FakeMachine m;
  // psys took index 0, as it does on some desktops, and the sockets came up in reverse.
  m.write(kClass + "intel-rapl:0/name", "psys\n");
  m.write(kClass + "intel-rapl:1/name", "package-1\n");
  m.write(kClass + "intel-rapl:1:0/name", "dram\n");
  m.write(kClass + "intel-rapl:a/name", "package-0\n");
  m.write(kClass + "intel-rapl:a:0/name", "core\n");
  m.write(kClass + "intel-rapl:a:1/name", "dram\n");
  EXPECT_THAT(devices(list_zones(m.machine())),
              ElementsAre("psys", "package-1", "dram-1", "package-0", "core-0", "dram-0"));
}

TEST(RaplZones, PartsOfADieBelongToIt) {
  testing::FakeMachine m;
  m.write(kClass + "intel-rapl:0/name", "package-1-die-1\n");
  m.write(kClass + "intel-rapl:0:0/name", "dram\n");
  EXPECT_THAT(devices(list_zones(m.machine())), ElementsAre("package-1-die-1", "dram-1-die-1"));
}

TEST(RaplZones, AreFoundOnceThoughTheKernelShowsThemTwice) {
  // As in the kernel: a tree of real directories, and flat links to every zone in the class.
  testing::FakeMachine m;
  const std::string real = "sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/";
  m.write(real + "name", "package-0\n");
  m.write(real + "intel-rapl:0:0/name", "dram\n");
  m.link(kClass + "intel-rapl", "../../devices/virtual/powercap/intel-rapl");
  m.link(kClass + "intel-rapl:0", "../../devices/virtual/powercap/intel-rapl/intel-rapl:0");
  m.link(kClass + "intel-rapl:0:0",
         "../../devices/virtual/powercap/intel-rapl/intel-rapl:0/intel-rapl:0:0");
  EXPECT_THAT(devices(list_zones(m.machine())), ElementsAre("package-0", "dram-0"));
}

TEST(RaplZones, ThatAreOnlyNestedAreFoundToo) {
  testing::FakeMachine m;
  m.write(kClass + "intel-rapl/intel-rapl:0/name", "package-0\n");
  m.write(kClass + "intel-rapl/intel-rapl:0/intel-rapl:0:0/name", "dram\n");
  EXPECT_THAT(devices(list_zones(m.machine())), ElementsAre("package-0", "dram-0"));
}

TEST(RaplZones, SurviveALoopOfLinks) {
  testing::FakeMachine m;
  m.write(kClass + "intel-rapl:0/name", "package-0\n");
  m.link(kClass + "intel-rapl:0/intel-rapl", "..");
  EXPECT_THAT(devices(list_zones(m.machine())), ElementsAre("package-0"));
}

TEST(RaplZones, PutMmioTwinsLastAndIgnoreOtherControlTypes) {
  testing::FakeMachine m;
  m.write(kClass + "idle-injection/enabled", "0\n");
  m.write(kClass + "idle-injection:0/name", "package-0\n");
  m.write(kClass + "dtpm:0/name", "package-0\n");
  m.write(kClass + "intel-rapl-mmio:0/name", "package-0\n");
  m.write(kClass + "intel-rapl:0/name", "package-0\n");
  const auto zones = list_zones(m.machine());
  ASSERT_EQ(zones.size(), 2u);
  EXPECT_EQ(zones[0].directory, "intel-rapl:0");
  EXPECT_TRUE(zones[1].is_mmio());
}

TEST(RaplZones, APartWithoutAReadableParentHasNoSocket) {
  testing::FakeMachine m;
  m.write(kClass + "intel-rapl:0/name", "gibberish\n");
  m.write(kClass + "intel-rapl:0:0/name", "dram\n");
  EXPECT_THAT(devices(list_zones(m.machine())), ElementsAre("?", "dram"));
}

TEST(RaplZones, BehindDanglingLinksAreHidden) {
  testing::FakeMachine m;
  m.link(kClass + "intel-rapl:0", "../../devices/virtual/powercap/intel-rapl/intel-rapl:0");
  const auto zones = list_zones(m.machine());
  ASSERT_EQ(zones.size(), 1u);
  EXPECT_TRUE(zones[0].hidden);
}

TEST(RaplZones, OfAMachineWithoutAnyAreNone) {
  testing::FakeMachine m;
  EXPECT_THAT(list_zones(m.machine()), IsEmpty());
  m.write("sys/class/powercap", "not a directory");
  EXPECT_THAT(list_zones(m.machine()), IsEmpty());
}

}  // namespace
}  // namespace wattprint::sensors::rapl
