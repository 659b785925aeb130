#include "models/cpu_identity.hpp"

#include <gtest/gtest.h>

#include "catalog/cpuid.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using testing::FakeMachine;

constexpr const char* kCascadeLakeGuest =
    "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
    "model name\t: Intel(R) Xeon(R) Processor @ 2.50GHz\nstepping\t: 7\nsiblings\t: 2\n"
    "cpu cores\t: 1\nflags\t\t: fpu vme hypervisor lahf_lm\n\n"
    "processor\t: 1\nvendor_id\t: GenuineIntel\nmodel\t\t: 1\n\n";

CpuIdentity x86(const char* vendor, unsigned family, unsigned model, unsigned stepping,
                const std::string& name = "") {
  return parse_cpuinfo("vendor_id : " + std::string(vendor) +
                       "\ncpu family : " + std::to_string(family) +
                       "\nmodel : " + std::to_string(model) + "\nmodel name : " + name +
                       "\nstepping : " + std::to_string(stepping) + "\n");
}

TEST(CpuIdentity, OfAGuestIsTakenFromTheFirstRecordAndTheListOfOnlineCpus) {
  FakeMachine m;
  m.write("proc/cpuinfo", kCascadeLakeGuest);
  m.write("sys/devices/system/cpu/online", "0-1\n");

  const auto cpu = identify_cpu(m.machine()).value();

  EXPECT_EQ(cpu.vendor, "Intel");
  EXPECT_EQ(cpu.family, 6U);
  EXPECT_EQ(cpu.model, 85U);
  EXPECT_EQ(cpu.stepping, 7U);
  EXPECT_EQ(cpu.threads, 2U);
  EXPECT_EQ(cpu.cores(), 1U);
  EXPECT_EQ(cpu.sockets(), 1U);
  EXPECT_TRUE(cpu.virtual_machine);
  EXPECT_EQ(cpu.describe(), "Intel Xeon (Cascade Lake), 2 threads, no power sensor here");
}

// AMD EPYC 7763: 280 W, 64 cores, 128 threads.
CpuIdentity epyc_7763(const char* siblings, const char* flags) {
  return parse_cpuinfo(std::string("vendor_id : AuthenticAMD\ncpu family : 25\nmodel : 1\n"
                                   "model name : AMD EPYC 7763 64-Core Processor\nsiblings : ") +
                       siblings + "\ncpu cores : 2\nflags : fpu " + flags + "\n");
}

TEST(CpuIdentity, KnowsTheTdpOfAThreadByTheNameOfTheCpu) {
  EXPECT_EQ(epyc_7763("128", "").tdp_per_thread, Watts{280.0 / 128});
}

TEST(CpuIdentity, TakesTheThreadsOfAPackageFromTheHostNotFromItsGuest) {
  EXPECT_EQ(epyc_7763("4", "hypervisor").tdp_per_thread, Watts{280.0 / 128});
}

TEST(CpuIdentity, SharesTheTdpAmongCoresWhereSmtIsOff) {
  EXPECT_EQ(epyc_7763("64", "").tdp_per_thread, Watts{280.0 / 64});
  // nonsense of a broken kernel or of a fake: then the catalog's
  EXPECT_EQ(epyc_7763("1", "").tdp_per_thread, Watts{280.0 / 128});
}

TEST(CpuIdentity, ClaimsNoTdpForAHiddenName) {
  EXPECT_FALSE(x86("GenuineIntel", 6, 85, 7, "Intel(R) Xeon(R) CPU @ 2.80GHz").tdp_per_thread);
  EXPECT_FALSE(x86("AuthenticAMD", 25, 1, 1, "AMD EPYC-Milan Processor").tdp_per_thread);
  EXPECT_FALSE(x86("AuthenticAMD", 25, 1, 1, "").tdp_per_thread);
}

TEST(CpuIdentity, TellsTheThreeServersOfOneModelNumberApartByStepping) {
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 4).power_family->key, "skylake-sp");
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 7).power_family->key, "cascade-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 11).power_family->key, "cooper-lake");
}

TEST(CpuIdentity, TellsServersFromDesktopsOfOneGeneration) {
  EXPECT_EQ(x86("AuthenticAMD", 23, 1, 2).power_family->key, "zen-epyc");
  EXPECT_EQ(x86("AuthenticAMD", 23, 1, 1).power_family->key, "zen-ryzen");
  EXPECT_EQ(x86("AuthenticAMD", 26, 2, 1).power_family->key, "zen5-epyc");
  EXPECT_EQ(x86("AuthenticAMD", 26, 68, 0).power_family->key, "zen5-ryzen");
  EXPECT_EQ(x86("AuthenticAMD", 25, 8, 2).power_family->key, "zen3-threadripper");
}

