#include "store/run_sink.hpp"

#include <gtest/gtest.h>

namespace wattprint::store {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart{1000s};

struct World {
  std::vector<measure::Domain> domains{{.component = measure::Component::cpu, .device = "p0"}};
  std::vector<SampleChunk> flushed;
  RunSink sink{kStart, WallTime(0ms), [this](const SampleChunk& c) { flushed.push_back(c); }};

  void interval(std::chrono::nanoseconds begin, std::chrono::nanoseconds end,
                std::vector<measure::DomainEnergy> energy = {}) {
    measure::Interval i;
    i.start = kStart + begin;
    i.end = kStart + end;
    i.energy = std::move(energy);
    i.cpu = measure::CpuUse{.run = CpuSeconds{0.5}, .busy = CpuSeconds{0.75}};
    sink.accept(i, domains);
  }
};

TEST(RunSink, HandsOnEveryTenSecondsAllThatItHas) {
  World w;
  for (int s = 0; s < 25; ++s) w.interval(s * 1s, (s + 1) * 1s);

  ASSERT_EQ(w.flushed.size(), 2U);
  EXPECT_EQ(w.flushed[0].series.size(), 10U);
  EXPECT_EQ(w.flushed[1].series.size(), 20U);
  EXPECT_EQ(w.flushed[1].number, 0U);
  EXPECT_EQ(w.sink.rest().series.size(), 25U);
}

TEST(RunSink, BeginsANewChunkWhenOneIsFull) {
  World w;
  for (int i = 0; i < 1200; ++i) w.interval(i * 10ms, (i + 1) * 10ms);  // 100 Hz, 12 s

  ASSERT_EQ(w.flushed.size(), 1U);
  EXPECT_EQ(w.flushed[0].series.size(), 1000U);
  EXPECT_EQ(w.sink.rest().number, 1U);
  EXPECT_EQ(w.sink.rest().series.size(), 200U);
  EXPECT_EQ(w.sink.rest().series.begin[0], 10s);
}

TEST(RunSink, HandsOnAtOnceAfterALongInterval) {
  World w;
  w.interval(0s, 60s);
  EXPECT_EQ(w.flushed.size(), 1U);
}

TEST(RunSink, KeepsColumnsInStepWhenADomainComesLateAndMissesAnInterval) {
  World w;
  w.interval(0s, 1s,
             {{.domain = 0, .machine = Joules{5}, .run_active = Joules{2}, .run_idle = Joules{1}}});
  w.domains.push_back({.component = measure::Component::gpu, .device = "g"});
  w.interval(1s, 2s, {{.domain = 1, .machine = Joules{7}}});
  w.interval(2s, 3s, {{.domain = 0, .machine = Joules{6}}, {.domain = 1, .machine = Joules{8}}});

  const auto& series = w.sink.rest().series;
  using Cells = std::vector<std::optional<Joules>>;
  EXPECT_EQ(series.domains[0].machine, (Cells{Joules{5}, std::nullopt, Joules{6}}));
  EXPECT_EQ(series.domains[0].run, (Cells{Joules{3}, std::nullopt, Joules{0}}));
  EXPECT_EQ(series.domains[1].machine, (Cells{std::nullopt, Joules{7}, Joules{8}}));
  EXPECT_EQ(series.cpu_run.size(), 3U);
}

TEST(SampleSeries, JoinsPartsWithDifferentDomains) {
  World a;
  a.interval(0s, 1s, {{.domain = 0, .machine = Joules{5}}});
  World b;
  b.domains = {{.component = measure::Component::gpu, .device = "g"}};
  b.interval(1s, 2s, {{.domain = 0, .machine = Joules{7}}});

  SampleSeries all = a.sink.rest().series;
  all.append(b.sink.rest().series);

  using Cells = std::vector<std::optional<Joules>>;
  EXPECT_EQ(all.domains[0].machine, (Cells{Joules{5}, std::nullopt}));
  EXPECT_EQ(all.domains[1].machine, (Cells{std::nullopt, Joules{7}}));
}

}  // namespace
}  // namespace wattprint::store
