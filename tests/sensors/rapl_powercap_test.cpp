#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <map>
#include <thread>

#include "sensors/rapl/powercap.hpp"
#include "sensors/rapl/powercap_counter.hpp"
#include "sensors/select.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::string kClass = "sys/class/powercap/";
/// What the kernel shows for a unit of 2^-14 J: 4294967295 x 61035 nJ.
constexpr std::uint64_t kServerRange = 262'143'328'850;

Instant at(std::chrono::nanoseconds since_boot) { return Instant{since_boot}; }

void set_energy(const testing::FakeMachine& m, const std::string& zone, std::uint64_t microjoules) {
  m.write(kClass + zone + "/energy_uj", std::to_string(microjoules) + "\n");
}

void add_zone(const testing::FakeMachine& m, const std::string& zone, const std::string& name,
              std::uint64_t microjoules, std::uint64_t range = kServerRange) {
  m.write(kClass + zone + "/name", name + "\n");
  m.write(kClass + zone + "/max_energy_range_uj", std::to_string(range) + "\n");
  set_energy(m, zone, microjoules);
}

/// Two sockets with cores and memory, psys, an MMIO twin, a hexadecimal index, other control types.
void add_server(const testing::FakeMachine& m) {
  m.write(kClass + "intel-rapl/enabled", "1\n");
  m.write(kClass + "idle-injection/enabled", "0\n");
  add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
  add_zone(m, "intel-rapl:0:0", "core", 2'000'000);
  add_zone(m, "intel-rapl:0:1", "uncore", 3'000'000);
  add_zone(m, "intel-rapl:0:2", "dram", 4'000'000, 65'712'999'613);
  add_zone(m, "intel-rapl:1", "psys", 5'000'000);
  add_zone(m, "intel-rapl:a", "package-1", 6'000'000);
  add_zone(m, "intel-rapl:a:0", "dram", 7'000'000, 65'712'999'613);
  add_zone(m, "intel-rapl-mmio:0", "package-0", 1'000'000);
}

/// What is read on a machine, by device; empty batches and all.
class Reader {
 public:
  explicit Reader(const Machine& machine, rapl::OpenFile open = &KernelFile::open)
      : sensor_(make_powercap(machine, std::move(open))) {
    const std::vector<Sensor*> sensors{sensor_.get()};
    opened_ = open_all(sensors);
  }

  std::map<std::string, double> read(std::chrono::nanoseconds when) {
    batch_.clear();
    std::map<std::string, double> joules;
    for (auto& source : opened_.sources) {
      const std::size_t before = batch_.readings.size();
      source->read(at(when), batch_);
      for (std::size_t i = before; i < batch_.readings.size(); ++i)
        joules[source->domains()[batch_.readings[i].domain].device] =
            batch_.readings[i].used.value();
    }
    return joules;
  }
  std::vector<std::string> warning_codes() const {
    std::vector<std::string> codes;
    for (const auto& warning : batch_.warnings) codes.push_back(warning.code);
    return codes;
  }
  const Opened& opened() const { return opened_; }
  const measure::Batch& batch() const { return batch_; }

 private:
  std::unique_ptr<Sensor> sensor_;
  Opened opened_;
  measure::Batch batch_;
};

std::vector<std::string> names_with(State state, const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const auto& f : findings)
    if (f.state == state) names.push_back(f.name);
  return names;
}

TEST(RaplPowercap, ReadsPackagesAndMemoryAndListsTheRestAsDuplicates) {
  testing::FakeMachine m;
  add_server(m);
  const Reader run(m.machine());
  EXPECT_THAT(names_with(State::ok, run.opened().findings),
              ElementsAre("rapl-powercap:package-0", "rapl-powercap:dram-0",
                          "rapl-powercap:package-1", "rapl-powercap:dram-1"));
  EXPECT_THAT(names_with(State::duplicate, run.opened().findings),
              ElementsAre("rapl-powercap:core-0", "rapl-powercap:uncore-0", "rapl-powercap:psys",
                          "rapl-powercap:package-0:mmio"));
  EXPECT_THAT(run.opened().warnings, IsEmpty());
}

TEST(RaplPowercap, DescribesItsDomains) {
  testing::FakeMachine m;
  add_server(m);
  const Reader run(m.machine());
  const auto domains = run.opened().sources.at(0)->domains();
  ASSERT_EQ(domains.size(), 4u);
  EXPECT_EQ(domains[1].component, measure::Component::dram);
  EXPECT_EQ(domains[1].device, "dram-0");
  EXPECT_EQ(domains[1].sensor, "rapl-powercap");
  EXPECT_EQ(domains[1].source, "RAPL dram-0 by powercap");
  EXPECT_EQ(domains[1].basis, Basis::measured);
  EXPECT_LT(domains[1].spread.low, 1.0);
}

TEST(RaplPowercap, StartsAtZeroAndCountsEachZoneOnItsOwn) {
  testing::FakeMachine m;
  add_server(m);
  Reader run(m.machine());
  for (const auto& [device, joules] : run.read(10s)) EXPECT_EQ(joules, 0.0) << device;

  set_energy(m, "intel-rapl:0", 101'000'000);   // 100 J
  set_energy(m, "intel-rapl:0:2", 24'000'000);  // 20 J
  set_energy(m, "intel-rapl:1", 405'000'000);   // psys, not read
  set_energy(m, "intel-rapl:a", 86'000'000);    // 80 J
  set_energy(m, "intel-rapl:a:0", 22'000'000);  // 15 J
  set_energy(m, "intel-rapl-mmio:0", 101'000'000);
  const auto joules = run.read(11s);
  ASSERT_EQ(joules.size(), 4u);
  EXPECT_DOUBLE_EQ(joules.at("package-0"), 100.0);
  EXPECT_DOUBLE_EQ(joules.at("dram-0"), 20.0);
  EXPECT_DOUBLE_EQ(joules.at("package-1"), 80.0);
  EXPECT_DOUBLE_EQ(joules.at("dram-1"), 15.0);
}

TEST(RaplPowercap, CountsThroughAWrap) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 262'143'328'850 - 5'000'000);
  Reader run(m.machine());
  run.read(10s);
  set_energy(m, "intel-rapl:0", 20'000'000);
  // 5 J to the largest value, one unit of 61 uJ to 0, and 20 J more.
  EXPECT_NEAR(run.read(11s).at("package-0"), 25.000061, 1e-9);
}

