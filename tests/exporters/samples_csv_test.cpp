#include "exporters/samples_csv.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include "base/csv.hpp"
#include "base/files.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::exporters {
namespace {

using namespace std::chrono_literals;
using measure::Component;
using ::testing::HasSubstr;

class StoppedClock final : public Clock {
 public:
  Instant now() const override { return Instant{1002s}; }
  WallTime wall() const override {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 3h + 2s;
  }
  std::chrono::nanoseconds suspended() const override { return {}; }
};

constexpr Instant kStart{1000s};  // 03:00:00 by the clock above

struct World {
  testing::FakeMachine files;
  std::filesystem::path path = files.root() / "samples.csv";
  std::vector<measure::Domain> domains{
      {.component = Component::cpu, .device = "package-0"},
      {.component = Component::cpu, .device = "package-1"},
      {.component = Component::dram, .device = "dram-0"},
  };
  std::unique_ptr<SamplesCsv> csv = SamplesCsv::open(path, StoppedClock(), kStart).value();

  void interval(std::chrono::nanoseconds begin, std::chrono::nanoseconds end,
                std::vector<measure::DomainEnergy> energy,
                std::optional<measure::CpuUse> cpu = std::nullopt) {
    measure::Interval i;
    i.start = kStart + begin;
    i.end = kStart + end;
    i.energy = std::move(energy);
    i.cpu = cpu;
    csv->accept(i, domains);
  }
  std::string text() const { return read_text(path).value(); }
};

constexpr std::string_view kHeader =
    "time_utc,elapsed_s,interval_s,cpu_s,cpu_busy_s,power_w,energy_j,cpu_j,dram_j,gpu_j,platform_j,"
    "devices_j\n";

TEST(SamplesCsv, WritesARowForEachIntervalAtOnce) {
  World w;
  w.interval(0s, 500ms,
             {{.domain = 0, .machine = Joules{10}, .run_active = Joules{4}, .run_idle = Joules{1}},
              {.domain = 1, .machine = Joules{20}},
              {.domain = 2, .machine = Joules{2.5}, .run_active = Joules{0.25}}},
             measure::CpuUse{.run = CpuSeconds{0.45}, .busy = CpuSeconds{0.75}});

  // 32.5 J in half a second; the run is charged 5.25 J.
  EXPECT_EQ(w.text(), std::string(kHeader) +
                          "2026-11-22T03:00:00.500Z,0.5,0.5,0.45,0.75,65,5.25,30,2.5,,,"
                          "cpu:package-0=10 cpu:package-1=20 dram:dram-0=2.5\n");
}

TEST(SamplesCsv, LeavesUnknownCellsEmpty) {
  World w;
  w.interval(1s, 2s, {});
  EXPECT_THAT(w.text(), HasSubstr("\n2026-11-22T03:00:02.000Z,2,1,,,,,,,,,\n"));
}

TEST(SamplesCsv, KeepsColumnsInPlaceWhenAGpuAppearsLate) {
  World w;
  w.interval(0s, 1s, {{.domain = 0, .machine = Joules{10}}});
  w.domains.push_back({.component = Component::gpu, .device = "GPU 1,\"a\"=b"});
  w.interval(1s, 2s, {{.domain = 3, .machine = Joules{300}}});
  w.interval(2s, 3s, {{.domain = 0, .machine = Joules{10}}, {.domain = 3, .machine = Joules{300}}});

  const std::string text = w.text();
  auto reader = CsvReader::open(text).value();
  const auto gpu = reader.column("gpu_j").value();
  const auto devices = reader.column("devices_j").value();
  std::vector<std::string> cells;
  std::vector<std::string> lists;
  while (const auto row = reader.next().value()) {
    cells.push_back(row->at(gpu));
    lists.push_back(row->at(devices));
  }
  EXPECT_EQ(cells, (std::vector<std::string>{"", "300", "300"}));
  EXPECT_EQ(lists[2], "cpu:package-0=10 gpu:GPU_1,\"a\"_b=300");
}

TEST(SamplesCsv, DoesNotDivideByAnIntervalOfNoLength) {
  World w;
  w.interval(1s, 1s, {{.domain = 0, .machine = Joules{0}}});
  EXPECT_THAT(w.text(), HasSubstr(",1,0,,,,0,0,,,,cpu:package-0=0\n"));
}

TEST(SamplesCsv, RefusesAPathThatCannotBeWritten) {
  const testing::FakeMachine files;
  for (const auto& path : {files.root(), files.root() / "missing/samples.csv"}) {
    const auto csv = SamplesCsv::open(path, StoppedClock(), kStart);
    ASSERT_FALSE(csv);
    EXPECT_THAT(csv.error().what, HasSubstr(path.string() + ": cannot write the samples"));
  }
}

TEST(SamplesCsv, RefusesADeviceThatIsFullFromTheStart) {
  const auto csv = SamplesCsv::open("/dev/full", StoppedClock(), kStart);
  ASSERT_FALSE(csv);
  EXPECT_THAT(csv.error().what, HasSubstr("No space left on device"));
}

TEST(SamplesCsv, DoesNotWaitForAPipeThatNobodyReads) {
  const testing::FakeMachine files;
  const auto path = files.root() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(SamplesCsv::open(path, StoppedClock(), kStart));
}

TEST(SamplesCsv, StopsWithOneWarningWhenItsReaderGoesAway) {
  ::signal(SIGPIPE, SIG_IGN);
  const testing::FakeMachine files;
  const auto path = files.root() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  Fd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
  auto csv = SamplesCsv::open(path, StoppedClock(), kStart).value();
  EXPECT_EQ(csv->warning(), std::nullopt);

  reader.close();
  measure::Interval interval;
  for (int i = 0; i < 3; ++i) csv->accept(interval, {});

  ASSERT_TRUE(csv->warning());
  EXPECT_EQ(csv->warning()->code, "samples-not-written");
  EXPECT_THAT(csv->warning()->message, HasSubstr(path.string()));
}

}  // namespace
}  // namespace wattprint::exporters
