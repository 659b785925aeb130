#include "catalog/coefficients.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wattprint::catalog {
namespace {

using ::testing::HasSubstr;

static_assert(WattsPerGigabyte{0.5} * Gigabytes{8} == Watts{4});
static_assert(GramsPerTerabyte{10} * Terabytes{2} == Grams{20});
static_assert(GramsPerKilogram{3} * Kilograms{2} == Grams{6});
static_assert(gigabytes(std::uint64_t{3} << 30U) == Gigabytes{3});
static_assert(terabytes(2'000'000'000'000U) == Terabytes{2});
template <class A, class B>
concept Multiplicable = requires(A a, B b) {
  a* b;
};
static_assert(JoulesPerTerabyte{2} * Terabytes{3} == Joules{6});
static_assert(!Multiplicable<JoulesPerTerabyte, Gigabytes>);
static_assert(!Multiplicable<WattsPerGigabyte, Terabytes>);
static_assert(!Multiplicable<GramsPerTerabyte, Gigabytes>);

template <class Q>
void expect_sound(const Figure<Q>& figure, std::string_view table) {
  EXPECT_GT(figure.low.value(), 0.0) << figure.source;
  EXPECT_LT(figure.low, figure.value) << figure.source;
  EXPECT_LT(figure.value, figure.high) << figure.source;
  EXPECT_EQ(figure.basis, Basis::estimated);
  EXPECT_THAT(figure.source, HasSubstr(std::string(table)));
}

TEST(MemoryPower, IsLessInIdleThanAtWork) {
  const auto power = memory_power().value();
  expect_sound(power.idle, "memory.csv idle");
  expect_sound(power.full, "memory.csv full");
  EXPECT_LT(power.idle.value, power.full.value);
}

TEST(DrivePower, OfEveryKindIsLessInIdleThanAtWork) {
  for (const auto kind : {DriveKind::nvme, DriveKind::sata_ssd, DriveKind::hdd_35,
                          DriveKind::hdd_25, DriveKind::hdd_any}) {
    const auto power = drive_power(kind).value();
    expect_sound(power.idle, "storage.csv");
    expect_sound(power.active, "storage.csv");
    EXPECT_LT(power.idle.value, power.active.value);
  }
}

TEST(DrivePower, OfAHardDiskOfUnknownFormCoversBothForms) {
  const auto any = drive_power(DriveKind::hdd_any).value();
  for (const auto kind : {DriveKind::hdd_35, DriveKind::hdd_25}) {
    const auto one = drive_power(kind).value();
    EXPECT_LE(any.idle.low, one.idle.low);
    EXPECT_GE(any.idle.high, one.idle.high);
    EXPECT_LE(any.active.low, one.active.low);
    EXPECT_GE(any.active.high, one.active.high);
  }
}

TEST(AllocatedStorage, IsWattsPerTerabyte) {
  const auto power = allocated_storage_power().value();
  EXPECT_EQ(power.hdd.value * Terabytes{10}, Watts{6.5});
  EXPECT_EQ(power.ssd.value * Terabytes{5}, Watts{6});
  EXPECT_EQ(power.ssd.low, WattsPerTerabyte{0.6});  // one source: half and double
  EXPECT_EQ(power.ssd.high, WattsPerTerabyte{2.4});
}

// 10 Wh a GB of 10^9 bytes are 10 kWh a TB.
TEST(NetworkEnergy, IsJoulesPerTerabyte) {
  const auto rate = network_energy().value();
  expect_sound(rate, "network.csv transfer");
  EXPECT_DOUBLE_EQ((rate.value * Terabytes{1}).value(), 3.6e7);
  EXPECT_FALSE(
      network_energy("id,value,low,high,unit,applies_to,source,note\n"
                     "transfer,10,,,Wh/GB,all,own,\n"));
}

TEST(Embodied, HasAnIntervalForEachComponent) {
  const auto all = embodied().value();
  expect_sound(all.dram, "embodied.csv dram");
  expect_sound(all.ssd, "embodied.csv ssd");
  for (const auto* figure : {&all.ssd_case, &all.hdd, &all.mainboard, &all.chassis, &all.assembly,
                             &all.cpu_package, &all.gpu_card})
    expect_sound(*figure, "embodied.csv");
  expect_sound(all.power_supply, "embodied.csv power_supply");
  expect_sound(all.cpu_die, "embodied.csv cpu_die");
  EXPECT_EQ(all.hdd.value, Grams{30'000});
}

TEST(Embodied, OfACpuGrowsWithItsSilicon) {
  const auto all = embodied().value();
  const auto cpu = all.cpu(SquareMillimetres{698});
  EXPECT_DOUBLE_EQ(cpu.value.value(), 9140 + 698 * 19.7);
  EXPECT_DOUBLE_EQ(cpu.low.value(), 4570 + 698 * 10.0);
  EXPECT_DOUBLE_EQ(cpu.high.value(), 18280 + 698 * 40.0);
  EXPECT_THAT(cpu.source, HasSubstr("cpu_die"));
  EXPECT_DOUBLE_EQ(all.ssd_of(Terabytes{2}).value.value(), 6340 + 2 * 40'000);
}

TEST(Embodied, OfAGpuLiesOnTheLineThroughThosePublished) {
  const auto all = embodied().value();
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{80}).value(), 164e3);
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{180}).value(), 286e3);
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{130}).value(), 225e3);
  EXPECT_NEAR(all.gpu_with(Gigabytes{16}).value(), 85.92e3, 1e-6);
  EXPECT_NEAR(all.gpu_with(Gigabytes{280}).value(), 408e3, 1e-6);
}