TEST(RaplPowercap, FollowsASmallRangeThatWrapsManyTimes) {
  testing::FakeMachine m;
  constexpr std::uint64_t kRange = 150'000'000;  // 150 J: at 240 W a wrap every 0.625 s
  add_zone(m, "intel-rapl:0", "package-0", 140'000'000, kRange);
  Reader run(m.machine());
  const auto longest = run.opened().sources.at(0)->longest_interval();
  // Even at 1000 W there is half a range of room.
  EXPECT_EQ(std::chrono::round<std::chrono::milliseconds>(longest), 75ms);

  run.read(0s);
  double total = 0.0;
  std::uint64_t used = 140'000'000;
  for (auto now = 75ms; now <= 7500ms; now += 75ms) {
    used += 18'000'000;  // 240 W x 75 ms
    set_energy(m, "intel-rapl:0", used % (kRange + 1));
    total += run.read(now).at("package-0");
  }
  EXPECT_NEAR(total, 1800.0, 1e-6);
}

TEST(RaplPowercap, AsksForNoMoreThanAHundredReadsASecond) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0, 10);
  const Reader run(m.machine());
  EXPECT_EQ(run.opened().sources.at(0)->longest_interval(), 10ms);
}

TEST(RaplModulus, AddsOneUnitOfTheHardware) {
  EXPECT_EQ(rapl::modulus_of(262'143'328'850), 262'143'328'911u);  // 61.035 uJ
  EXPECT_EQ(rapl::modulus_of(65'532'610'987), 65'532'611'002u);    // 15.258 uJ
  // Sapphire Rapids' psys: 2^32 - 1 joules.
  EXPECT_EQ(rapl::modulus_of(4'294'967'295'000'000), 4'294'967'296'000'000u);
  // No hardware's range: microjoules.
  EXPECT_EQ(rapl::modulus_of(150'000'000), 150'000'001u);
  EXPECT_EQ(rapl::modulus_of(1), 2u);
}

TEST(RaplPowercap, WithoutARangeAWrapIsAResetWithAWarning) {
  for (const char* range : {"", "garbage\n", "0\n", "-5\n", "18446744073709551615\n"}) {
    testing::FakeMachine m;
    add_zone(m, "intel-rapl:0", "package-0", 900'000'000);
    m.write(kClass + "intel-rapl:0/max_energy_range_uj", range);
    Reader run(m.machine());
    run.read(10s);
    EXPECT_THAT(run.warning_codes(), ElementsAre("rapl-no-range")) << range;
    set_energy(m, "intel-rapl:0", 950'000'000);
    EXPECT_DOUBLE_EQ(run.read(11s).at("package-0"), 50.0) << range;
    EXPECT_THAT(run.warning_codes(), IsEmpty());

    set_energy(m, "intel-rapl:0", 1'000'000);
    EXPECT_THAT(run.read(12s), IsEmpty()) << range;
    EXPECT_THAT(run.warning_codes(), ElementsAre("rapl-reset"));
    set_energy(m, "intel-rapl:0", 31'000'000);
    EXPECT_DOUBLE_EQ(run.read(13s).at("package-0"), 30.0) << range;
  }
}

TEST(RaplPowercap, AFailedReadIsAWarningAndItsEnergyComesWithTheNextOne) {
  for (const char* garbage :
       {"", "\n", "garbage", "-12", "1e9", "12 34", "99999999999999999999999"}) {
    testing::FakeMachine m;
    add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
    add_zone(m, "intel-rapl:1", "package-1", 1'000'000);
    Reader run(m.machine());
    run.read(10s);

    m.write(kClass + "intel-rapl:0/energy_uj", garbage);
    set_energy(m, "intel-rapl:1", 31'000'000);
    EXPECT_THAT(run.read(11s),
                ElementsAre(std::pair<const std::string, double>("package-1", 30.0)));
    ASSERT_THAT(run.warning_codes(), ElementsAre("rapl-unreadable")) << garbage;
    EXPECT_THAT(run.batch().warnings[0].message, HasSubstr("intel-rapl:0"));
    EXPECT_FALSE(run.batch().warnings[0].fix.empty());
    set_energy(m, "intel-rapl:1", 61'000'000);
    run.read(12s);
    EXPECT_THAT(run.warning_codes(), IsEmpty()) << "said once";

    set_energy(m, "intel-rapl:0", 91'000'000);
    EXPECT_DOUBLE_EQ(run.read(13s).at("package-0"), 90.0);
  }
}

TEST(RaplPowercap, WaitsForAWriterThatHasJustTruncatedTheFile) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
  const auto path = m.root() / (kClass + "intel-rapl:0/energy_uj");
  auto file = KernelFile::open(path);
  ASSERT_TRUE(file);
  m.write(kClass + "intel-rapl:0/energy_uj", "");
  EXPECT_EQ(rapl::read_energy(*file).error().code, Errc::malformed);
  set_energy(m, "intel-rapl:0", 5);
  EXPECT_EQ(rapl::read_energy(*file).value(), 5u);
}

TEST(RaplPowercap, LosesNothingWhileSomebodyRewritesTheFile) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0);
  Reader run(m.machine());
  run.read(0s);
  std::jthread writer([&m](const std::stop_token& stop) {
    for (std::uint64_t energy = 0; !stop.stop_requested(); ++energy)
      set_energy(m, "intel-rapl:0", energy);
    set_energy(m, "intel-rapl:0", 5'000'000);
  });
  double total = 0.0;
  auto now = 0ms;
  const auto add_reading = [&] {
    const auto joules = run.read(now += 10ms);
    if (!joules.empty()) total += joules.at("package-0");
  };
  for (int i = 0; i < 200; ++i) add_reading();
  writer.request_stop();
  writer.join();
  add_reading();
  EXPECT_NEAR(total, 5.0, 1e-9);
}

