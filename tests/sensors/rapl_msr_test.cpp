#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sensors/rapl/msr.hpp"
#include "sensors/rapl/msr_layout.hpp"
#include "sensors/select.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kUnit14 = 0xa0e03;  // energy unit 2^-14 J, as on Intel servers
constexpr std::uint64_t kUnit16 = 0xa1003;  // 2^-16 J, as on AMD

/// Registers by (device, address).
class FakeRegisters {
 public:
  rapl::MsrAccess access() {
    return {.open = [this](const std::filesystem::path& device) -> Result<Fd> {
              if (refusal_) return fail(*refusal_, device.string() + ": refused");
              Fd fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
              devices_[fd.get()] = device.parent_path().filename().string();
              return fd;
            },
            .read = [this](const Fd& fd, std::uint32_t address) -> Result<std::uint64_t> {
              const auto value = values_.find({devices_.at(fd.get()), address});
              if (value == values_.end()) return fail(Errc::io, "Input/output error");
              return value->second;
            }};
  }
  void set(int cpu, std::uint32_t address, std::uint64_t value) {
    values_[{std::to_string(cpu), address}] = value;
  }
  std::optional<Errc> refusal_;

 private:
  std::map<int, std::string> devices_;
  std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> values_;
};

void add_cpus(const testing::FakeMachine& m, const std::string& vendor, unsigned family,
              unsigned model, const std::string& flags = "fpu") {
  m.write("proc/cpuinfo", "processor : 0\nvendor_id : " + vendor +
                              "\ncpu family : " + std::to_string(family) +
                              "\nmodel : " + std::to_string(model) + "\nflags : " + flags + "\n\n");
  m.write("sys/devices/system/cpu/online", "0-3\n");
  for (int cpu = 0; cpu < 4; ++cpu) {
    const std::string topology = "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    m.write(topology + "physical_package_id", std::to_string(cpu / 2) + "\n");
    m.write(topology + "package_cpus_list", cpu < 2 ? "0-1\n" : "2-3\n");
    m.write("dev/cpu/" + std::to_string(cpu) + "/msr", "");
  }
}

Opened open_one(Sensor& sensor) {
  const std::vector<Sensor*> sensors{&sensor};
  return open_all(sensors);
}

TEST(RaplMsr, ReadsEachIntelPackageInItsUnitsThroughA32BitWrap) {
  testing::FakeMachine m;
  add_cpus(m, "GenuineIntel", 6, 0x55);  // Skylake-SP: DRAM counts 2^-16 J
  FakeRegisters registers;
  for (const int cpu : {0, 2}) {
    registers.set(cpu, 0x606, kUnit14);
    registers.set(cpu, 0x611, 0xfffff000);
    registers.set(cpu, 0x619, 1000);
  }
  auto sensor = make_msr(m.machine(), registers.access());
  auto opened = open_one(*sensor);
  ASSERT_EQ(opened.sources.size(), 1u);
  auto& source = *opened.sources[0];
  ASSERT_EQ(source.domains().size(), 4u);
  EXPECT_EQ(source.domains()[2].device, "package-1");
  measure::Batch batch;
  source.read(Instant{10s}, batch);
  batch.clear();

  registers.set(0, 0x611, 0xabcd000000003000);  // 0x1000 to the wrap, 0x3000 after it
  registers.set(0, 0x619, 1000 + 65536 * 3);    // 3 J
  registers.set(2, 0x611, 0xfffff000 + 0x800);  // 0.125 J
  source.read(Instant{11s}, batch);
  ASSERT_EQ(batch.readings.size(), 4u);
  EXPECT_DOUBLE_EQ(batch.readings[0].used.value(), 1.0);
  EXPECT_DOUBLE_EQ(batch.readings[1].used.value(), 3.0);
  EXPECT_DOUBLE_EQ(batch.readings[2].used.value(), 0.125);
  // DRAM of 2^-16 J: 65,536 J at 400 W, halved.
  EXPECT_EQ(source.longest_interval(), 81'920ms);
}

TEST(RaplMsr, ReadsAmdPackages) {
  testing::FakeMachine m;
  add_cpus(m, "AuthenticAMD", 0x19, 0x11);
  FakeRegisters registers;
  for (const int cpu : {0, 2}) {
    registers.set(cpu, 0xc0010299, kUnit16);
    registers.set(cpu, 0xc001029b, 65536);
  }
  auto sensor = make_msr(m.machine(), registers.access());
  auto opened = open_one(*sensor);
  ASSERT_EQ(opened.sources.size(), 1u);
  measure::Batch batch;
  opened.sources[0]->read(Instant{10s}, batch);
  batch.clear();
  registers.set(2, 0xc001029b, 65536 * 11);
  opened.sources[0]->read(Instant{11s}, batch);
  EXPECT_DOUBLE_EQ(batch.readings.at(1).used.value(), 10.0);
}

TEST(RaplMsr, PartsThatTheProcessorDoesNotCountAreNotListed) {
  testing::FakeMachine m;
  add_cpus(m, "GenuineIntel", 6, 0x9e);
  FakeRegisters registers;
  for (const int cpu : {0, 2}) {
    registers.set(cpu, 0x606, kUnit14);
    registers.set(cpu, 0x611, 1);
    registers.set(cpu, 0x64d, 0);  // the platform's register is there and dead
  }
  auto sensor = make_msr(m.machine(), registers.access());
  EXPECT_EQ(sensor->probe().size(), 2u);
}

TEST(RaplMsr, RegistersThatReadZeroAreBroken) {
  testing::FakeMachine m;
  add_cpus(m, "AuthenticAMD", 0x19, 0x11);
  FakeRegisters registers;
  registers.set(0, 0xc0010299, 0);
  registers.set(2, 0xc0010299, kUnit16);
  registers.set(2, 0xc001029b, 0);
  const auto findings = make_msr(m.machine(), registers.access())->probe();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].state, State::broken);
  EXPECT_EQ(findings[1].state, State::broken);
  EXPECT_THAT(findings[1].detail, HasSubstr("reads 0"));
}