TEST(CpuIdentity, TakesTheClientNumbersOfAQemuModelForAServer) {
  EXPECT_EQ(
      x86("GenuineIntel", 6, 60, 1, "Intel Core Processor (Haswell, no TSX)").power_family->key,
      "haswell-sp");
  EXPECT_EQ(x86("GenuineIntel", 6, 42, 1, "Intel Xeon E312xx (Sandy Bridge)").power_family->key,
            "sandy-bridge-sp");
  EXPECT_EQ(
      x86("GenuineIntel", 6, 60, 3, "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz").power_family->key,
      "haswell");
  EXPECT_EQ(x86("GenuineIntel", 6, 134, 0, "Intel Xeon Processor (Icelake)").power_family->key,
            "ice-lake-sp");
}

TEST(CpuIdentity, FallsBackToTheVendorAndThenToNothing) {
  EXPECT_EQ(x86("GenuineIntel", 6, 254, 0).power_family->key, "unknown-intel");
  EXPECT_EQ(x86("AuthenticAMD", 99, 1, 0).power_family->key, "unknown-amd");
  EXPECT_EQ(x86("CentaurHauls", 7, 59, 0).power_family->key, "unknown-cpu");
  EXPECT_EQ(x86("GenuineIntel", 6, 254, 0, "Intel(R) Xeon(R) 9999").describe(),
            "Intel Xeon 9999 (family not known), 1 thread, no power sensor here");
}

TEST(CpuIdentity, ShortensNamesToBrandAndModel) {
  const auto name = [](const char* text) {
    return x86("AuthenticAMD", 26, 2, 0, text).short_name();
  };
  EXPECT_EQ(name("AMD EPYC"), "AMD EPYC (Zen 5)");
  EXPECT_EQ(name("AMD EPYC 7763 64-Core Processor"), "AMD EPYC 7763 (Zen 5)");
  EXPECT_EQ(name("AMD EPYC-Rome Processor"), "AMD EPYC-Rome (Zen 5)");
  EXPECT_EQ(name("Intel(R) Xeon(R) Gold 6140 CPU @ 2.30GHz"), "Intel Xeon Gold 6140 (Zen 5)");
  EXPECT_EQ(name("Intel Xeon Processor (Skylake, IBRS)"), "Intel Xeon (Zen 5)");
  EXPECT_EQ(name("12th Gen Intel(R) Core(TM) i7-12700K"), "12th Gen Intel Core i7-12700K (Zen 5)");
  EXPECT_EQ(name("AMD Ryzen 7 5700G with Radeon Graphics"), "AMD Ryzen 7 5700G (Zen 5)");
  EXPECT_EQ(name(""), "AMD CPU (Zen 5)");
}

TEST(CpuIdentity, LetsNoControlCharactersOfTheNameReachATerminal) {
  const auto cpu = x86("GenuineIntel", 6, 85, 7, "Xeon\x1b[31m\x01 \xff\xfe  Gold");
  EXPECT_EQ(cpu.model_name, "Xeon [31m Gold");
  EXPECT_LE(x86("GenuineIntel", 6, 85, 7, std::string(5000, 'x')).model_name.size(), 80U);
}

