#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "fakes/findings.hpp"
#include "fakes/unprivileged.hpp"
#include "sensors/intel/level_zero.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using sysman::Device;
using sysman::Functions;
using sysman::Level;
using sysman::PowerDomain;
using sysman::Status;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using wattprint::testing::FakeMachine;
using wattprint::testing::readable;

struct FakeDomain {
  Level level = Level::card;
  bool on_subdevice = false;
  Status status = Status::success;
  std::uint64_t microjoules = 1'000'000;
};
struct FakeGpu {
  std::uint32_t bus = 3;
  std::uint32_t device = 0;
  FakeDomain* card = nullptr;  ///< what zesDeviceGetCardPowerDomain gives
  std::vector<FakeDomain*> domains;
};
struct FakeDriver {
  std::vector<FakeGpu*> gpus;
  Status init_status = Status::success;
};
FakeDriver* fake = nullptr;

template <class Handle, class T>
Status hand_out(const std::vector<T*>& all, std::uint32_t* count, Handle* out) {
  if (out != nullptr)
    for (std::size_t i = 0; i < all.size() && i < *count; ++i)
      out[i] = reinterpret_cast<Handle>(all[i]);
  *count = static_cast<std::uint32_t>(all.size());
  return Status::success;
}

Functions functions() {
  Functions f{};
  f.init = [](std::uint32_t) { return fake->init_status; };
  f.drivers = [](std::uint32_t* count, sysman::Driver* out) {
    return hand_out(std::vector<FakeDriver*>{fake}, count, out);
  };
  f.devices = [](sysman::Driver, std::uint32_t* count, Device* out) {
    return hand_out(fake->gpus, count, out);
  };
  f.pci = [](Device d, sysman::PciProperties* pci) {
    pci->bus = reinterpret_cast<FakeGpu*>(d)->bus;
    pci->device = reinterpret_cast<FakeGpu*>(d)->device;
    return Status::success;
  };
  f.domains = [](Device d, std::uint32_t* count, PowerDomain* out) {
    return hand_out(reinterpret_cast<FakeGpu*>(d)->domains, count, out);
  };
  f.energy = [](PowerDomain d, sysman::EnergyCounter* counter) {
    counter->microjoules = reinterpret_cast<FakeDomain*>(d)->microjoules;
    return reinterpret_cast<FakeDomain*>(d)->status;
  };
  f.card_domain = [](Device d, PowerDomain* out) {
    *out = reinterpret_cast<PowerDomain>(reinterpret_cast<FakeGpu*>(d)->card);
    return *out != nullptr ? Status::success : Status::unsupported_feature;
  };
  f.properties = [](PowerDomain d, sysman::PowerProperties* properties) {
    const auto& domain = *reinterpret_cast<FakeDomain*>(d);
    properties->on_subdevice = domain.on_subdevice;
    const_cast<sysman::PowerLevel*>(static_cast<const sysman::PowerLevel*>(properties->next))
        ->level = domain.level;
    return Status::success;
  };
  return f;
}

class LevelZero : public ::testing::Test {
 protected:
  LevelZero() {
    fake = &driver_;
    driver_.gpus = {&gpu_};
    gpu_.card = &card_;
    gpu_.domains = {&tile_, &memory_, &package_, &card_};
    m_.write("sys/module/xe/version", "1\n");
  }
  Sensor& sensor() {
    if (!sensor_)
      sensor_ =
          make_level_zero(m_.machine(), [this] { return sysman::Library::adopt(functions_); });
    return *sensor_;
  }
  std::vector<Finding> probe() { return sensor().probe(); }
  std::unique_ptr<measure::Source> open() {
    const auto chosen = readable(probe());
    return sensor().open(chosen).value();
  }
  Joules read(measure::Source& source, std::chrono::nanoseconds time) {
    batch_.clear();
    source.read(Instant{time}, batch_);
    return batch_.readings.size() == 1 ? batch_.readings[0].used : Joules{-1};
  }
  /// All levels gain energy; each a different amount, so that one can tell which was read.
  void run() {
    card_.microjoules += 100'000'000;
    package_.microjoules += 80'000'000;
    memory_.microjoules += 10'000'000;
    tile_.microjoules += 40'000'000;
  }