TEST(RaplMsr, IsDeniedWithoutRoot) {
  testing::FakeMachine m;
  add_cpus(m, "GenuineIntel", 6, 0x9e);
  FakeRegisters registers;
  registers.refusal_ = Errc::permission_denied;
  const auto findings = make_msr(m.machine(), registers.access())->probe();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].state, State::denied);
  EXPECT_EQ(findings[0].name, "rapl-msr:package-0");
  EXPECT_FALSE(findings[0].fix.empty());
}

TEST(RaplMsr, IsAbsentWithoutTheModule) {
  testing::FakeMachine m;
  add_cpus(m, "GenuineIntel", 6, 0x9e);
  m.remove("dev/cpu");
  const auto findings = make_msr(m.machine())->probe();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].fix, HasSubstr("sudo modprobe msr"));
}

TEST(RaplMsr, IsAbsentInVirtualMachinesAndOnOtherProcessors) {
  testing::FakeMachine m;
  add_cpus(m, "GenuineIntel", 6, 0x9e, "fpu hypervisor");
  EXPECT_THAT(make_msr(m.machine())->probe().at(0).detail, HasSubstr("virtual machine"));
  add_cpus(m, "AuthenticAMD", 0x15, 2);
  EXPECT_EQ(make_msr(m.machine())->probe().at(0).state, State::absent);
  m.remove("proc/cpuinfo");
  EXPECT_EQ(make_msr(m.machine())->probe().at(0).state, State::absent);
}

TEST(RaplMsr, TheDeviceIsReadAtTheRegistersAddress) {
  testing::FakeMachine m;
  std::string content(0x620, '\0');
  content[0x611] = 0x34;
  content[0x612] = 0x12;
  m.write("dev/cpu/0/msr", content);
  const auto access = rapl::device_msr_access();
  const auto device = access.open(m.root() / "dev/cpu/0/msr");
  ASSERT_TRUE(device);
  EXPECT_EQ(access.read(*device, 0x611).value(), 0x1234u);
  EXPECT_EQ(access.read(*device, 0xc0010299).error().code, Errc::io);
  EXPECT_EQ(access.open(m.root() / "dev/cpu/7/msr").error().code, Errc::not_present);
}

rapl::CpuIdentity intel(unsigned model) {
  return {.vendor = "GenuineIntel", .family = 6, .model = model};
}

Joules fixed_unit(unsigned model, Extent::Kind kind) {
  const auto layout = rapl::msr_layout(intel(model));
  for (const auto& energy : layout->registers)
    if (energy.kind == kind) return energy.fixed_unit;
  return {};
}

TEST(MsrLayout, KnowsTheModelsWithUnitsOfTheirOwn) {
  EXPECT_EQ(fixed_unit(0x3f, Extent::Kind::dram), Joules{1.0 / 65536});  // Haswell-EP, 15.3 uJ
  EXPECT_EQ(fixed_unit(0x6a, Extent::Kind::dram), Joules{1.0 / 65536});  // Ice Lake-SP
  EXPECT_EQ(fixed_unit(0x8f, Extent::Kind::dram), Joules{});             // Sapphire Rapids: common
  EXPECT_EQ(fixed_unit(0x8f, Extent::Kind::machine), Joules{1.0});
  EXPECT_EQ(fixed_unit(0x9e, Extent::Kind::machine), Joules{});
}

TEST(MsrLayout, UnderstandsTheEnergyUnit) {
  const auto core = *rapl::msr_layout(intel(0x9e));
  EXPECT_DOUBLE_EQ(rapl::energy_unit(kUnit14, core)->value(), 1.0 / 16384);
  const auto silvermont = *rapl::msr_layout(intel(0x37));
  EXPECT_DOUBLE_EQ(rapl::energy_unit(0x505, silvermont)->value(), 32e-6);
  EXPECT_FALSE(rapl::energy_unit(0, core));
}

TEST(MsrLayout, IsUnknownForOtherProcessors) {
  EXPECT_FALSE(rapl::msr_layout({.vendor = "GenuineIntel", .family = 15, .model = 4}));
  EXPECT_FALSE(rapl::msr_layout({.vendor = "AuthenticAMD", .family = 0x15, .model = 2}));
  EXPECT_FALSE(rapl::msr_layout({.vendor = "CentaurHauls", .family = 7, .model = 0x3b}));
  EXPECT_TRUE(rapl::msr_layout({.vendor = "HygonGenuine", .family = 0x18, .model = 0}));
}

}  // namespace
}  // namespace wattprint::sensors