TEST(RaplPowercap, FollowsAFileThatIsReplacedByRename) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
  Reader run(m.machine());
  run.read(10s);
  m.write("new", "51000000\n");
  std::filesystem::rename(m.root() / "new", m.root() / (kClass + "intel-rapl:0/energy_uj"));
  EXPECT_DOUBLE_EQ(run.read(11s).at("package-0"), 50.0);
  EXPECT_THAT(run.warning_codes(), IsEmpty());
}

TEST(RaplPowercap, AZoneThatGoesAwayIsAWarningAndStartsAnewWhenItReturns) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
  add_zone(m, "intel-rapl:1", "package-1", 1'000'000);
  Reader run(m.machine());
  run.read(10s);
  m.remove(kClass + "intel-rapl:0");
  set_energy(m, "intel-rapl:1", 11'000'000);
  EXPECT_THAT(run.read(11s), ElementsAre(std::pair<const std::string, double>("package-1", 10.0)));
  EXPECT_THAT(run.warning_codes(), ElementsAre("rapl-gone"));
  set_energy(m, "intel-rapl:1", 21'000'000);
  run.read(12s);
  EXPECT_THAT(run.warning_codes(), IsEmpty()) << "said once";

  add_zone(m, "intel-rapl:0", "package-0", 777'000'000);
  EXPECT_DOUBLE_EQ(run.read(13s).at("package-0"), 0.0);
  set_energy(m, "intel-rapl:0", 782'000'000);
  EXPECT_DOUBLE_EQ(run.read(14s).at("package-0"), 5.0);
}

