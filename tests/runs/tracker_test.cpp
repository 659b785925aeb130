#include "runs/tracker.hpp"

#include <gtest/gtest.h>

namespace wattprint::runs {
namespace {

using namespace std::chrono_literals;
using measure::Component;
using measure::Domain;
using measure::DomainEnergy;
using measure::Interval;

grid::Timeline timeline() {
  return {grid::Knowledge::yearly,
          {.zone = "DE",
           .intensity = Figure<CarbonIntensity>::with_spread(CarbonIntensity{400}, {0.5, 1.5},
                                                             Basis::estimated, "test"),
           .year = 2024,
           .period = "yearly average 2024",
           .note = "",
           .kind = catalog::IntensityKind::lifecycle},
          "given by --zone"};
}

Weights weights() {
  return {
      .pue = Figure<Pue>::exact(Pue{1.5}, Basis::assumed, "test"), .water = {}, .grid = timeline()};
}

Domain domain(Component component, std::string device, Basis basis = Basis::measured) {
  Domain d;
  d.component = component;
  d.device = std::move(device);
  d.source = "sensor of " + d.device;
  d.basis = basis;
  d.spread = {0.9, 1.2};
  return d;
}

class TrackerTest : public ::testing::Test {
 protected:
  Tracker tracker_{{.id = "0123456789ab", .name = "t"},
                   weights(),
                   Scope::tree,
                   IdlePolicy::proportional,
                   Seconds{1}};

