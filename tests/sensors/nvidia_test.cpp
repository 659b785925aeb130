#include "sensors/nvidia/nvidia.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <map>

#include "fakes/findings.hpp"
#include "sensors/nvidia/process_use.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using nvml::Device;
using nvml::Functions;
using nvml::Status;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;
using wattprint::testing::readable;

/// One GPU, or one MIG device, of the driver that the tests talk to.
struct FakeGpu {
  std::string uuid;
  std::string model = "NVIDIA A100-SXM4-80GB";
  std::string bus_id = "00000000:65:00.0";
  unsigned architecture = 7;
  Status energy_status = Status::success;
  unsigned long long energy_mj = 1'000'000;
  Status power_status = Status::success;
  unsigned power_mw = 100'000;
  Status field_status = Status::not_supported;
  unsigned field_mw = 100'000;
  Status utilization_status = Status::success;
  std::vector<nvml::UtilizationSample> samples;  ///< all there ever were
  Status processes_status = Status::success;
  std::vector<unsigned> pids;
  bool is_mig = false;
  std::vector<FakeGpu*> instances;
  unsigned multiprocessors = 0;
};

struct FakeDriver {
  std::vector<FakeGpu*> gpus;
  Status init_status = Status::success;
  int inits = 0;
  int shutdowns = 0;
};
FakeDriver* driver = nullptr;  // the C functions below have no other way to find it

FakeGpu& of(Device device) { return *reinterpret_cast<FakeGpu*>(device); }
Device handle(FakeGpu* gpu) { return reinterpret_cast<Device>(gpu); }

Status copy(const std::string& text, char* out, unsigned length) {
  if (text.size() >= length) return Status::insufficient_size;
  std::memcpy(out, text.c_str(), text.size() + 1);
  return Status::success;
}

Functions functions() {
  Functions f{};
  f.init = [] {
    ++driver->inits;
    return driver->init_status;
  };
  f.shutdown = [] {
    ++driver->shutdowns;
    return Status::success;
  };
  f.count = [](unsigned* count) {
    *count = static_cast<unsigned>(driver->gpus.size());
    return Status::success;
  };
  f.handle_by_index = [](unsigned i, Device* device) {
    *device = handle(driver->gpus.at(i));
    return Status::success;
  };
  f.handle_by_uuid = [](const char* uuid, Device* device) {
    for (auto* gpu : driver->gpus)
      if (gpu->uuid == uuid) {
        *device = handle(gpu);
        return Status::success;
      }
    return Status::not_found;
  };
  f.error_string = [](Status) { return "some error"; };
  f.uuid = [](Device d, char* out, unsigned n) { return copy(of(d).uuid, out, n); };
  f.name = [](Device d, char* out, unsigned n) { return copy(of(d).model, out, n); };
  f.pci_info = [](Device d, nvml::PciInfo* info) {
    return copy(of(d).bus_id, info->bus_id, sizeof info->bus_id);
  };
  f.architecture = [](Device d, unsigned* architecture) {
    *architecture = of(d).architecture;
    return Status::success;
  };
  f.total_energy = [](Device d, unsigned long long* mj) {
    *mj = of(d).energy_mj;
    return of(d).energy_status;
  };
  f.power_usage = [](Device d, unsigned* mw) {
    *mw = of(d).power_mw;
    return of(d).power_status;
  };
  f.field_values = [](Device d, int, nvml::FieldValue* value) {
    value->status = value->field == 186 ? of(d).field_status : Status::not_supported;
    value->type = 1;
    value->value.as_unsigned = of(d).field_mw;
    return Status::success;
  };
  f.process_utilization = [](Device d, nvml::UtilizationSample* out, unsigned* count,
                             unsigned long long last_seen) {
    const auto& gpu = of(d);
    if (gpu.utilization_status != Status::success) return gpu.utilization_status;
    std::vector<nvml::UtilizationSample> fresh;
    for (const auto& sample : gpu.samples)
      if (sample.timestamp_us > last_seen) fresh.push_back(sample);
    if (fresh.empty()) return Status::not_found;
    const bool fits = *count >= fresh.size();
    *count = static_cast<unsigned>(fresh.size());
    if (!fits) return Status::insufficient_size;
    std::copy(fresh.begin(), fresh.end(), out);
    return Status::success;
  };
  f.compute_processes = [](Device d, unsigned* count, nvml::ProcessInfo* out) {
    const auto& gpu = of(d);
    if (gpu.processes_status != Status::success) return gpu.processes_status;
    const bool fits = *count >= gpu.pids.size();
    *count = static_cast<unsigned>(gpu.pids.size());
    if (!fits) return Status::insufficient_size;
    for (const unsigned pid : gpu.pids) *out++ = {pid, 0, 0, 0};
    return Status::success;
  };
  f.mig_mode = [](Device d, unsigned* current, unsigned* pending) {
    *current = *pending = of(d).is_mig;
    return Status::success;
  };
  f.max_mig_devices = [](Device, unsigned* count) {
    *count = 7;
    return Status::success;
  };
  f.mig_device = [](Device d, unsigned i, Device* instance) {
    if (i >= of(d).instances.size()) return Status::not_found;
    *instance = handle(of(d).instances[i]);
    return Status::success;
  };
  f.attributes = [](Device d, nvml::Attributes* attributes) {
    attributes->multiprocessors = of(d).multiprocessors;
    return Status::success;
  };
  return f;
}