TEST(RaplPowercap, ACounterThatNeverMovesIsNoMeasurement) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0);
  Reader run(m.machine());
  EXPECT_EQ(run.read(10s).size(), 1u);
  EXPECT_EQ(run.read(11s).size(), 1u);
  EXPECT_THAT(run.warning_codes(), IsEmpty());
  EXPECT_THAT(run.read(12s), IsEmpty());
  EXPECT_THAT(run.warning_codes(), ElementsAre("rapl-stuck"));
  EXPECT_THAT(run.read(13s), IsEmpty());
  EXPECT_THAT(run.warning_codes(), IsEmpty()) << "said once";

  set_energy(m, "intel-rapl:0", 3'000'000);
  EXPECT_DOUBLE_EQ(run.read(14s).at("package-0"), 3.0);
}

TEST(RaplPowercap, ACounterThatRestsForAWhileIsStillOne) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0);
  Reader run(m.machine());
  run.read(10s);
  set_energy(m, "intel-rapl:0", 3'000'000);
  run.read(11s);
  EXPECT_EQ(run.read(15s).size(), 1u);
  EXPECT_THAT(run.warning_codes(), IsEmpty());
}

TEST(RaplPowercap, DoesNotBelieveAJumpNoHardwareCanMake) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 100'000'000'000);
  Reader run(m.machine());
  run.read(10s);
  set_energy(m, "intel-rapl:0", 0);  // reset: as a wrap it would be 162 kJ in a second
  EXPECT_THAT(run.read(11s), IsEmpty());
  EXPECT_THAT(run.warning_codes(), ElementsAre("rapl-reset"));
}

TEST(RaplPowercap, BelievesTheZoneWhenItStatesAGreaterPower) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0);
  m.write(kClass + "intel-rapl:0/constraint_0_max_power_uw", "600000000\n");
  Reader run(m.machine());
  // 262,143.3 J / (4 x 600 W) / 2
  EXPECT_NEAR(Seconds(run.opened().sources.at(0)->longest_interval()).count(), 54.613, 0.001);
}

TEST(RaplPowercap, TakesNoNonsenseForAPower) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 0);
  m.write(kClass + "intel-rapl:0/constraint_0_max_power_uw", "0\n");
  m.write(kClass + "intel-rapl:0/constraint_1_max_power_uw", "4294967295000000\n");
  Reader run(m.machine());
  EXPECT_NEAR(Seconds(run.opened().sources.at(0)->longest_interval()).count(), 131.072, 0.001);
}

Result<KernelFile> refuse(const std::filesystem::path& path) {
  return fail(Errc::permission_denied, path.string() + ": cannot open: Permission denied");
}

TEST(RaplPowercap, DeniedCountersComeWithTheCommandThatOpensThem) {
  testing::FakeMachine m;
  add_server(m);
  const Reader run(m.machine(), refuse);
  EXPECT_THAT(run.opened().sources, IsEmpty());
  EXPECT_EQ(names_with(State::denied, run.opened().findings).size(), 8u);
  ASSERT_EQ(run.opened().warnings.size(), 1u);
  EXPECT_EQ(run.opened().warnings[0].code, "rapl-denied");
  const std::string& fix = run.opened().warnings[0].fix;
  EXPECT_THAT(fix, HasSubstr("sudo chmod a+r " + m.root().string()));
  EXPECT_THAT(fix, HasSubstr("/etc/udev/rules.d/")) << "must outlive a reboot";
}

