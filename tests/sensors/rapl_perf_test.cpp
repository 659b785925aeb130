#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <map>

#include "sensors/rapl/perf.hpp"
#include "sensors/rapl/perf_pmu.hpp"
#include "sensors/rapl/powercap.hpp"
#include "sensors/select.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPmu = "sys/bus/event_source/devices/power/";

/// A kernel whose counters the test turns by hand, by (event code, CPU).
class FakeKernel {
 public:
  using Event = std::pair<std::uint64_t, int>;

  rapl::PerfCalls calls() {
    return {.open = [this](std::uint32_t type, std::uint64_t config, int cpu) -> Result<Fd> {
              EXPECT_EQ(type, 9u);
              const auto refusal = refusals_.find({config, cpu});
              if (refusal != refusals_.end()) return fail(refusal->second, "perf_event_open: no");
              if (denied_) return fail(Errc::permission_denied, "perf_event_open: denied");
              Fd fd(::memfd_create("event", MFD_CLOEXEC));
              open_[fd.get()] = {config, cpu};
              return fd;
            },
            .read = [this](const Fd& fd) -> Result<std::uint64_t> {
              if (failing_) return fail(Errc::io, "read of a perf event: empty");
              return counts_[open_.at(fd.get())];
            }};
  }

  std::map<Event, std::uint64_t> counts_;
  std::map<Event, Errc> refusals_;
  bool denied_ = false;
  bool failing_ = false;

 private:
  std::map<int, Event> open_;
};

void add_event(const testing::FakeMachine& m, const std::string& name, const std::string& code) {
  m.write(kPmu + "events/" + name, "event=" + code + "\n");
  m.write(kPmu + "events/" + name + ".unit", "Joules\n");
  m.write(kPmu + "events/" + name + ".scale", "2.3283064365386962890625e-10\n");
}

/// Two sockets, with the CPUs 0 and 24 standing for them.
void add_server(const testing::FakeMachine& m) {
  m.write(kPmu + "type", "9\n");
  m.write(kPmu + "cpumask", "0,24\n");
  add_event(m, "energy-pkg", "0x02");
  add_event(m, "energy-ram", "0x03");
  add_event(m, "energy-psys", "0x05");
  for (const auto& [cpu, socket] : {std::pair{0, 0}, std::pair{24, 1}}) {
    const std::string topology = "sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    m.write(topology + "physical_package_id", std::to_string(socket) + "\n");
    m.write(topology + "die_id", "0\n");
  }
}

std::vector<std::string> names_with(State state, const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const auto& f : findings)
    if (f.state == state) names.push_back(f.name);
  return names;
}

Opened open_one(Sensor& sensor) {
  const std::vector<Sensor*> sensors{&sensor};
  return open_all(sensors);
}

TEST(RaplPerf, ReadsEveryPackageAndItsMemoryInJoules) {
  testing::FakeMachine m;
  add_server(m);
  FakeKernel kernel;
  auto sensor = make_perf(m.machine(), kernel.calls());
  auto opened = open_one(*sensor);
  ASSERT_EQ(opened.sources.size(), 1u);
  auto& source = *opened.sources[0];
  ASSERT_EQ(source.domains().size(), 4u);
  EXPECT_EQ(source.domains()[1].device, "package-1");
  EXPECT_EQ(source.domains()[1].source, "RAPL package-1 by perf");
  EXPECT_EQ(source.domains()[2].component, measure::Component::dram);

  measure::Batch batch;
  source.read(Instant{10s}, batch);
  batch.clear();
  const std::uint64_t joule = std::uint64_t{1} << 32;
  kernel.counts_[{2, 0}] = 100 * joule;
  kernel.counts_[{2, 24}] = 80 * joule + joule / 2;
  kernel.counts_[{3, 0}] = 20 * joule;
  source.read(Instant{11s}, batch);
  ASSERT_EQ(batch.readings.size(), 4u);
  EXPECT_DOUBLE_EQ(batch.readings[0].used.value(), 100.0);
  EXPECT_DOUBLE_EQ(batch.readings[1].used.value(), 80.5);
  EXPECT_DOUBLE_EQ(batch.readings[2].used.value(), 20.0);
  EXPECT_THAT(batch.warnings, IsEmpty());
}

