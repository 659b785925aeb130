#include "models/storage_power.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using catalog::DriveKind;
using std::chrono::milliseconds;
using testing::FakeMachine;

struct Block {
  std::string name;
  std::uint64_t terabytes = 1;
  bool rotational = false;
  std::string vendor = "ATA";
  std::string model = "ST16000NM001G";
  std::string transport = {};
};

void write(const FakeMachine& m, const Block& block) {
  const std::string directory = "sys/block/" + block.name;
  m.write(directory + "/size", std::to_string(block.terabytes * 1'000'000'000'000U / 512) + "\n");
  m.write(directory + "/queue/rotational", block.rotational ? "1\n" : "0\n");
  m.write(directory + "/removable", "0\n");
  m.write(directory + "/device/model", block.model + "\n");
  if (!block.vendor.empty()) m.write(directory + "/device/vendor", block.vendor + "\n");
  if (!block.transport.empty()) m.write(directory + "/device/transport", block.transport + "\n");
}

std::string names_of(const std::vector<Drive>& drives) {
  std::string names;
  for (const auto& drive : drives) names += drive.name + ' ';
  return names;
}

TEST(Drives, AreKnownByKindAndSize) {
  FakeMachine m;
  write(m, {.name = "sda", .terabytes = 16, .rotational = true});
  write(m, {.name = "sdb", .terabytes = 2, .rotational = true});
  write(m, {.name = "sdc", .terabytes = 4});
  write(m, {.name = "nvme0n1", .terabytes = 3, .vendor = "", .model = "SAMSUNG MZQL2"});
  const auto drives = find_drives(m.machine(), false);
  ASSERT_EQ(names_of(drives), "nvme0 sda sdb sdc ");
  EXPECT_EQ(drives[0].kind, DriveKind::nvme);
  EXPECT_EQ(drives[1].kind, DriveKind::hdd_35);  // none of 2.5 inch is so large
  EXPECT_EQ(drives[2].kind, DriveKind::hdd_any);
  EXPECT_EQ(drives[3].kind, DriveKind::sata_ssd);
  EXPECT_EQ(drives[1].bytes, 16'000'000'000'000U);
}

TEST(Drives, OfSeveralNamespacesAreOne) {
  FakeMachine m;
  write(m, {.name = "nvme0n1", .model = "x"});
  write(m, {.name = "nvme0n2", .model = "x"});
  write(m, {.name = "nvme0c0n1", .model = "x"});  // a path of a multipath device
  write(m, {.name = "nvme10n1", .model = "x"});
  const auto drives = find_drives(m.machine(), false);
  ASSERT_EQ(names_of(drives), "nvme0 nvme10 ");
  EXPECT_EQ(drives[0].bytes, 2'000'000'000'000U);
  EXPECT_EQ(drives[0].devices, (std::vector<std::string>{"nvme0n1", "nvme0n2"}));
}

TEST(Drives, AreOnlyThoseThatDrawPowerHere) {
  FakeMachine m;
  for (const char* name :
       {"loop0", "ram0", "dm-0", "md0", "zram0", "sr0", "nbd0", "rbd0", "vda", "xvda", "mmcblk0"})
    write(m, {.name = name});
  write(m, {.name = "sda", .vendor = "QEMU", .model = "QEMU HARDDISK"});
  write(m, {.name = "sdb", .vendor = "Msft", .model = "Virtual Disk"});
  write(m, {.name = "sdc", .vendor = "DELL", .model = "PERC H740P Mini"});
  write(m, {.name = "sdd", .vendor = "HPE", .model = "LOGICAL VOLUME"});
  write(m, {.name = "sde", .vendor = "LIO-ORG", .model = "disk1"});
  write(m, {.name = "nvme0n1", .vendor = "", .model = "Amazon Elastic Block Store"});
  write(m, {.name = "nvme1n1", .vendor = "", .model = "Linux", .transport = "tcp"});
  write(m, {.name = "sdf"});
  m.write("sys/block/sdf/removable", "1\n");
  write(m, {.name = "sdg", .terabytes = 0});
  write(m, {.name = "sdh"});
  m.remove("sys/block/sdh/device");
  EXPECT_EQ(names_of(find_drives(m.machine(), false)), "");
  write(m, {.name = "nvme2n1", .vendor = "", .model = "SAMSUNG", .transport = "pcie"});
  EXPECT_EQ(names_of(find_drives(m.machine(), false)), "nvme2 ");
}