TEST(RaplPowercap, AZoneThatCannotBeReadIsBrokenAndItsPartsAreReadInstead) {
  testing::FakeMachine m;
  add_server(m);
  // Reading a directory fails with an I/O error, also for root.
  m.remove(kClass + "intel-rapl:0/energy_uj");
  m.write(kClass + "intel-rapl:0/energy_uj/x", "");
  m.remove(kClass + "intel-rapl-mmio:0");
  const Reader run(m.machine());
  EXPECT_THAT(names_with(State::broken, run.opened().findings),
              ElementsAre("rapl-powercap:package-0"));
  EXPECT_THAT(
      names_with(State::ok, run.opened().findings),
      UnorderedElementsAre("rapl-powercap:core-0", "rapl-powercap:uncore-0", "rapl-powercap:dram-0",
                           "rapl-powercap:package-1", "rapl-powercap:dram-1"));
}

TEST(RaplPowercap, TheMmioTwinStandsInForAnUnreadablePackage) {
  testing::FakeMachine m;
  add_server(m);
  m.write(kClass + "intel-rapl:0/energy_uj", "gibberish");
  const Reader run(m.machine());
  EXPECT_THAT(names_with(State::ok, run.opened().findings),
              ::testing::Contains("rapl-powercap:package-0:mmio"));
  EXPECT_THAT(run.opened().warnings, IsEmpty());
}

TEST(RaplPowercap, AZoneWithoutANameIsBrokenAndOneWithAForeignNameIsLeftAlone) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "", 1);
  add_zone(m, "intel-rapl:1", "flux-capacitor", 1);
  m.write(kClass + "intel-rapl:2/energy_uj", "1");
  const Reader run(m.machine());
  ASSERT_EQ(run.opened().findings.size(), 3u);
  EXPECT_EQ(run.opened().findings[0].state, State::broken);
  EXPECT_EQ(run.opened().findings[1].state, State::absent);
  EXPECT_THAT(run.opened().findings[1].detail, HasSubstr("flux-capacitor"));
  EXPECT_EQ(run.opened().findings[2].state, State::broken);
  EXPECT_THAT(run.opened().sources, IsEmpty());
}

TEST(RaplPowercap, ZonesMaskedByAContainerAreDeniedWithTheWayOut) {
  testing::FakeMachine m;
  m.link(kClass + "intel-rapl:0", "../../devices/virtual/powercap/intel-rapl/intel-rapl:0");
  const Reader run(m.machine());
  ASSERT_EQ(run.opened().findings.size(), 1u);
  EXPECT_EQ(run.opened().findings[0].state, State::denied);
  EXPECT_THAT(run.opened().findings[0].fix, HasSubstr("--sysfs-root"));
}

TEST(RaplPowercap, IsAbsentWithTheReasonInAVirtualMachine) {
  testing::FakeMachine m;
  m.write("proc/cpuinfo",
          "vendor_id : GenuineIntel\ncpu family : 6\nmodel : 85\n"
          "flags : fpu hypervisor\n");
  const auto findings = make_powercap(m.machine())->probe();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].name, "rapl-powercap");
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].detail, HasSubstr("virtual machine"));
  EXPECT_EQ(findings[0].fix, "");
}

TEST(RaplPowercap, IsAbsentWithTheModuleToLoadOnBareMetal) {
  testing::FakeMachine m;
  m.write("proc/cpuinfo", "vendor_id : AuthenticAMD\ncpu family : 25\nmodel : 1\nflags : fpu\n");
  EXPECT_EQ(make_powercap(m.machine())->probe().at(0).fix, "sudo modprobe intel_rapl_msr");
}

TEST(RaplPowercap, TwoZonesOfOneNameAreReadOnce) {
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 1);
  add_zone(m, "intel-rapl:1", "package-0", 1);
  const Reader run(m.machine());
  EXPECT_EQ(names_with(State::ok, run.opened().findings).size(), 1u);
}

RC_GTEST_PROP(RaplPowercap, NoFileContentMakesACrashOrNegativeEnergy, ()) {
  const auto contents = *rc::gen::resize(6, rc::gen::arbitrary<std::vector<std::string>>());
  testing::FakeMachine m;
  add_zone(m, "intel-rapl:0", "package-0", 1'000'000);
  Reader run(m.machine());
  auto now = 10s;
  run.read(now);
  for (const std::string& content : contents) {
    m.write(kClass + "intel-rapl:0/energy_uj", content);
    now += 1s;
    for (const auto& [device, joules] : run.read(now)) RC_ASSERT(joules >= 0.0);
  }
}

}  // namespace
}  // namespace wattprint::sensors