TEST(RaplPerf, ListsThePlatformOnceAsADuplicate) {
  testing::FakeMachine m;
  add_server(m);
  FakeKernel kernel;
  auto sensor = make_perf(m.machine(), kernel.calls());
  EXPECT_THAT(names_with(State::duplicate, open_one(*sensor).findings),
              ElementsAre("rapl-perf:psys"));
}

TEST(RaplPerf, TellsDiesApartWhereASocketHasSeveral) {
  testing::FakeMachine m;
  add_server(m);
  m.write("sys/devices/system/cpu/cpu24/topology/physical_package_id", "0\n");
  m.write("sys/devices/system/cpu/cpu24/topology/die_id", "1\n");
  FakeKernel kernel;
  auto sensor = make_perf(m.machine(), kernel.calls());
  EXPECT_THAT(names_with(State::ok, open_one(*sensor).findings),
              ElementsAre("rapl-perf:package-0-die-0", "rapl-perf:package-0-die-1",
                          "rapl-perf:dram-0-die-0", "rapl-perf:dram-0-die-1"));
}

TEST(RaplPerf, GoesBeforePowercapWhichAddsWhatPerfDoesNotHave) {
  testing::FakeMachine m;
  add_server(m);
  m.remove(kPmu + "events/energy-ram");
  m.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  m.write("sys/class/powercap/intel-rapl:0/energy_uj", "1\n");
  m.write("sys/class/powercap/intel-rapl:0:0/name", "dram\n");
  m.write("sys/class/powercap/intel-rapl:0:0/energy_uj", "1\n");
  FakeKernel kernel;
  auto perf = make_perf(m.machine(), kernel.calls());
  auto powercap = make_powercap(m.machine());
  const std::vector<Sensor*> sensors{perf.get(), powercap.get()};
  const Opened opened = open_all(sensors);
  EXPECT_THAT(names_with(State::ok, opened.findings),
              ElementsAre("rapl-perf:package-0", "rapl-perf:package-1", "rapl-powercap:dram-0"));
  EXPECT_EQ(opened.sources.size(), 2u);
}

TEST(RaplPerf, APmuWithoutEventsIsAbsentAndNoZero) {
  testing::FakeMachine m;
  m.write(kPmu + "type", "9\n");
  m.write(kPmu + "cpumask", "0\n");
  std::filesystem::create_directories(m.root() / (kPmu + "events"));
  FakeKernel kernel;
  const auto findings = make_perf(m.machine(), kernel.calls())->probe();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].detail, HasSubstr("the kernel offers no RAPL events here"));
}

TEST(RaplPerf, IsAbsentWithoutThePmu) {
  testing::FakeMachine m;
  FakeKernel kernel;
  EXPECT_EQ(make_perf(m.machine(), kernel.calls())->probe().at(0).state, State::absent);
}

TEST(RaplPerf, CannotReadAnotherMachine) {
  testing::FakeMachine m;
  add_server(m);
  auto sensor = make_perf(m.machine());
  const auto findings = sensor->probe();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].state, State::absent);
  EXPECT_THAT(findings[0].detail, HasSubstr("only on the machine that wattprint runs on"));
  EXPECT_FALSE(sensor->open(findings));
}

TEST(RaplPerf, DeniedEventsNameTheSettingAndTheFix) {
  testing::FakeMachine m;
  add_server(m);
  m.write("proc/sys/kernel/perf_event_paranoid", "2\n");
  FakeKernel kernel;
  kernel.denied_ = true;
  auto sensor = make_perf(m.machine(), kernel.calls());
  const auto opened = open_one(*sensor);
  EXPECT_EQ(names_with(State::denied, opened.findings).size(), 5u);
  ASSERT_EQ(opened.warnings.size(), 1u);
  EXPECT_EQ(opened.warnings[0].code, "rapl-denied");
  EXPECT_THAT(opened.warnings[0].message, HasSubstr("kernel.perf_event_paranoid is 2"));
  EXPECT_THAT(opened.warnings[0].fix, HasSubstr("setcap cap_perfmon=ep $(command -v wattprint)"));
  EXPECT_THAT(opened.warnings[0].fix, HasSubstr("sudo sysctl kernel.perf_event_paranoid=0"));
}