TEST(CpuIdentity, OfArmComesFromImplementerAndPart) {
  FakeMachine m;
  m.write("proc/cpuinfo",
          "processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\n"
          "CPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\n");
  m.write("sys/devices/system/cpu/online", "0-63\n");
  m.write("sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
  m.write("sys/class/dmi/id/product_name", "m6g.16xlarge\n");

  const auto cpu = identify_cpu(m.machine()).value();

  EXPECT_EQ(cpu.describe(), "ARM Neoverse N1, 64 threads, no power sensor here");
  EXPECT_TRUE(cpu.virtual_machine);
  EXPECT_FALSE(cpu.sockets());

  m.write("sys/class/dmi/id/product_name", "m6g.metal\n");
  EXPECT_FALSE(identify_cpu(m.machine())->virtual_machine);
}

TEST(CpuIdentity, OfAnUnknownArmPartSaysSo) {
  const auto cpu = parse_cpuinfo("CPU implementer : 0x51\nCPU part : 0x001\n");
  EXPECT_EQ(cpu.power_family->key, "unknown-arm");
  EXPECT_EQ(cpu.short_name(), "Qualcomm CPU (family not known)");
}

TEST(CpuIdentity, CountsThreadsInStatWhenSysfsIsMissing) {
  FakeMachine m;
  m.write("proc/cpuinfo", kCascadeLakeGuest);
  m.write("proc/stat", "cpu  1 2 3\ncpu0 1 1 1\ncpu1 0 1 2\ncpu7 0 1 2\nintr 5\ncpu9 not one\n");
  EXPECT_EQ(identify_cpu(m.machine())->threads, 3U);

  m.remove("proc/stat");
  EXPECT_EQ(identify_cpu(m.machine())->threads, 2U) << "records of cpuinfo";
}

TEST(CpuIdentity, DistrustsAGarbledListOfCpus) {
  FakeMachine m;
  m.write("proc/cpuinfo", kCascadeLakeGuest);
  for (const char* garbage : {"", "0-", "3-1", "0-99999999999", "a", "0,,1", "-5", "0-1 2"}) {
    m.write("sys/devices/system/cpu/online", garbage);
    EXPECT_EQ(identify_cpu(m.machine())->threads, 2U) << garbage;
  }
}

TEST(CpuIdentity, NeedsOnlyACountOfThreads) {
  FakeMachine m;
  m.write("sys/devices/system/cpu/online", "0-3\n");
  const auto cpu = identify_cpu(m.machine()).value();
  EXPECT_EQ(cpu.threads, 4U);
  EXPECT_EQ(cpu.power_family->key, "unknown-cpu");
  EXPECT_EQ(cpu.describe(), "CPU (family not known), 4 threads, no power sensor here");
}

TEST(CpuIdentity, OfAMachineWithoutProcAndSysIsAnErrorThatNamesTheRemedy) {
  FakeMachine m;
  const auto cpu = identify_cpu(m.machine());
  ASSERT_FALSE(cpu);
  EXPECT_EQ(cpu.error().code, Errc::not_present);
  EXPECT_NE(cpu.error().what.find("--procfs-root"), std::string::npos);
  EXPECT_NE(cpu.error().what.find((m.root() / "proc/cpuinfo").string()), std::string::npos);
}

TEST(CpuIdentity, SurvivesADirectoryInPlaceOfCpuinfo) {
  FakeMachine m;
  m.write("proc/cpuinfo/x", "");
  m.write("sys/devices/system/cpu/online", "0\n");
  EXPECT_EQ(identify_cpu(m.machine())->threads, 1U);
}

TEST(CpuIdentity, RoundsSocketsUpWhenThreadsAreOffline) {
  auto cpu = parse_cpuinfo("vendor_id : GenuineIntel\nsiblings : 64\ncpu cores : 32\n");
  cpu.threads = 128;
  EXPECT_EQ(cpu.sockets(), 2U);
  EXPECT_EQ(cpu.cores(), 64U);
  cpu.threads = 100;
  EXPECT_EQ(cpu.sockets(), 2U);
  cpu.threads_per_socket = 0;
  EXPECT_FALSE(cpu.sockets());
  EXPECT_FALSE(cpu.cores());
}

TEST(CpuIdentity, FindsPowerForEveryFamilyThatTheCatalogNames) {
  const auto dies = catalog::all_dies().value();
  EXPECT_GT(dies.size(), 100U);
  for (const auto& die : dies) {
    if (die.power_family.empty()) continue;
    EXPECT_EQ(cpu_family(die.power_family).key, die.power_family) << die.id;
  }
}

TEST(CpuIdentity, KeepsAnUnseenSteppingWithTheDieBeforeIt) {
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 12).power_family->key, "cooper-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 8).power_family->key, "cooper-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 85, 5).power_family->key, "cascade-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 158, 9).power_family->key, "kaby-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 158, 14).power_family->key, "coffee-lake");
  EXPECT_EQ(x86("GenuineIntel", 6, 142, 10).power_family->key, "comet-lake-mobile");
}

TEST(CountCpuList, ReadsTheKernelsLists) {
  EXPECT_EQ(count_cpu_list("0\n"), 1U);
  EXPECT_EQ(count_cpu_list("0-255"), 256U);
  EXPECT_EQ(count_cpu_list("0-3,8,10-11\n"), 7U);
  EXPECT_FALSE(count_cpu_list(""));
}

}  // namespace
}  // namespace wattprint::models