class Nvidia : public ::testing::Test {
 protected:
  Nvidia() {
    driver = &driver_;
    driver_.gpus = {&gpu_};
    gpu_.uuid = "GPU-1a2b3c4d-0000-1111-2222-333344445555";
  }

  Sensor& sensor() {
    if (!sensor_)
      sensor_ = make_nvidia(
          m_.machine(), [this] { return nvml::Library::adopt(functions_); }, options_);
    return *sensor_;
  }
  std::vector<Finding> probe() { return sensor().probe(); }
  std::unique_ptr<measure::Source> open() {
    const auto chosen = readable(probe());
    return sensor().open(chosen).value();
  }
  /// The first domain's reading at `time`; one of -1 J when there was none.
  measure::Reading read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    if (!batch_.readings.empty()) return batch_.readings[0];
    measure::Reading none;
    none.used = Joules{-1};
    return none;
  }
  static std::map<pid_t, double> weights(const measure::Reading& reading) {
    std::map<pid_t, double> weights;
    for (const auto& use : reading.users) weights[use.pid] = use.weight;
    return weights;
  }

  FakeMachine m_;
  FakeDriver driver_;
  FakeGpu gpu_;
  Functions functions_ = functions();
  NvidiaOptions options_;
  std::unique_ptr<Sensor> sensor_;
  measure::Batch batch_;
};

TEST_F(Nvidia, CountsTheEnergyCounterInMillijoules) {
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].name, "nvidia:GPU-1a2b3c4d");
  EXPECT_EQ(findings[0].state, State::ok);
  EXPECT_EQ(findings[0].extent.device, "0000:65:00.0") << "as hwmon has it";
  const auto source = open();
  EXPECT_EQ(read(*source, 0s).used, Joules{0});
  gpu_.energy_mj += 250'500;
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 250.5);
  EXPECT_THAT(source->domains()[0].source, HasSubstr("total energy counter"));
  EXPECT_EQ(source->domains()[0].device, "GPU-1a2b3c4d");
}

TEST_F(Nvidia, IntegratesThePowerOfAGpuWithoutACounterInsteadOfReportingZero) {
  gpu_.model = "NVIDIA GeForce GTX 1080";
  gpu_.architecture = 4;
  gpu_.energy_status = Status::not_supported;
  const auto source = open();
  EXPECT_EQ(read(*source, 0s).used, Joules{0});
  gpu_.power_mw = 200'000;
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 150.0);
  EXPECT_THAT(source->domains()[0].source, HasSubstr("instantaneous power"));
  EXPECT_LE(source->longest_interval(), 1s);
}

TEST_F(Nvidia, TakesACounterThatStandsAtZeroForNone) {
  gpu_.energy_mj = 0;
  EXPECT_THAT(probe()[0].detail, HasSubstr("power"));
  EXPECT_EQ(probe()[0].state, State::ok);
}

