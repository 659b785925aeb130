#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "base/csv.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "catalog/coefficients.hpp"
#include "models/cpu_power_model.hpp"
#include "models/memory_power_model.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using testing::FakeMachine;

CpuIdentity with_threads(std::string_view family, unsigned threads) {
  CpuIdentity cpu;
  cpu.power_family = &cpu_family(family);
  cpu.threads = threads;
  return cpu;
}

TEST(CpuFamilies, AreOrderedSensibleAndUnique) {
  std::set<std::string_view> keys;
  for (const CpuFamily& family : cpu_families()) {
    EXPECT_TRUE(keys.insert(family.key).second) << family.key;
    EXPECT_GT(family.idle_per_thread, Watts{0.05}) << family.key;
    EXPECT_GT(family.full_per_thread, family.idle_per_thread * 2.0) << family.key;
    EXPECT_LT(family.full_per_thread, Watts{25}) << family.key;
    EXPECT_LT(family.spread.low, 1.0) << family.key;
    EXPECT_GT(family.spread.high, 1.0) << family.key;
  }
  EXPECT_EQ(cpu_family("no such family").key, "unknown-cpu");
}

TEST(CpuFamilies, KnownLessWellHaveAWiderInterval) {
  const auto width = [](std::string_view key) {
    return std::log(cpu_family(key).spread.high / cpu_family(key).spread.low);
  };
  EXPECT_LT(width("cascade-lake"), width("sapphire-rapids"));
  EXPECT_LT(width("sapphire-rapids"), width("unknown-intel"));
}

TEST(CpuFamilies, GiveTurinNoOrderOfMagnitudeMoreThanMilan) {
  // Cloud Carbon Footprint's row for the EPYC of the 5th generation, 3.7 to 9.0 W a thread, does.
  EXPECT_LT(cpu_family("zen5-epyc").full_per_thread, cpu_family("zen3-epyc").full_per_thread * 2.5);
  EXPECT_GT(cpu_family("zen5-epyc").full_per_thread, cpu_family("zen3-epyc").full_per_thread);
}

TEST(CpuFamilies, CoverTheRaplOfFullyLoadedCloudHosts) {
  // Package watts per thread at full load, RAPL on bare metal (Teads 2021).
  for (const auto& [family, watts] : {std::pair{"skylake-sp", Watts{5.88}},
                                      {"skylake-sp", Watts{4.98}},
                                      {"cascade-lake", Watts{4.64}},
                                      {"cascade-lake", Watts{9.83}}}) {
    const CpuFamily& row = cpu_family(family);
    EXPECT_GE(watts, row.full_per_thread * row.spread.low) << family;
    EXPECT_LE(watts, row.full_per_thread * row.spread.high) << family;
  }
}

TEST(CpuFamilies, InTheBinaryAreThoseOfTheCsv) {
  const auto text = read_text(WATTPRINT_SOURCE_DIR "/data/cpu_power_families.csv").value();
  auto csv = CsvReader::open(text).value();
  const auto column = [&](const char* name) { return csv.column(name).value(); };
  std::size_t rows = 0;
  while (auto row = csv.next().value()) {
    const CpuFamily& family = cpu_family(row->at(column("family")));
    ASSERT_EQ(family.key, row->at(column("family")));
    EXPECT_EQ(family.idle_per_thread.value(), *parse_double(row->at(column("idle_w_per_thread"))));
    EXPECT_EQ(family.full_per_thread.value(), *parse_double(row->at(column("full_w_per_thread"))));
    EXPECT_EQ(family.spread.low, *parse_double(row->at(column("low_factor"))));
    EXPECT_EQ(family.spread.high, *parse_double(row->at(column("high_factor"))));
    EXPECT_FALSE(row->at(column("source")).empty());
    EXPECT_EQ(family.idle_of_tdp, *parse_double(row->at(column("idle_of_tdp"))));
    EXPECT_EQ(family.full_of_tdp, *parse_double(row->at(column("full_of_tdp"))));
    EXPECT_EQ(family.named_spread.low, *parse_double(row->at(column("named_low_factor"))));
    EXPECT_EQ(family.named_spread.high, *parse_double(row->at(column("named_high_factor"))));
    ++rows;
  }
  EXPECT_EQ(rows, cpu_families().size());
}

TEST(CpuPowerModel, ChargesAMachineItsThreads) {
  const CpuFamily& family = cpu_family("cascade-lake");
  const auto two = CpuPowerModel::of(with_threads("cascade-lake", 2));
  EXPECT_DOUBLE_EQ(two.idle.value(), 2 * family.idle_per_thread.value());
  // both threads busy for 10 s
  EXPECT_DOUBLE_EQ(two.energy(CpuSeconds{20}, Seconds{10}).value(),
                   20 * family.full_per_thread.value());
  EXPECT_DOUBLE_EQ(two.energy(CpuSeconds{0}, Seconds{10}).value(),
                   20 * family.idle_per_thread.value());
}

TEST(CpuPowerModel, ScalesANamedCpuByItsOwnTdp) {
  const CpuFamily& family = cpu_family("cascade-lake");
  CpuIdentity cpu = with_threads("cascade-lake", 4);
  cpu.tdp_per_thread = Watts{2.5};
  const auto model = CpuPowerModel::of(cpu);
  EXPECT_DOUBLE_EQ(model.idle.value(), 4 * 2.5 * family.idle_of_tdp);
  EXPECT_DOUBLE_EQ(model.energy(CpuSeconds{4}, Seconds{1}).value(), 4 * 2.5 * family.full_of_tdp);
  EXPECT_EQ(model.spread.high, family.named_spread.high);
}

