#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sensors/rapl/cpus.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors::rapl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void write_cpu(const testing::FakeMachine& m, int cpu, int socket, int die,
               const std::string& package_list, const std::string& die_list) {
  const std::string topology = "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
  m.write(topology + "physical_package_id", std::to_string(socket) + "\n");
  m.write(topology + "die_id", std::to_string(die) + "\n");
  m.write(topology + "package_cpus_list", package_list + "\n");
  m.write(topology + "die_cpus_list", die_list + "\n");
}

TEST(CpuList, ReadsNumbersRangesAndGroups) {
  EXPECT_THAT(*parse_cpu_list("0,24\n"), ElementsAre(0, 24));
  EXPECT_THAT(*parse_cpu_list("0-2,8"), ElementsAre(0, 1, 2, 8));
  EXPECT_THAT(*parse_cpu_list("0-7:2/4"), ElementsAre(0, 1, 4, 5));
  EXPECT_THAT(*parse_cpu_list("3,1,1-2"), ElementsAre(1, 2, 3));
  EXPECT_THAT(*parse_cpu_list("\n"), IsEmpty());
}

TEST(CpuList, RefusesGarbage) {
  for (const char* text : {"a", "1-", "-1", "3-1", "1,,2", ",", "0-99999999999", "16384", "0-3:0/2",
                           "0-3:3/2", "0-3:1", "1.5", "0x1"})
    EXPECT_FALSE(parse_cpu_list(text)) << text;
}

TEST(CpuPlaces, LeaveDiesOutWhereSocketsHaveOne) {
  testing::FakeMachine m;
  write_cpu(m, 0, 0, 0, "0-1", "0-1");
  write_cpu(m, 2, 1, 1, "2-3", "2-3");
  const auto places = places_of(m.machine(), {0, 2});
  ASSERT_TRUE(places);
  EXPECT_EQ((*places)[1].socket, 1);
  EXPECT_EQ((*places)[1].die, -1);
}

TEST(CpuPlaces, TellTheDiesOfASocketApart) {
  testing::FakeMachine m;
  write_cpu(m, 0, 0, 0, "0-3", "0-1");
  write_cpu(m, 2, 0, 1, "0-3", "2-3");
  const auto places = places_of(m.machine(), {0, 2});
  ASSERT_TRUE(places);
  EXPECT_EQ((*places)[0].die, 0);
  EXPECT_EQ((*places)[1].die, 1);
}

TEST(CpuPlaces, TakeAnUnknownSocketForTheFirst) {
  testing::FakeMachine m;
  write_cpu(m, 0, -1, -1, "0", "0");
  EXPECT_EQ(places_of(m.machine(), {0})->at(0).socket, 0);
}

TEST(OneCpuEach, IsTheFirstOnlineCpuOfEverySocketOrDie) {
  testing::FakeMachine m;
  m.write("sys/devices/system/cpu/online", "1-7\n");
  for (int cpu = 1; cpu < 8; ++cpu) {
    const bool second_socket = cpu >= 4;
    const std::string dies[] = {"0-1", "2-3", "4-5", "6-7"};
    write_cpu(m, cpu, second_socket ? 1 : 0, cpu / 2 % 2, second_socket ? "4-7" : "0-3",
              dies[cpu / 2]);
  }
  EXPECT_THAT(*one_cpu_each(m.machine(), false), ElementsAre(1, 4));
  EXPECT_THAT(*one_cpu_each(m.machine(), true), ElementsAre(1, 2, 4, 6));
}

TEST(OneCpuEach, UnderstandsTheOldNameOfTheList) {
  testing::FakeMachine m;
  m.write("sys/devices/system/cpu/online", "0-1\n");
  m.write("sys/devices/system/cpu/cpu0/topology/core_siblings_list", "0-1\n");
  EXPECT_THAT(*one_cpu_each(m.machine(), true), ElementsAre(0));
}

TEST(CpuIdentity, ComesFromTheFirstProcessor) {
  const auto cpu = parse_cpu_identity(
      "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
      "model name\t: Intel(R) Xeon(R)\nflags\t\t: fpu vme hypervisor sse\n\n"
      "processor\t: 1\nvendor_id\t: Other\ncpu family\t: 7\nmodel\t\t: 1\n");
  ASSERT_TRUE(cpu);
  EXPECT_TRUE(cpu->is_intel());
  EXPECT_EQ(cpu->family, 6u);
  EXPECT_EQ(cpu->model, 85u);
  EXPECT_TRUE(cpu->is_virtual);
}

TEST(CpuIdentity, IsUnknownOnOtherArchitecturesAndInGarbage) {
  EXPECT_FALSE(parse_cpu_identity("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n"));
  EXPECT_FALSE(parse_cpu_identity(""));
  EXPECT_FALSE(parse_cpu_identity("vendor_id : AuthenticAMD\ncpu family : 99999999\nmodel : 1\n"));
  EXPECT_FALSE(parse_cpu_identity("vendor_id : AuthenticAMD\ncpu family : 25\n"));
}

}  // namespace
}  // namespace wattprint::sensors::rapl