TEST_F(Nvidia, WorksWithADriverThatLacksTheNewerFunctions) {
  functions_.total_energy = nullptr;
  functions_.field_values = nullptr;
  functions_.process_utilization = nullptr;
  functions_.compute_processes = nullptr;
  functions_.mig_mode = nullptr;
  functions_.max_mig_devices = nullptr;
  functions_.architecture = nullptr;
  functions_.pci_info = nullptr;
  functions_.name = nullptr;
  functions_.error_string = nullptr;
  const auto source = open();
  read(*source, 0s);
  const auto reading = read(*source, 1s);
  EXPECT_DOUBLE_EQ(reading.used.value(), 100.0);
  EXPECT_FALSE(reading.users_known);
}

TEST_F(Nvidia, SaysWhetherPowerIsAnAverageOrASnapshot) {
  gpu_.energy_status = Status::not_supported;
  const auto how = [&] { return probe()[0].detail; };
  gpu_.architecture = 8;
  gpu_.model = "NVIDIA L4";
  EXPECT_THAT(how(), HasSubstr("average power over 1 s"));
  gpu_.architecture = 7;
  EXPECT_THAT(how(), HasSubstr("average power over 1 s"));
  gpu_.model = "NVIDIA A100-PCIE-40GB";
  EXPECT_THAT(how(), HasSubstr("instantaneous"));
  gpu_.field_status = Status::success;
  EXPECT_THAT(how(), HasSubstr("instantaneous power, integrated"));
}

TEST_F(Nvidia, PrefersField186ToTheOlderPowerCall) {
  gpu_.energy_status = Status::not_supported;
  gpu_.field_status = Status::success;
  gpu_.field_mw = 300'000;
  const auto source = open();
  read(*source, 0s);
  EXPECT_DOUBLE_EQ(read(*source, 1s).used.value(), 300.0);
}

TEST_F(Nvidia, SharesAGpuBySmUtilisationSinceTheLastLook) {
  gpu_.samples = {{41, 1'000'000, 90, 0, 0, 0}};
  const auto source = open();
  read(*source, 0s);
  gpu_.samples.push_back({42, 2'000'000, 60, 0, 0, 0});
  gpu_.samples.push_back({43, 2'000'000, 20, 0, 0, 0});
  gpu_.samples.push_back({42, 2'500'000, 30, 0, 0, 0});
  const auto reading = read(*source, 1s);
  ASSERT_TRUE(reading.users_known);
  EXPECT_EQ(weights(reading), (std::map<pid_t, double>{{42, 90.0}, {43, 20.0}}));
}

TEST_F(Nvidia, KeepsTheLastSharesBetweenTwoSamplesAndForgetsThemWhenNoneCome) {
  gpu_.samples = {{42, 1'000'000, 50, 0, 0, 0}};
  const auto source = open();
  read(*source, 0s);
  EXPECT_EQ(weights(read(*source, 100ms)), (std::map<pid_t, double>{{42, 50.0}}));
  const auto idle = read(*source, 5s);
  EXPECT_TRUE(idle.users_known);
  EXPECT_THAT(idle.users, IsEmpty());
}

TEST_F(Nvidia, CountsAVideoEncoderThatLeavesTheSmsIdle) {
  gpu_.samples = {{42, 1'000'000, 0, 0, 70, 0}, {43, 1'000'000, 0, 0, 0, 0}};
  const auto source = open();
  EXPECT_EQ(weights(read(*source, 0s)), (std::map<pid_t, double>{{42, 70.0}}));
}