TEST(Drives, OfAVirtualMachineAreNotItsOwn) {
  FakeMachine m;
  write(m, {.name = "nvme0n1"});
  EXPECT_TRUE(find_drives(m.machine(), true).empty());
  EXPECT_TRUE(find_drives(FakeMachine().machine(), false).empty());
}

constexpr const char* kDiskstats =
    "   8       0 sda 9 1 2 3 4 5 6 7 0 81234 9 10 0 0 0 0 3 4\n"
    "   8       1 sda1 9 1 2 3 4 5 6 7 0 11 9 10\n"
    " 259       0 nvme0n1 9 1 2 3 4 5 6 7 0 4294967295 9\n"
    "   8      16 sdb 9 1 2 3\n"
    "   8      32 sdc 9 1 2 3 4 5 6 7 0 x\n"
    "   8      48 sdd 9 1 2 3 4 5 6 7 0 99999999999\n";

TEST(IoTime, IsTheTenthFieldOfTheDevice) {
  EXPECT_EQ(io_time(kDiskstats, "sda"), milliseconds(81234));
  EXPECT_EQ(io_time(kDiskstats, "nvme0n1"), milliseconds(4294967295));
  for (const char* none : {"sdb", "sdc", "sdd", "sde", "", "8"})
    EXPECT_FALSE(io_time(kDiskstats, none)) << none;
}

TEST(BusyShare, IsAPartOfTheTimeAlsoThroughAWrap) {
  EXPECT_DOUBLE_EQ(busy_share(milliseconds(1000), milliseconds(1500), Seconds{2}).value(), 0.25);
  EXPECT_DOUBLE_EQ(busy_share(milliseconds(4294967290), milliseconds(494), Seconds{1}).value(),
                   0.5);
  EXPECT_EQ(busy_share(milliseconds(0), milliseconds(5000), Seconds{1}), Fraction{1});
  EXPECT_EQ(busy_share(milliseconds(0), milliseconds(5000), Seconds{0}), Fraction{0});
}

TEST(DrivePower, LiesBetweenIdleAndActive) {
  const Drive disk{.name = "sda", .kind = DriveKind::hdd_35, .bytes = 1, .devices = {}};
  EXPECT_EQ(drive_power(disk, Fraction{0})->value, Watts{5.2});
  EXPECT_EQ(drive_power(disk, Fraction{1})->value, Watts{7.5});
  EXPECT_DOUBLE_EQ(drive_power(disk, Fraction{0.5})->value.value(), 6.35);
  EXPECT_EQ(drive_power(disk, Fraction{7})->value, Watts{7.5});
}

TEST(IdlePower, IsTheSumOverAllDrives) {
  const std::vector<Drive> drives = {
      {.name = "a", .kind = DriveKind::nvme, .bytes = 1, .devices = {}},
      {.name = "b", .kind = DriveKind::hdd_35, .bytes = 1, .devices = {}}};
  const auto sum = idle_power(drives).value();
  EXPECT_DOUBLE_EQ(sum.value.value(), 2 + 5.2);
  EXPECT_DOUBLE_EQ(sum.low.value(), 0.02 + 3);
  EXPECT_DOUBLE_EQ(sum.high.value(), 5.5 + 8);
  EXPECT_EQ(idle_power({})->value, Watts{0});
}

RC_GTEST_PROP(DrivePower, GrowsWithWorkAndKeepsItsIntervalInOrder, ()) {
  const Drive drive{
      .name = "x",
      .kind = *rc::gen::element(DriveKind::nvme, DriveKind::sata_ssd, DriveKind::hdd_35,
                                DriveKind::hdd_25, DriveKind::hdd_any),
      .bytes = 1,
      .devices = {}};
  const double less = *rc::gen::inRange(0, 1000) / 1000.0;
  const double more = *rc::gen::inRange(static_cast<int>(less * 1000), 1001) / 1000.0;
  const auto a = drive_power(drive, Fraction{less}).value();
  const auto b = drive_power(drive, Fraction{more}).value();
  RC_ASSERT(a.value <= b.value);
  for (const auto& power : {a, b}) {
    RC_ASSERT(power.low <= power.value);
    RC_ASSERT(power.value <= power.high);
  }
}

}  // namespace
}  // namespace wattprint::models