TEST(Embodied, OfAGpuFollowsAThirdThatIsPublished) {
  const std::string gpus =
      "name,memory_gb,kgco2e,source,note\nA,100,200,x,\nB,10,20,x,\nC,200,250,x,\n";
  const auto all = embodied(tables::embodied(), gpus).value();
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{55}).value(), 110e3);
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{150}).value(), 225e3);
  EXPECT_DOUBLE_EQ(all.gpu_with(Gigabytes{300}).value(), 300e3);
}

TEST(Embodied, NeedsTwoGpusOfDifferentMemory) {
  const std::string header = "name,memory_gb,kgco2e,source,note\n";
  for (const char* rows : {"", "A,80,164,x,\n", "A,80,164,x,\nB,80,200,x,\n",
                           "A,80,164,x,\nB,,200,x,\n", "A,80,164,x,\nB,90,-1,x,\n"}) {
    const auto all = embodied(tables::embodied(), header + rows);
    ASSERT_FALSE(all) << rows;
    EXPECT_THAT(all.error().what, HasSubstr("embodied_gpus.csv: "));
  }
}

TEST(Coefficients, NameTheRowThatIsMissingOrInAnotherUnit) {
  const std::string header = "id,value,low,high,unit,applies_to,source,note\n";
  for (const char* rows :
       {"", "full,0.38,,,W/GB,x,own,\n", "full,0.3,,,W/GB,x,own,\nidle,0.17,,,W,x,own,\n",
        "full,0.3,,,W/GB,x,own,\nidle,x,,,W/GB,x,own,\n",
        "full,0.3,,,W/GB,x,own,\nidle,-1,,,W/GB,x,own,\n",
        "full,0.3,,,W/GB,x,own,\nidle,1,,,W/GB,x,own,\nidle,1,,,W/GB,x,own,\n"}) {
    const auto power = memory_power(header + rows);
    ASSERT_FALSE(power) << rows;
    EXPECT_EQ(power.error().code, Errc::malformed);
    EXPECT_THAT(power.error().what, HasSubstr("memory.csv: there must be one row idle"));
  }
  EXPECT_FALSE(memory_power("id,value\n"));
  EXPECT_FALSE(embodied(header));
  EXPECT_FALSE(drive_power(DriveKind::nvme, header));
  EXPECT_FALSE(allocated_storage_power(header));
}

}  // namespace
}  // namespace wattprint::catalog