TEST_F(Nvidia, DropsTheGarbageThatSomeDriversReturn) {
  gpu_.samples = {{0, 1'000'000, 50, 0, 0, 0},
                  {7, 99'000'000'000'000, 4'000'000'000u, 0, 0, 0},
                  {42, 1'000'000, 50, 0, 0, 0}};
  const auto source = open();
  EXPECT_EQ(weights(read(*source, 0s)), (std::map<pid_t, double>{{42, 50.0}}));
  gpu_.samples.push_back({42, 2'000'000, 10, 0, 0, 0});
  EXPECT_EQ(weights(read(*source, 1s)), (std::map<pid_t, double>{{42, 10.0}}))
      << "the garbage time stamp was not believed either";
}

TEST_F(Nvidia, AsksAgainWhenThereAreMoreSamplesThanExpected) {
  for (unsigned pid = 1; pid <= 500; ++pid) gpu_.samples.push_back({pid, 1'000'000, 1, 0, 0, 0});
  const auto source = open();
  EXPECT_THAT(read(*source, 0s).users, SizeIs(500));
}

TEST_F(Nvidia, KnowsTheUserWhenOnlyOneProcessHoldsTheGpu) {
  gpu_.utilization_status = Status::not_supported;
  gpu_.pids = {42};
  const auto source = open();
  EXPECT_EQ(weights(read(*source, 0s)), (std::map<pid_t, double>{{42, 1.0}}));
  gpu_.pids = {};
  const auto unused = read(*source, 1s);
  EXPECT_TRUE(unused.users_known);
  EXPECT_THAT(unused.users, IsEmpty());
}

TEST_F(Nvidia, DoesNotGuessHowSeveralProcessesShareTheGpu) {
  gpu_.utilization_status = Status::not_supported;
  gpu_.pids = {42, 43};
  const auto source = open();
  EXPECT_FALSE(read(*source, 0s).users_known);
  gpu_.processes_status = Status::no_permission;
  EXPECT_FALSE(read(*source, 1s).users_known);
}

TEST_F(Nvidia, KnowsThatTheRunIsNotTheUserOfAGpuThatItCannotSee) {
  gpu_.utilization_status = Status::not_supported;
  gpu_.pids = {42, 43};
  options_.visible_devices.list = "";
  EXPECT_THAT(probe()[0].detail, HasSubstr("CUDA_VISIBLE_DEVICES"));
  EXPECT_EQ(probe()[0].state, State::ok) << "it is part of the machine all the same";
  const auto reading = read(*open(), 0s);
  EXPECT_TRUE(reading.users_known);
  EXPECT_EQ(weights(reading), (std::map<pid_t, double>{{0, 1.0}}));
}

TEST_F(Nvidia, SharesAPartitionedGpuByTheSmsOfTheInstancesInUse) {
  FakeGpu large{.uuid = "MIG-1", .pids = {42}, .multiprocessors = 56};
  FakeGpu small{.uuid = "MIG-2", .pids = {43, 44}, .multiprocessors = 14};
  FakeGpu idle{.uuid = "MIG-3", .multiprocessors = 28};
  gpu_.is_mig = true;
  gpu_.instances = {&large, &small, &idle};
  gpu_.utilization_status = Status::not_supported;
  const auto reading = read(*open(), 0s);
  ASSERT_TRUE(reading.users_known);
  EXPECT_EQ(weights(reading), (std::map<pid_t, double>{{42, 56.0}, {43, 7.0}, {44, 7.0}}));
}

TEST_F(Nvidia, GivesUpAGpuThatIsLostWithOneWarning) {
  const auto source = open();
  read(*source, 0s);
  gpu_.energy_status = Status::gpu_is_lost;
  EXPECT_EQ(read(*source, 1s).used, Joules{-1});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "nvidia-gpu-lost");
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("GPU-1a2b3c4d"));
  EXPECT_THAT(batch_.warnings[0].fix, HasSubstr("--gpu-reset"));
  gpu_.energy_status = Status::success;
  EXPECT_EQ(read(*source, 2s).used, Joules{-1}) << "it is not asked again";
  EXPECT_THAT(batch_.warnings, IsEmpty());
}

TEST_F(Nvidia, FindsARestartedDriverAgainAndMakesNoEnergyOfItsNewCounter) {
  const auto source = open();
  read(*source, 0s);
  gpu_.energy_status = Status::uninitialized;
  const int inits = driver_.inits;
  EXPECT_EQ(read(*source, 1s).used, Joules{-1});
  EXPECT_EQ(driver_.inits, inits + 1);
  gpu_.energy_status = Status::success;
  gpu_.energy_mj = 500;
  EXPECT_EQ(read(*source, 2s).used, Joules{0});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_EQ(batch_.warnings[0].code, "counter-reset");
  gpu_.energy_mj = 1500;
  EXPECT_DOUBLE_EQ(read(*source, 3s).used.value(), 1.0);
}

