#include "models/installed_memory.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using testing::FakeMachine;

constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30U;

/// One SMBIOS structure of type 17 with two strings behind it.
struct Module {
  unsigned megabytes = 0;
  unsigned type = 0x1A;  // DDR4
  unsigned speed = 3200;
  unsigned configured = 2933;
};
void put(std::string& bytes, std::size_t offset, unsigned value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    bytes[offset + i] = static_cast<char>(value >> (8U * static_cast<unsigned>(i)));
}
std::string structure(const Module& module, std::size_t length = 0x28) {
  std::string bytes(length, '\0');
  bytes[0] = 17;
  bytes[1] = static_cast<char>(length);
  const bool extended = module.megabytes >= 0x7FFF;
  put(bytes, 0x0C, extended ? 0x7FFF : module.megabytes, 2);
  put(bytes, 0x12, module.type, 1);
  if (length > 0x16) put(bytes, 0x15, module.speed, 2);
  if (length > 0x1F && extended) put(bytes, 0x1C, module.megabytes, 4);
  if (length > 0x21) put(bytes, 0x20, module.configured, 2);
  return bytes + std::string("DIMM_A1\0Samsung\0\0", 17);
}
std::string other_structure() {
  return std::string("\x01\x06\x00\x01\x11\x22", 6) + std::string("\0\0", 2);
}

TEST(SmbiosMemory, AddsUpThePopulatedSlots) {
  const auto modules = parse_smbios_memory(
      other_structure() + structure({.megabytes = 16384}) + structure({.megabytes = 0}) +
      structure({.megabytes = 16384, .configured = 2666}) + other_structure() +
      std::string("\x7f\x04\xfe\xff\0\0", 6) + structure({.megabytes = 16384}));
  ASSERT_TRUE(modules);
  EXPECT_EQ(modules->count, 2U);  // what follows the end of the table is not in it
  EXPECT_EQ(modules->bytes, 32 * kGibibyte);
  EXPECT_EQ(modules->type, "DDR4");
  EXPECT_EQ(modules->megahertz, 2666U);
}

TEST(SmbiosMemory, ReadsSizesInEveryForm) {
  EXPECT_EQ(parse_smbios_memory(structure({.megabytes = 0x7FFE}))->bytes,
            std::uint64_t{0x7FFE} << 20U);
  EXPECT_EQ(parse_smbios_memory(structure({.megabytes = 131072}))->bytes, 128 * kGibibyte);
  EXPECT_EQ(parse_smbios_memory(structure({.megabytes = 0x8000 | 512}))->bytes,
            std::uint64_t{32768 + 512} << 20U);  // beyond 0x7FFF it is an extended size
  std::string in_kilobytes = structure({});
  put(in_kilobytes, 0x0C, 0x8000 | 512, 2);
  EXPECT_EQ(parse_smbios_memory(in_kilobytes)->bytes, std::uint64_t{512} << 10U);
  EXPECT_FALSE(parse_smbios_memory(structure({.megabytes = 0})));
  std::string unknown = structure({});
  put(unknown, 0x0C, 0xFFFF, 2);
  EXPECT_FALSE(parse_smbios_memory(unknown));
}

TEST(SmbiosMemory, ClaimsNoTypeOfMixedModulesAndNoMemoryThatKeepsItsData) {
  const auto mixed = parse_smbios_memory(structure({.megabytes = 1024, .type = 0x18}) +
                                         structure({.megabytes = 1024, .type = 0x1A}) +
                                         structure({.megabytes = 1024, .type = 0x18}));
  EXPECT_EQ(mixed->type, "");
  EXPECT_EQ(parse_smbios_memory(structure({.megabytes = 1024, .type = 0x22}))->type, "DDR5");
  EXPECT_FALSE(parse_smbios_memory(structure({.megabytes = 1024, .type = 0x1F})));
  EXPECT_FALSE(parse_smbios_memory(structure({.megabytes = 16, .type = 0x09})));
}

TEST(SmbiosMemory, OfAnOldTableHasNoSpeed) {
  const auto modules = parse_smbios_memory(structure({.megabytes = 1024}, 0x15));
  EXPECT_EQ(modules->bytes, kGibibyte);
  EXPECT_EQ(modules->megahertz, 0U);
}

