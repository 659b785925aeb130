// Which GPUs a run can see, and NVML through a real library with real symbols.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "sensors/nvidia/nvidia.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;

class VisibleGpus : public ::testing::Test {
 protected:
  /// "0 2" when those two are visible, "unknown" when nobody can tell.
  std::string see(std::optional<std::string> list, std::optional<std::string> order = {}) {
    const auto visible = nvml::visible_gpus({std::move(list), std::move(order)}, gpus_);
    if (!visible) return "unknown";
    std::string seen;
    for (std::size_t i = 0; i < visible->size(); ++i)
      if ((*visible)[i]) seen += (seen.empty() ? "" : " ") + std::to_string(i);
    return seen;
  }
  std::vector<nvml::GpuName> gpus_{{"GPU-aaaa1111-x", "H100", {}},
                                   {"GPU-aaaa2222-x", "H100", {"MIG-1234-x", "MIG-5678-x"}},
                                   {"GPU-bbbb3333-x", "H100", {}}};
};

TEST_F(VisibleGpus, FollowTheListOfTheEnvironment) {
  EXPECT_EQ(see(std::nullopt), "unknown");
  EXPECT_EQ(see(""), "");
  EXPECT_EQ(see("0,2"), "0 2");
  EXPECT_EQ(see(" 2 , 0 "), "0 2");
  EXPECT_EQ(see("NoDevFiles"), "") << "what Slurm writes for a job without a GPU";
  EXPECT_EQ(see("-1"), "");
}

TEST_F(VisibleGpus, EndAtTheFirstInvalidEntry) {
  EXPECT_EQ(see("0,-1,2"), "0");
  EXPECT_EQ(see("1,7,2"), "1");
  EXPECT_EQ(see("1,,2"), "1");
}

TEST_F(VisibleGpus, AreNamedByUniqueBeginningsOfTheirUuids) {
  EXPECT_EQ(see("GPU-bbbb3333-x"), "2");
  EXPECT_EQ(see("GPU-b"), "2");
  EXPECT_EQ(see("GPU-aaaa2"), "1");
  EXPECT_EQ(see("GPU-aaaa"), "") << "ambiguous";
}

TEST_F(VisibleGpus, AreFoundByTheirMigDevices) {
  EXPECT_EQ(see("MIG-5678-x"), "1");
  EXPECT_EQ(see("MIG-1234"), "1");
  EXPECT_EQ(see("MIG-GPU-bbbb3333-x/3/0"), "2");
  EXPECT_EQ(see("MIG-0000"), "");
}

TEST_F(VisibleGpus, AreNotGuessedFromIndicesWhenCudaMayNumberThemInAnotherOrder) {
  gpus_[1].model = "T4";
  EXPECT_EQ(see("0"), "unknown");
  EXPECT_EQ(see("0", "FASTEST_FIRST"), "unknown");
  EXPECT_EQ(see("0", "PCI_BUS_ID"), "0");
  EXPECT_EQ(see("GPU-b"), "2");
}

TEST(FakeNvmlLibrary, IsReadThroughItsRealSymbols) {
  FakeMachine m;
  m.write("nvml", "gpu 0 power_w=200\nprocess 0 pid=42 sm=70\n");
  ::setenv("FAKE_NVML_STATE", (m.root() / "nvml").c_str(), 1);
  auto sensor =
      make_nvidia(m.machine(), [] { return nvml::Library::open(WATTPRINT_FAKE_NVML_LIBRARY); }, {});
  const auto findings = sensor->probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].state, State::ok) << findings[0].detail;
  EXPECT_EQ(findings[0].extent.device, "0000:00:00.0");
  auto source = sensor->open(findings).value();
  measure::Batch batch;
  source->read(system_clock().now(), batch);
  const auto start = system_clock().now();
  while (system_clock().now() - start < 200ms) {
  }
  batch.clear();
  source->read(system_clock().now(), batch);
  ASSERT_THAT(batch.readings, SizeIs(1));
  EXPECT_GT(batch.readings[0].used, Joules{39});
  ASSERT_THAT(batch.readings[0].users, SizeIs(1));
  EXPECT_EQ(batch.readings[0].users[0].pid, 42);
  ::unsetenv("FAKE_NVML_STATE");
}

TEST(FakeNvmlLibrary, OfAnOldDriverStillGivesPower) {
  FakeMachine m;
  m.write("nvml", "gpu 0 power_w=200\n");
  ::setenv("FAKE_NVML_STATE", (m.root() / "nvml").c_str(), 1);
  auto sensor = make_nvidia(
      m.machine(), [] { return nvml::Library::open(WATTPRINT_FAKE_NVML_OLD_LIBRARY); }, {});
  EXPECT_THAT(sensor->probe()[0].detail, HasSubstr("power"));
  EXPECT_EQ(sensor->probe()[0].state, State::ok);
  ::unsetenv("FAKE_NVML_STATE");
}

}  // namespace
}  // namespace wattprint::sensors