TEST_F(Nvidia, DoesNotHammerADriverThatStaysAway) {
  const auto source = open();
  read(*source, 0s);
  gpu_.energy_status = Status::driver_not_loaded;
  driver_.init_status = Status::driver_not_loaded;
  const int inits = driver_.inits;
  for (int i = 1; i <= 40; ++i) read(*source, i * 100ms);
  EXPECT_EQ(driver_.inits, inits + 1);
}

TEST_F(Nvidia, CatchesUpByTheCounterAfterAFailedRead) {
  const auto source = open();
  read(*source, 0s);
  gpu_.energy_status = Status::timeout;
  gpu_.energy_mj += 100'000;
  EXPECT_EQ(read(*source, 1s).used, Joules{-1});
  EXPECT_THAT(batch_.warnings, SizeIs(1));
  gpu_.energy_status = Status::success;
  gpu_.energy_mj += 100'000;
  EXPECT_DOUBLE_EQ(read(*source, 2s).used.value(), 200.0);
}

TEST_F(Nvidia, ListsAGpuWithoutAnyMeterAsAbsent) {
  gpu_.energy_status = Status::not_supported;
  gpu_.power_status = Status::not_supported;
  EXPECT_EQ(probe()[0].state, State::absent);
  EXPECT_THAT(probe()[0].fix, HasSubstr("Jetson"));
  gpu_.power_status = Status::no_permission;
  EXPECT_EQ(probe()[0].state, State::denied);
  EXPECT_FALSE(probe()[0].fix.empty());
}

TEST_F(Nvidia, SaysWhatToDoWhenTheDriverDoesNotStart) {
  for (const auto& [status, state, hint] : std::vector<std::tuple<Status, State, std::string>>{
           {Status::driver_not_loaded, State::absent, "modprobe nvidia"},
           {Status::version_mismatch, State::broken, "reboot"},
           {Status::no_permission, State::denied, "/dev/nvidia"},
           {Status::unknown, State::broken, "nvidia-smi"}}) {
    driver_.init_status = status;
    const auto finding = probe()[0];
    EXPECT_EQ(finding.state, state);
    EXPECT_THAT(finding.detail, HasSubstr(hint));
  }
}

TEST_F(Nvidia, IsAbsentWithoutTheLibraryAndBrokenWhenOnlyTheLibraryIsMissing) {
  const auto no_library = []() -> Result<std::shared_ptr<const nvml::Library>> {
    return fail(Errc::not_present, "libnvidia-ml.so.1: cannot open shared object file");
  };
  auto sensor = make_nvidia(m_.machine(), no_library, {});
  EXPECT_TRUE(sensor->is_slow());
  EXPECT_EQ(sensor->probe()[0].state, State::absent);
  m_.write("sys/module/nvidia/version", "550\n");
  EXPECT_EQ(sensor->probe()[0].state, State::broken);
  EXPECT_THAT(sensor->probe()[0].fix, HasSubstr("--gpus all"));
}

TEST_F(Nvidia, ShutsTheLibraryDownWithItsLastUser) {
  auto source = open();
  sensor_.reset();
  EXPECT_EQ(driver_.shutdowns, 0);
  source.reset();
  EXPECT_EQ(driver_.shutdowns, 1);
}

TEST_F(Nvidia, ReadsAllGpusOfTheMachine) {
  FakeGpu second{.uuid = "GPU-99999999-0", .bus_id = "00000000:CA:00.0"};
  driver_.gpus.push_back(&second);
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[1].extent.device, "0000:ca:00.0");
  EXPECT_FALSE(overlaps(findings[0].extent, findings[1].extent));
  const auto source = open();
  read(*source, 0s);
  gpu_.energy_mj += 1000;
  second.energy_mj += 3000;
  read(*source, 1s);
  ASSERT_THAT(batch_.readings, SizeIs(2));
  EXPECT_DOUBLE_EQ(batch_.readings[1].used.value(), 3.0);
}

}  // namespace
}  // namespace wattprint::sensors