  FakeMachine m_;
  FakeDriver driver_;
  FakeGpu gpu_;
  FakeDomain card_{.level = Level::card};
  FakeDomain package_{.level = Level::package};
  FakeDomain memory_{.level = Level::memory};
  FakeDomain tile_{.level = Level::card, .on_subdevice = true};
  Functions functions_ = functions();
  std::unique_ptr<Sensor> sensor_;
  measure::Batch batch_;
};

TEST_F(LevelZero, ReadsTheCardAndNeverASumOfLevels) {
  const auto findings = probe();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].name, "level-zero:0000:03:00.0");
  EXPECT_EQ(findings[0].state, State::ok);
  EXPECT_EQ(findings[0].extent.device, "0000:03:00.0") << "as hwmon has it";
  const auto source = open();
  EXPECT_EQ(read(*source, 0s), Joules{0});
  run();
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 100.0);
  EXPECT_LE(source->longest_interval(), 130s);
}

TEST_F(LevelZero, FindsTheHighestLevelWhenTheCardIsNotNamed) {
  gpu_.card = nullptr;
  auto source = open();
  read(*source, 0s);
  run();
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 100.0);

  card_.status = Status::unsupported_feature;
  source = open();
  read(*source, 0s);
  run();
  EXPECT_DOUBLE_EQ(read(*source, 1s).value(), 80.0);
}

TEST_F(LevelZero, DoesNotTakeAPartForTheWhole) {
  gpu_.card = nullptr;
  gpu_.domains = {&tile_, &memory_};
  EXPECT_EQ(probe()[0].state, State::absent);
}

TEST_F(LevelZero, CountsIntegratedGraphicsAsPartOfTheProcessor) {
  gpu_.bus = 0;
  gpu_.device = 2;
  EXPECT_EQ(probe()[0].extent.kind, Extent::Kind::uncore);
  EXPECT_TRUE(contains({.kind = Extent::Kind::package, .socket = 0}, probe()[0].extent));
}

TEST_F(LevelZero, NamesTheGroupWhenItMayNotBeRead) {
  card_.status = package_.status = Status::insufficient_permissions;
  gpu_.domains.clear();
  EXPECT_EQ(probe()[0].state, State::denied);
  EXPECT_EQ(probe()[0].fix, "sudo usermod -aG render $USER, then log in again");
}

TEST_F(LevelZero, SeesThatAClosedRenderNodeHidesTheGpus) {
  driver_.gpus.clear();
  EXPECT_EQ(probe()[0].state, State::absent);
  m_.write("dev/dri/renderD128", "");
  std::filesystem::permissions(m_.root() / "dev/dri/renderD128", std::filesystem::perms(0));
  std::filesystem::permissions(m_.root(), std::filesystem::perms(0755));
  const wattprint::testing::Unprivileged nobody;
  if (!nobody.is_active()) GTEST_SKIP() << "cannot give up root here";
  EXPECT_EQ(probe()[0].state, State::denied);
}

TEST_F(LevelZero, SaysWhyTheLibraryDoesNotStart) {
  driver_.init_status = Status::uninitialized;
  EXPECT_EQ(probe()[0].state, State::absent);
  driver_.init_status = Status::insufficient_permissions;
  EXPECT_EQ(probe()[0].state, State::denied);
  driver_.init_status = Status::device_lost;
  EXPECT_EQ(probe()[0].state, State::broken);
  EXPECT_THAT(probe()[0].detail, HasSubstr("0x70000001"));
}

TEST_F(LevelZero, IsNotAskedWithoutAnIntelDriver) {
  m_.remove("sys/module/xe");
  EXPECT_EQ(probe()[0].state, State::absent);
  EXPECT_THAT(probe()[0].detail, HasSubstr("i915"));
}

TEST_F(LevelZero, WarnsOnceWhenAGpuStopsAnswering) {
  const auto source = open();
  read(*source, 0s);
  card_.status = Status::device_lost;
  EXPECT_EQ(read(*source, 1s), Joules{-1});
  ASSERT_THAT(batch_.warnings, SizeIs(1));
  EXPECT_THAT(batch_.warnings[0].message, HasSubstr("device lost"));
  read(*source, 2s);
  EXPECT_THAT(batch_.warnings, IsEmpty());
}

}  // namespace
}  // namespace wattprint::sensors
