#include "sensors/amd/amd.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "fakes/findings.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using rocm::Functions;
using rocm::Status;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;
using wattprint::testing::named;
using wattprint::testing::readable;

struct FakeGpu {
  std::uint64_t pci_id = 0xc100;  // 0000:c1:00.0
  Status energy_status = Status::success;
  std::uint64_t counter = 1000;
  std::uint64_t step = 1;  ///< what the counter gains with every look
  float resolution = 15.3f;
  Status average_status = Status::success;
  std::uint64_t average_uw = 100'000'000;
  Status power_status = Status::not_supported;
  std::uint64_t power_uw = 100'000'000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> processes;  ///< pid, occupancy
};

struct FakeDriver {
  std::vector<FakeGpu> gpus;
  Status init_status = Status::success;
};
FakeDriver* driver = nullptr;

FakeGpu& gpu(std::uint32_t index) { return driver->gpus.at(index); }

Functions functions() {
  Functions f{};
  f.init = [](std::uint64_t) { return driver->init_status; };
  f.shut_down = [] { return Status::success; };
  f.count = [](std::uint32_t* count) {
    *count = static_cast<std::uint32_t>(driver->gpus.size());
    return Status::success;
  };
  f.pci_id = [](std::uint32_t i, std::uint64_t* id) {
    *id = gpu(i).pci_id;
    return Status::success;
  };
  f.name = [](std::uint32_t, char* name, std::size_t length) {
    std::strncpy(name, "Instinct", length);
    return Status::success;
  };
  f.energy = [](std::uint32_t i, std::uint64_t* counter, float* resolution, std::uint64_t*) {
    gpu(i).counter += gpu(i).step;
    *counter = gpu(i).counter;
    *resolution = gpu(i).resolution;
    return gpu(i).energy_status;
  };
  f.average_power = [](std::uint32_t i, std::uint32_t, std::uint64_t* power) {
    *power = gpu(i).average_uw;
    return gpu(i).average_status;
  };
  f.power = [](std::uint32_t i, std::uint64_t* power, std::uint32_t* type) {
    *power = gpu(i).power_uw;
    *type = 1;
    return gpu(i).power_status;
  };
  f.processes = [](rocm::ProcessInfo* out, std::uint32_t* count) {
    std::vector<std::uint32_t> pids;
    for (const auto& g : driver->gpus)
      for (const auto& [pid, occupancy] : g.processes)
        if (std::find(pids.begin(), pids.end(), pid) == pids.end()) pids.push_back(pid);
    if (out != nullptr)
      for (std::size_t i = 0; i < pids.size() && i < *count; ++i) out[i].pid = pids[i];
    *count = static_cast<std::uint32_t>(pids.size());
    return Status::success;
  };
  f.process_on_device = [](std::uint32_t pid, std::uint32_t i, rocm::ProcessInfo* info) {
    for (const auto& [p, occupancy] : gpu(i).processes)
      if (p == pid) {
        info->occupancy = occupancy;
        return Status::success;
      }
    return Status::not_found;
  };
  return f;
}

class Amd : public ::testing::Test {
 protected:
  Amd() {
    driver = &driver_;
    driver_.gpus.resize(1);
    m_.write("sys/module/amdgpu/version", "6\n");
  }
  Sensor& sensor() {
    if (!sensor_)
      sensor_ = make_amd(m_.machine(), [this] { return rocm::Library::adopt(functions_); });
    return *sensor_;
  }
  std::vector<Finding> probe() { return sensor().probe(); }
  std::unique_ptr<measure::Source> open() {
    const auto chosen = readable(probe());
    return sensor().open(chosen).value();
  }
  measure::Reading read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    if (!batch_.readings.empty()) return batch_.readings[0];
    measure::Reading none;
    none.used = Joules{-1};
    return none;
  }

  FakeMachine m_;
  FakeDriver driver_;
  Functions functions_ = functions();
  std::unique_ptr<Sensor> sensor_;
  measure::Batch batch_;
};

TEST_F(Amd, MultipliesTheAccumulatorWithItsResolution) {
  const auto finding = probe()[0];
  EXPECT_EQ(finding.state, State::ok);
  EXPECT_EQ(finding.extent.device, "0000:c1:00.0") << "as hwmon has it";
  const auto source = open();
  driver_.gpus[0].step = 65'628;  // 65,628 counts of 15.3 uJ are 1.004108 J
  EXPECT_EQ(read(*source, 0s).used, Joules{0});
  EXPECT_NEAR(read(*source, 1s).used.value(), 1.004108, 1e-5);
}