TEST(CpuFamilies, AreSurerOfACpuWithAName) {
  for (const CpuFamily& family : cpu_families()) {
    EXPECT_GT(family.full_of_tdp, family.idle_of_tdp) << family.key;
    EXPECT_GT(family.idle_of_tdp, 0.0) << family.key;
    EXPECT_GT(family.named_spread.low, family.spread.low) << family.key;
    EXPECT_LT(family.named_spread.high, family.spread.high) << family.key;
  }
}

TEST(CpuFamilies, HoldTheRaplOfFullyLoadedCloudHostsByName) {
  // Package watts at full load of two sockets, RAPL on bare metal (Teads 2021).
  struct Host {
    const char* name;
    const char* family;
    unsigned threads;
    Watts measured;
  };
  for (const Host& host :
       {Host{"Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz", "skylake-sp", 96, Watts{477.98}},
        Host{"Intel(R) Xeon(R) Platinum 8124M CPU @ 3.00GHz", "skylake-sp", 72, Watts{423.68}},
        Host{"Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "cascade-lake", 96,
             Watts{445.38}}}) {
    CpuIdentity cpu =
        parse_cpuinfo("vendor_id : GenuineIntel\nmodel name : " + std::string(host.name) +
                      "\nflags : fpu hypervisor\n");
    cpu.power_family = &cpu_family(host.family);
    cpu.threads = host.threads;
    ASSERT_TRUE(cpu.tdp_per_thread) << host.name;
    const auto model = CpuPowerModel::of(cpu);
    const Watts full = model.idle + model.active_per_thread * host.threads;
    EXPECT_GE(host.measured, full * model.spread.low) << host.name;
    EXPECT_LE(host.measured, full * model.spread.high) << host.name;
  }
}

TEST(CpuPowerModel, ChargesAGuestItsShareOfTheHost) {
  const auto host = CpuPowerModel::of(with_threads("zen4-epyc", 192));
  const auto guest = CpuPowerModel::of(with_threads("zen4-epyc", 4));
  EXPECT_NEAR(
      guest.energy(CpuSeconds{40}, Seconds{10}) / host.energy(CpuSeconds{1920}, Seconds{10}),
      4.0 / 192.0, 1e-12);
}

RC_GTEST_PROP(CpuPowerModel, WorkCostsTheSameHoweverItIsCut, ()) {
  const auto model = CpuPowerModel::of(with_threads("zen3-epyc", 8));
  const auto pieces = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8'000)));  // CPU ms in each 1 s
  Joules cut;
  double busy = 0;
  for (const int piece : pieces) {
    cut += model.energy(CpuSeconds{piece * 1e-3}, Seconds{1});
    busy += piece * 1e-3;
  }
  const Joules whole = model.energy(CpuSeconds{busy}, Seconds{static_cast<double>(pieces.size())});
  RC_ASSERT(std::abs(cut / whole - 1.0) < 1e-9);
}

TEST(MemoryPowerModel, GoesWithSizeAndBusyThreads) {
  const auto model = MemoryPowerModel::of(Gigabytes{64}, 16);
  EXPECT_NEAR(model.idle.value(), 64 * 0.17, 1e-9);
  // all 16 threads busy: 0.38 W/GB
  EXPECT_NEAR(model.energy(CpuSeconds{16}, Seconds{1}).value(), 64 * 0.38, 1e-9);
  EXPECT_NEAR(model.energy(CpuSeconds{8}, Seconds{1}).value(), 64 * 0.275, 1e-9);
}

TEST(MemoryPowerModel, HasNoJumpsOverSize) {
  // CodeCarbon 3.3.0: 250 GiB draw 70 W and 256 GiB 38 W.
  Watts previous{};
  for (std::uint64_t gib = 1; gib <= 2048; ++gib) {
    const auto model = MemoryPowerModel::of(gigabytes(gib << 30U), 8);
    EXPECT_GT(model.idle, previous);
    EXPECT_NEAR((model.idle - previous).value(), 0.17, 1e-9);
    previous = model.idle;
  }
}

TEST(MemoryPowerModel, HasTheFiguresOfTheCatalog) {
  const auto figures = catalog::memory_power().value();
  const auto model = MemoryPowerModel::of(Gigabytes{1}, 1);
  EXPECT_DOUBLE_EQ(model.idle.value(), figures.idle.value.value());
  EXPECT_DOUBLE_EQ((model.idle + model.active_per_thread).value(), figures.full.value.value());
  EXPECT_NEAR(model.spread.low, figures.idle.low / figures.idle.value, 1e-9);
  EXPECT_NEAR(model.spread.high, figures.full.high / figures.full.value, 1e-9);
}

RC_GTEST_PROP(MemoryPowerModel, GrowsEvenlyWithSize, ()) {
  const auto bytes = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 45U);
  const auto more = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 40U);
  const auto threads = *rc::gen::inRange(1U, 512U);
  const auto small = MemoryPowerModel::of(gigabytes(bytes), threads);
  const auto large = MemoryPowerModel::of(gigabytes(bytes + more), threads);
  const Watts step = large.idle - small.idle;
  RC_ASSERT(step >= Watts{0});
  // As much for a byte anywhere: no jump, so 256 GiB never less than 250.
  RC_ASSERT(std::abs(step / (Watts{0.17} * (gigabytes(more) / Gigabytes{1})) - 1.0) <
            1e-6 + 1e-9 * static_cast<double>(bytes) / static_cast<double>(more));
}

}  // namespace
}  // namespace wattprint::models