TEST(RaplPerf, EventsThatAreListedButNotThereAreAbsent) {
  testing::FakeMachine m;
  add_server(m);
  FakeKernel kernel;
  kernel.refusals_ = {{{3, 0}, Errc::not_present}, {{3, 24}, Errc::not_present}};
  auto sensor = make_perf(m.machine(), kernel.calls());
  const auto opened = open_one(*sensor);
  EXPECT_THAT(names_with(State::absent, opened.findings),
              ElementsAre("rapl-perf:dram-0", "rapl-perf:dram-1"));
  EXPECT_THAT(opened.warnings, IsEmpty());
}

TEST(RaplPerf, AFailedReadIsAWarningAndItsEnergyComesWithTheNextOne) {
  testing::FakeMachine m;
  add_server(m);
  FakeKernel kernel;
  auto sensor = make_perf(m.machine(), kernel.calls());
  auto opened = open_one(*sensor);
  measure::Batch batch;
  opened.sources[0]->read(Instant{10s}, batch);
  batch.clear();
  kernel.failing_ = true;
  opened.sources[0]->read(Instant{11s}, batch);
  EXPECT_THAT(batch.readings, IsEmpty());
  EXPECT_EQ(batch.warnings.size(), 4u);
  batch.clear();
  kernel.failing_ = false;
  kernel.counts_[{2, 0}] = std::uint64_t{7} << 32;
  opened.sources[0]->read(Instant{12s}, batch);
  EXPECT_DOUBLE_EQ(batch.readings.at(0).used.value(), 7.0);
}

TEST(RaplPerf, CountersThatNeverMoveAreNoMeasurement) {
  testing::FakeMachine m;
  add_server(m);
  FakeKernel kernel;
  auto sensor = make_perf(m.machine(), kernel.calls());
  auto opened = open_one(*sensor);
  measure::Batch batch;
  opened.sources[0]->read(Instant{10s}, batch);
  batch.clear();
  opened.sources[0]->read(Instant{12s}, batch);
  EXPECT_THAT(batch.readings, IsEmpty());
  EXPECT_EQ(batch.warnings.at(0).code, "rapl-stuck");
}

TEST(RaplPerf, BrokenDescriptionsAreBrokenAndNotGuessedAt) {
  for (const auto& [file, text] :
       {std::pair{"events/energy-pkg", "umask=1"}, std::pair{"events/energy-pkg.unit", "Watts"},
        std::pair{"events/energy-pkg.scale", "-1"}, std::pair{"events/energy-pkg.scale", ""}}) {
    testing::FakeMachine m;
    add_server(m);
    m.write(kPmu + file, text);
    FakeKernel kernel;
    EXPECT_EQ(make_perf(m.machine(), kernel.calls())->probe().at(0).state, State::broken) << file;
  }
  for (const auto& [file, text] : {std::pair{"cpumask", ""}, std::pair{"cpumask", "zero"},
                                   std::pair{"type", "99999999999"}, std::pair{"type", "x"}}) {
    testing::FakeMachine m;
    add_server(m);
    m.write(kPmu + file, text);
    FakeKernel kernel;
    const auto findings = make_perf(m.machine(), kernel.calls())->probe();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].state, State::broken) << file;
  }
}

TEST(PmuEventText, IsANumberAfterEvent) {
  EXPECT_EQ(rapl::parse_event("event=0x02\n"), 2u);
  EXPECT_EQ(rapl::parse_event("event=10"), 10u);
  for (const char* text : {"", "event", "event=", "event=0x", "event=0x02,umask=0x1", "event=-1",
                           "event= 2", "config=2", "event=g"})
    EXPECT_FALSE(rapl::parse_event(text)) << text;
}

TEST(RaplPerf, OnThisMachineNeverClaimsWhatItCannotRead) {
  // Whatever this machine is: a finding is ok only when it can be opened and read.
  auto sensor = make_perf(Machine{});
  const auto findings = sensor->probe();
  ASSERT_FALSE(findings.empty());
  std::vector<Finding> readable;
  for (const auto& f : findings)
    if (f.state == State::ok) readable.push_back(f);
  if (readable.empty()) GTEST_SKIP() << "no RAPL by perf here: " << findings[0].detail;
  EXPECT_TRUE(sensor->open(readable));
}

}  // namespace
}  // namespace wattprint::sensors