TEST_F(Amd, IntegratesPowerWhenTheAccumulatorIsStuck) {
  driver_.gpus[0].step = 0;
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 100.0);
  EXPECT_THAT(source->domains()[0].source, HasSubstr("average power"));
}

TEST_F(Amd, TakesWhicheverOfTheTwoPowersTheBoardHas) {
  auto& board = driver_.gpus[0];
  board.energy_status = Status::not_supported;
  board.average_status = Status::not_supported;
  EXPECT_EQ(probe()[0].state, State::absent);
  board.power_status = Status::success;
  EXPECT_EQ(probe()[0].state, State::ok);
  const auto source = open();
  board.power_uw = 300'000'000;
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 300.0);
}

TEST_F(Amd, WorksWithALibraryThatLacksTheNewerFunctions) {
  functions_.energy = nullptr;
  functions_.power = nullptr;
  functions_.processes = nullptr;
  functions_.process_on_device = nullptr;
  functions_.name = nullptr;
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 100.0);
  EXPECT_FALSE(batch_.readings[0].users_known);
}

TEST_F(Amd, ReadsAPartitionedGpuOnce) {
  driver_.gpus.resize(3);
  driver_.gpus[1].pci_id = 0xc100 | 1ull << 28;
  driver_.gpus[2].pci_id = 0xc100 | 2;  // older libraries: in place of the function
  const auto findings = probe();
  ASSERT_THAT(readable(findings), SizeIs(1));
  EXPECT_EQ(named(findings, "amd:0000:c1:00.0-partition-1").state, State::duplicate);
  EXPECT_EQ(named(findings, "amd:0000:c1:00.0-partition-2").state, State::duplicate);
}

TEST_F(Amd, LeavesOutTheSecondDieOfADualGpuThatAnswersWithZeros) {
  driver_.gpus.resize(2);
  driver_.gpus[1] = {.pci_id = 0xc600, .counter = 0, .step = 0, .average_uw = 0};
  const auto findings = probe();
  EXPECT_EQ(findings[0].state, State::ok);
  EXPECT_EQ(findings[1].state, State::absent);
  EXPECT_THAT(findings[1].detail, HasSubstr("two dies"));
}

TEST_F(Amd, SharesByOccupancyAndGuessesNothing) {
  auto& processes = driver_.gpus[0].processes;
  const auto source = open();
  EXPECT_TRUE(read(*source, 0s).users_known) << "and nobody did";
  processes = {{42, 0xffffffff}};
  EXPECT_EQ(read(*source, 1s).users.at(0).weight, 1.0);
  processes = {{42, 60}, {43, 20}};
  const auto shared = read(*source, 2s);
  ASSERT_THAT(shared.users, SizeIs(2));
  EXPECT_EQ(shared.users[0].weight, 60.0);
  processes = {{42, 60}, {43, 0xffffffff}};
  EXPECT_FALSE(read(*source, 3s).users_known);
}

TEST_F(Amd, WarnsOnceWhenAGpuStopsAnswering) {
  const auto source = open();
  read(*source, 0s);
  driver_.gpus[0].energy_status = Status::not_found;
  EXPECT_EQ(read(*source, 1s).used, Joules{-1});
  EXPECT_THAT(batch_.warnings, SizeIs(1));
  read(*source, 2s);
  EXPECT_THAT(batch_.warnings, IsEmpty());
}

TEST_F(Amd, NamesTheGroupsWhenItMayNotBeRead) {
  driver_.init_status = Status::permission;
  const auto finding = probe()[0];
  EXPECT_EQ(finding.state, State::denied);
  EXPECT_THAT(finding.fix, HasSubstr("usermod -aG render"));
}

TEST_F(Amd, DoesNotEvenLoadTheLibraryWithoutTheDriver) {
  m_.remove("sys/module/amdgpu");
  bool was_asked = false;
  auto sensor = make_amd(m_.machine(), [&]() -> Result<std::shared_ptr<const rocm::Library>> {
    was_asked = true;
    return fail(Errc::not_present, "");
  });
  EXPECT_EQ(sensor->probe()[0].state, State::absent);
  EXPECT_FALSE(was_asked);
  EXPECT_FALSE(sensor->is_slow());
}

TEST(RocmPlace, IsReadFromThePackedAddress) {
  EXPECT_EQ(rocm::place_of(0x0001'0000'0000'8300).pci_address, "10000:83:00.0");
  EXPECT_EQ(rocm::place_of(0x0000'0001'0000'8308).pci_address, "0001:83:01.0");
  EXPECT_EQ(rocm::place_of(0x0000'0000'3000'8300).partition, 3u);
}

}  // namespace
}  // namespace wattprint::sensors