  /// One second with the given energies (machine, active, charged idle, others, idle, nobody's).
  void accept(std::vector<DomainEnergy> energy, const std::vector<Domain>& domains) {
    Interval interval;
    interval.end = interval.start + 1s;
    interval.energy = std::move(energy);
    tracker_.accept(interval, domains);
  }
  static DomainEnergy split(std::size_t domain, double active, double run_idle, double others,
                            double idle, double nobody) {
    DomainEnergy e;
    e.domain = domain;
    e.machine = Joules{active + run_idle + others + idle + nobody};
    e.run_active = Joules{active};
    e.run_idle = Joules{run_idle};
    e.others = Joules{others};
    e.idle = Joules{idle};
    e.unattributed = Joules{nobody};
    e.run_if_idle_low = e.run_if_idle_high = e.run_active + e.run_idle;
    return e;
  }
};

TEST_F(TrackerTest, AddsUpIntervalsAndKeepsTheIdentity) {
  const std::vector domains{domain(Component::cpu, "package-0"), domain(Component::dram, "dram-0")};
  for (int i = 0; i < 3; ++i) accept({split(0, 10, 2, 20, 5, 1), split(1, 3, 1, 0, 0, 0)}, domains);
  const auto record = tracker_.record();
  EXPECT_DOUBLE_EQ(record.energy->value.value(), 48);
  EXPECT_DOUBLE_EQ(record.attribution.machine->value.value(), 126);
  EXPECT_DOUBLE_EQ(record.attribution.idle->value.value(), 15);
  EXPECT_DOUBLE_EQ(record.attribution.others->value.value(), 60);
  EXPECT_DOUBLE_EQ(record.attribution.unattributed->value.value(), 3);
  EXPECT_DOUBLE_EQ(record.attribution.charged_idle->value.value(), 9);
  ASSERT_EQ(record.components.size(), 2U);
  EXPECT_EQ(record.sampling.samples, 3U);
  // The sensor's spread does not shrink with the number of samples.
  EXPECT_DOUBLE_EQ(record.energy->low.value(), 48 * 0.9);
  EXPECT_DOUBLE_EQ(record.energy->high.value(), 48 * 1.2);
}

TEST_F(TrackerTest, WeighsWithPueAndGrid) {
  accept({split(0, 3.6e6, 0, 0, 0, 0)}, {domain(Component::cpu, "package-0")});
  const auto record = tracker_.record();
  EXPECT_DOUBLE_EQ(record.facility.energy->value.value(), 1.5 * 3.6e6);
  EXPECT_DOUBLE_EQ(record.emissions->value.value(), 600);
  EXPECT_LE(record.emissions->low, record.emissions->value);
  EXPECT_EQ(record.emissions->basis, Basis::assumed);  // the PUE was
}

grid::Series series(std::vector<grid::Point> points) {
  return {.zone = "DE",
          .label = {},
          .points = std::move(points),
          .source = "S",
          .issued_at = std::nullopt,
          .notes = {}};
}

TEST_F(TrackerTest, WeighsEachHourWithTheIntensityOfThatHour) {
  const WallTime noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
  tracker_.started(noon);
  const std::vector domains{domain(Component::cpu, "package-0")};
  const auto hour = [&](int from, double joules) {
    Interval interval;
    interval.start = Instant{1000h + from * 1h};
    interval.end = interval.start + 1h;
    interval.energy = {split(0, joules, 0, 7, 7, 7)};  // only what is charged to the run counts
    tracker_.accept(interval, domains);
  };
  hour(0, 3.6e6);
  hour(1, 3 * 3.6e6);
  EXPECT_DOUBLE_EQ(tracker_.record().emissions->value.value(), 4 * 400 * 1.5);

  auto better = timeline();
  const auto exact = [](double v) {
    return Figure<CarbonIntensity>::exact(CarbonIntensity{v}, Basis::estimated, "S");
  };
  ASSERT_TRUE(better.add(grid::Knowledge::live, series({{noon, noon + 1h, exact(100)},
                                                        {noon + 1h, noon + 2h, exact(200)}})));
  tracker_.set_grid(better);

  const auto record = tracker_.record();
  EXPECT_DOUBLE_EQ(record.emissions->value.value(), (100 + 3 * 200) * 1.5);
  EXPECT_DOUBLE_EQ(record.grid.intensity.value.value(), 175);
  EXPECT_EQ(record.grid.period, "time of the run");
  ASSERT_EQ(record.grid.parts.size(), 1U);
  EXPECT_EQ(record.grid.parts[0].from, noon);
  EXPECT_EQ(record.grid.parts[0].to, noon + 2h);
}

TEST_F(TrackerTest, AClockThatWasSetDuringTheRunIsRightAtItsEnd) {
  const WallTime wrong{};  // no battery behind the clock: 1970
  const WallTime noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
  tracker_.started(wrong);
  Interval interval;
  interval.start = Instant{5h};
  interval.end = Instant{6h};
  interval.energy = {split(0, 10, 0, 0, 0, 0)};
  tracker_.accept(interval, {{domain(Component::cpu, "package-0")}});
  tracker_.ended(noon, Seconds{3600}, 0, std::nullopt, State::finished);
  const auto parts = tracker_.record().grid.parts;
  EXPECT_EQ(parts.at(0).from, noon - 1h);
  EXPECT_EQ(parts.at(0).to, noon);
}

TEST_F(TrackerTest, WhatWasDrawnAroundASuspendIsNotSpreadOverIt) {
  const WallTime noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
  tracker_.started(noon);
  Interval interval;
  interval.start = Instant{5h};
  interval.end = Instant{13h, 8h - 1s};  // one second awake
  interval.energy = {split(0, 10, 0, 0, 0, 0)};
  tracker_.accept(interval, {{domain(Component::cpu, "package-0")}});
  const auto parts = tracker_.record().grid.parts;
  EXPECT_EQ(parts.at(0).from, noon);
  EXPECT_EQ(parts.at(0).to, noon + 1s);
}

TEST_F(TrackerTest, TheSplitWidensTheInterval) {
  auto energy = split(0, 10, 0, 10, 0, 0);
  energy.run_if_idle_low = Joules{8};
  energy.run_if_idle_high = Joules{13};
  accept({energy}, {domain(Component::cpu, "package-0")});
  const auto record = tracker_.record();
  EXPECT_DOUBLE_EQ(record.energy->low.value(), 8 * 0.9);
  EXPECT_DOUBLE_EQ(record.energy->high.value(), 13 * 1.2);
}

TEST_F(TrackerTest, ATotalIsNoBetterThanItsWorstPart) {
  accept(
      {split(0, 1, 0, 0, 0, 0), split(1, 1, 0, 0, 0, 0)},
      {domain(Component::cpu, "package-0"), domain(Component::dram, "memory", Basis::estimated)});
  const auto record = tracker_.record();
  EXPECT_EQ(record.components[0].energy.basis, Basis::measured);
  EXPECT_EQ(record.components[1].energy.basis, Basis::estimated);
  EXPECT_EQ(record.energy->basis, Basis::estimated);
}

TEST_F(TrackerTest, NothingReadIsUnknownNotZero) {
  const auto record = tracker_.record();
  EXPECT_FALSE(record.energy);
  EXPECT_FALSE(record.emissions);
  EXPECT_FALSE(record.attribution.machine);
}

TEST_F(TrackerTest, ACounterThatNeverMovesIsUnknownNotZero) {
  accept({split(0, 0, 0, 0, 0, 0)}, {domain(Component::cpu, "package-0")});
  tracker_.set_duration(Seconds{5});
  const auto record = tracker_.record();
  EXPECT_FALSE(record.energy);
  ASSERT_EQ(record.warnings.size(), 1U);
  EXPECT_EQ(record.warnings[0].code, "counter-stuck");
}

TEST_F(TrackerTest, SaysAWarningOnce) {
  tracker_.warn({"code", "message", "fix"});
  tracker_.warn({"code", "message", "fix"});
  tracker_.warn({"code", "another message", ""});
  EXPECT_EQ(tracker_.record().warnings.size(), 2U);
}

}  // namespace
}  // namespace wattprint::runs