TEST(SmbiosMemory, BelievesNoModuleOfImpossibleSize) {
  EXPECT_FALSE(parse_smbios_memory(structure({.megabytes = 0x7FFFFFFF})));
}

RC_GTEST_PROP(SmbiosMemory, SurvivesATableCutAnywhere, ()) {
  const std::string whole = structure({.megabytes = 8192}) + structure({.megabytes = 8192});
  const auto cut = *rc::gen::inRange<std::size_t>(0, whole.size());
  const auto modules = parse_smbios_memory(std::string_view(whole).substr(0, cut));
  RC_ASSERT((!modules || modules->bytes <= 16 * kGibibyte));
}

/// A server of 64 GiB, of which the kernel shows 62.
void write_server(const FakeMachine& m) {
  m.write("proc/meminfo", "MemTotal:       65011712 kB\nMemFree:        24040852 kB\n");
  m.write("sys/devices/system/memory/block_size_bytes", "80000000\n");  // 2 GiB
  for (int block = 0; block < 32; ++block)
    m.write("sys/devices/system/memory/memory" + std::to_string(block) + "/state", "online\n");
  m.write("sys/devices/system/memory/probe", "");
}

TEST(InstalledMemory, OfAVirtualMachineIsWhatItWasGiven) {
  FakeMachine m;
  write_server(m);
  m.write("sys/firmware/dmi/tables/DMI", structure({.megabytes = 131072}));
  const auto memory = installed_memory(m.machine(), true).value();
  EXPECT_EQ(memory.bytes, 62 * kGibibyte);
  EXPECT_EQ(memory.source, "MemTotal");
  EXPECT_FALSE(memory.modules);
}

TEST(InstalledMemory, OfBareMetalCountsWhatTheKernelKeepsToItself) {
  FakeMachine m;
  write_server(m);
  const auto memory = installed_memory(m.machine(), false).value();
  EXPECT_EQ(memory.bytes, 64 * kGibibyte);
  EXPECT_EQ(memory.source, "the kernel's memory blocks");
}

TEST(InstalledMemory, IsThatOfTheModulesWhereTheyCanBeRead) {
  FakeMachine m;
  write_server(m);
  m.write("sys/firmware/dmi/tables/DMI",
          structure({.megabytes = 32768}) + structure({.megabytes = 32768}));
  const auto memory = installed_memory(m.machine(), false).value();
  EXPECT_EQ(memory.bytes, 64 * kGibibyte);
  EXPECT_EQ(memory.modules->count, 2U);
  // A list that is shorter than what the kernel uses is wrong.
  m.write("sys/firmware/dmi/tables/DMI", structure({.megabytes = 32768}));
  EXPECT_EQ(installed_memory(m.machine(), false)->source, "the kernel's memory blocks");
}

TEST(InstalledMemory, IsMemTotalWhereNothingElseMakesSense) {
  FakeMachine m;
  write_server(m);
  for (const char* size :
       {"", "0", "x", "ffffffffffffffff", "4000000000000000", "40000000", "100000000000"}) {
    m.write("sys/devices/system/memory/block_size_bytes", size);
    m.write("sys/firmware/dmi/tables/DMI", size);
    const auto memory = installed_memory(m.machine(), false).value();
    EXPECT_EQ(memory.bytes, 62 * kGibibyte) << size;
    EXPECT_EQ(memory.source, "MemTotal");
  }
  m.remove("sys/devices");
  EXPECT_EQ(installed_memory(m.machine(), false)->bytes, 62 * kGibibyte);
}

TEST(InstalledMemory, OfGarbageIsAnErrorThatNamesTheFile) {
  FakeMachine m;
  for (const char* garbage :
       {"", "MemFree: 12 kB\n", "MemTotal:\n", "MemTotal: kB\n", "MemTotal: -5 kB\n",
        "MemTotal: 0 kB\n", "MemTotal: 12 MB\n", "MemTotal: 99999999999999999999 kB\n",
        "MemTotal: 18014398509481984 kB\n", "MemTotal: 12 kB and more\n"}) {
    m.write("proc/meminfo", garbage);
    const auto memory = installed_memory(m.machine(), false);
    ASSERT_FALSE(memory) << garbage;
    EXPECT_EQ(memory.error().code, Errc::malformed) << garbage;
    EXPECT_NE(memory.error().what.find("proc/meminfo"), std::string::npos);
  }
}

}  // namespace
}  // namespace wattprint::models
