#include "grid/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using catalog::IntensityKind;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const WallTime kStart = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 10h;

constexpr Label kLifecycle{};
constexpr Label kDirect{.kind = IntensityKind::direct};

ZoneIntensity yearly(double value) {
  return {.zone = "DE",
          .intensity = {CarbonIntensity{value}, CarbonIntensity{value / 2},
                        CarbonIntensity{value * 2}, Basis::estimated, "grid DE, yearly"},
          .year = 2024,
          .period = "yearly average 2024",
          .note = "",
          .kind = catalog::IntensityKind::lifecycle};
}

Point point(std::chrono::minutes from, std::chrono::minutes to, double value) {
  return {kStart + from, kStart + to,
          Figure<CarbonIntensity>::with_spread(CarbonIntensity{value}, {0.9, 1.1}, Basis::estimated,
                                               "S")};
}

Series series(std::vector<Point> points, std::string source = "S", Label label = kLifecycle) {
  return {.zone = "DE",
          .label = label,
          .points = std::move(points),
          .source = std::move(source),
          .issued_at = std::nullopt,
          .notes = {}};
}

EnergySpan span(std::chrono::minutes from, std::chrono::minutes to, double joules) {
  return {kStart + from, kStart + to, Joules{joules}};
}

Timeline timeline() { return {Knowledge::yearly, yearly(400), "given by --zone"}; }

TEST(Timeline, OfTheGroundAloneIsTheGroundToTheLastDigit) {
  const auto weighed = timeline().weigh(std::vector{span(0min, 5min, 0.1), span(5min, 7min, 0.2)});
  EXPECT_EQ(weighed.intensity.value, CarbonIntensity{400});
  EXPECT_EQ(weighed.intensity.low, CarbonIntensity{200});
  EXPECT_EQ(weighed.intensity.high, CarbonIntensity{800});
  EXPECT_EQ(weighed.intensity.source, "grid DE, yearly, given by --zone");
  ASSERT_THAT(weighed.parts, SizeIs(1));
  EXPECT_EQ(weighed.parts[0].knowledge, Knowledge::yearly);
  EXPECT_EQ(weighed.parts[0].energy_share, Fraction{1.0});
  EXPECT_EQ(weighed.parts[0].from, kStart);
  EXPECT_EQ(weighed.parts[0].to, kStart + 7min);
}

TEST(Timeline, WeighsEachJouleWithTheIntensityOfItsTime) {
  auto line = timeline();
  ASSERT_TRUE(
      line.add(Knowledge::live, series({point(0min, 60min, 100), point(60min, 120min, 300)})));
  // 30 kJ at 100 g/kWh, 10 kJ at 300: 150.
  const auto weighed =
      line.weigh(std::vector{span(0min, 60min, 30'000), span(60min, 120min, 10'000)});
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 150);
  // The error of a source does not shrink because it was asked twice.
  EXPECT_DOUBLE_EQ(weighed.intensity.low.value(), 135);
  EXPECT_DOUBLE_EQ(weighed.intensity.high.value(), 165);
  ASSERT_THAT(weighed.parts, SizeIs(1));
  EXPECT_EQ(weighed.intensity.source, "S, given by --zone");
}

TEST(Timeline, SplitsASpanThatTwoPointsShareByTime) {
  auto line = timeline();
  ASSERT_TRUE(
      line.add(Knowledge::live, series({point(0min, 60min, 100), point(60min, 120min, 300)})));
  const auto weighed = line.weigh(std::vector{span(45min, 65min, 4)});  // 15 min and 5 min
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 150);
}

TEST(Timeline, TakesForEachMomentTheMostTrustedThatSpeaksOfIt) {
  auto line = timeline();
  // Added in no particular order.
  ASSERT_TRUE(line.add(Knowledge::forecast, series({point(0min, 90min, 30)}, "F")));
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 30min, 10)}, "L")));
  ASSERT_TRUE(line.add(Knowledge::history, series({point(0min, 60min, 20)}, "H")));
  const auto weighed = line.weigh(std::vector{span(0min, 120min, 8)});
  ASSERT_THAT(weighed.parts, SizeIs(4));
  const std::vector<std::pair<Knowledge, double>> expected{{Knowledge::live, 10},
                                                           {Knowledge::history, 20},
                                                           {Knowledge::forecast, 30},
                                                           {Knowledge::yearly, 400}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(weighed.parts[i].knowledge, expected[i].first);
    EXPECT_DOUBLE_EQ(weighed.parts[i].intensity.value.value(), expected[i].second);
    EXPECT_DOUBLE_EQ(weighed.parts[i].energy_share.value(), 0.25);
    EXPECT_EQ(weighed.parts[i].from, kStart + static_cast<int>(i) * 30min);
    EXPECT_EQ(weighed.parts[i].to, kStart + static_cast<int>(i + 1) * 30min);
  }
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 115);
  EXPECT_EQ(weighed.intensity.source, "L + H + F + grid DE, yearly, given by --zone");
}

TEST(Timeline, TakesTheLaterAnswerOfTheSameSource) {
  auto line = timeline();
  ASSERT_TRUE(
      line.add(Knowledge::live, series({point(0min, 60min, 100), point(60min, 120min, 100)})));
  ASSERT_TRUE(line.add(Knowledge::live, series({point(30min, 90min, 200)})));
  const auto weighed = line.weigh(std::vector{span(0min, 120min, 1)});
  EXPECT_THAT(weighed.parts, SizeIs(1));
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 150);
  ASSERT_TRUE(line.add(Knowledge::live, series({point(40min, 50min, 800)})));  // inside another
  EXPECT_DOUBLE_EQ(line.weigh(std::vector{span(30min, 60min, 1)}).intensity.value.value(), 400);
}

TEST(Timeline, RefusesWhatIsNotAverageAndLocationBased) {
  auto line = timeline();
  for (const Label label :
       {Label{.signal = Signal::marginal}, Label{.accounting = Accounting::market_based}}) {
    const auto added =
        line.add(Knowledge::live, series({point(0min, 60min, 1)}, "WattTime", label));
    ASSERT_FALSE(added);
    EXPECT_THAT(added.error().what, HasSubstr("WattTime: its figures are "));
  }
  EXPECT_DOUBLE_EQ(line.weigh(std::vector{span(0min, 60min, 1)}).intensity.value.value(), 400);
}

TEST(Timeline, DoesNotMixSeriesThatCountTheLifeCycleWithThoseThatDoNot) {
  auto line = timeline();
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 60min, 100)}, "direct", kDirect)));
  ASSERT_TRUE(line.add(Knowledge::forecast, series({point(0min, 60min, 150)}, "whole")));
  // Both leave nothing to the ground: the ground's own kind is taken, though it is a forecast.
  auto weighed = line.weigh(std::vector{span(0min, 60min, 1)});
  ASSERT_THAT(weighed.parts, SizeIs(1));
  EXPECT_EQ(weighed.parts[0].source, "whole");
  // Here the other kind leaves less to it.
  weighed = line.weigh(std::vector{span(-60min, 60min, 1)});
  EXPECT_EQ(weighed.parts[0].source, "whole");
  ASSERT_TRUE(line.add(Knowledge::history, series({point(-60min, 0min, 100)}, "direct", kDirect)));
  weighed = line.weigh(std::vector{span(-60min, 60min, 1)});
  ASSERT_THAT(weighed.parts, SizeIs(2));
  for (const auto& part : weighed.parts) EXPECT_EQ(part.label, kDirect);
}

TEST(Timeline, TellsTheLabelOfAGroundOfAnotherKind) {
  auto line = timeline();
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 60min, 100)}, "direct", kDirect)));
  const auto weighed = line.weigh(std::vector{span(0min, 120min, 1)});
  ASSERT_THAT(weighed.parts, SizeIs(2));
  EXPECT_EQ(weighed.parts[0].label, kDirect);
  EXPECT_EQ(weighed.parts[1].label, kLifecycle);
}

TEST(Timeline, IsAGuessWhereTheZoneIs) {
  auto ground = yearly(400);
  ground.intensity.basis = Basis::assumed;
  Timeline line(Knowledge::yearly, ground, "assumed from the time zone Europe/Berlin");
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 60min, 100)})));
  const auto weighed = line.weigh(std::vector{span(0min, 60min, 1)});
  EXPECT_EQ(weighed.intensity.basis, Basis::assumed);
  EXPECT_EQ(weighed.parts[0].intensity.basis, Basis::assumed);
}

TEST(Timeline, WithoutEnergyEveryMomentCountsAlike) {
  auto line = timeline();
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 30min, 100)})));
  EXPECT_DOUBLE_EQ(line.weigh(std::vector{span(0min, 60min, 0)}).intensity.value.value(), 250);
  EXPECT_DOUBLE_EQ(line.weigh(std::vector{span(5min, 5min, 0)}).intensity.value.value(), 100);
  EXPECT_DOUBLE_EQ(line.weigh({}).intensity.value.value(), 400);
}

TEST(Timeline, AStatedFigureHasNoLabel) {
  ZoneIntensity stated{
      .zone = "DE",
      .intensity = Figure<CarbonIntensity>::exact(CarbonIntensity{350}, Basis::assumed, "given"),
      .year = std::nullopt,
      .period = "stated",
      .note = "",
      .kind = catalog::IntensityKind::lifecycle};
  const auto weighed =
      Timeline(Knowledge::stated, stated, "").weigh(std::vector{span(0min, 1min, 3)});
  EXPECT_EQ(weighed.parts[0].knowledge, Knowledge::stated);
  EXPECT_EQ(weighed.parts[0].label, std::nullopt);
  EXPECT_EQ(weighed.intensity.source, "given");
}

TEST(Timeline, KnowsWhereReadingsLeaveAGap) {
  auto line = timeline();
  ASSERT_TRUE(line.add(Knowledge::live, series({point(0min, 30min, 100)})));
  ASSERT_TRUE(line.add(Knowledge::forecast, series({point(0min, 120min, 100)})));
  ASSERT_TRUE(line.add(Knowledge::history, series({point(40min, 60min, 100)})));
  EXPECT_EQ(line.first_unread(kStart, kStart + 30min), std::nullopt);
  EXPECT_EQ(line.first_unread(kStart, kStart + 31min), kStart + 30min);
  ASSERT_TRUE(line.add(Knowledge::history, series({point(30min, 40min, 100)})));
  EXPECT_EQ(line.first_unread(kStart, kStart + 60min), std::nullopt);
  EXPECT_EQ(line.first_unread(kStart + 70min, kStart + 80min), kStart + 70min);
}

TEST(Knowledge, HasAWordForEachInBothDirections) {
  for (const auto knowledge : {Knowledge::live, Knowledge::history, Knowledge::forecast,
                               Knowledge::yearly, Knowledge::stated})
    EXPECT_EQ(parse_knowledge(to_string(knowledge)), knowledge);
  EXPECT_EQ(parse_knowledge("hearsay"), std::nullopt);
}

/// Whatever lies above the ground, the parts make up the whole, in energy and in emissions, and the
/// mean lies within what the sources say.
RC_GTEST_PROP(Timeline, ThePartsAddUpToTheWhole, ()) {
  auto line = timeline();
  const auto layers = *rc::gen::inRange(0, 5);
  for (int i = 0; i < layers; ++i) {
    std::vector<Point> points;
    for (int at = 0; at < 200;) {
      at += *rc::gen::inRange(0, 30);
      const int length = *rc::gen::inRange(1, 60);
      points.push_back(point(std::chrono::minutes(at), std::chrono::minutes(at + length),
                             *rc::gen::inRange(0, 900)));
      at += length;
    }
    const auto knowledge =
        *rc::gen::element(Knowledge::live, Knowledge::history, Knowledge::forecast);
    const auto label = *rc::gen::element(kLifecycle, kDirect);
    RC_ASSERT(line.add(knowledge, series(points, *rc::gen::element<std::string>("A", "B"), label)));
  }
  std::vector<EnergySpan> spans;
  double at = 0;
  for (const int millijoules : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5000))) {
    const auto length = std::chrono::minutes(*rc::gen::inRange(0, 40));
    spans.push_back({kStart + std::chrono::minutes(static_cast<int>(at)),
                     kStart + std::chrono::minutes(static_cast<int>(at)) + length,
                     Joules{millijoules * 1e-3}});
    at += static_cast<double>(length.count());
  }

  const auto weighed = line.weigh(spans);

  double shares = 0;
  double mean = 0;
  double low = 1e9;
  double high = 0;
  for (const auto& part : weighed.parts) {
    RC_ASSERT(part.energy_share > Fraction{0.0});
    RC_ASSERT(part.from <= part.to);
    RC_ASSERT(part.intensity.low <= part.intensity.value);
    RC_ASSERT(part.intensity.value <= part.intensity.high);
    shares += part.energy_share.value();
    mean += part.energy_share.value() * part.intensity.value.value();
    low = std::min(low, part.intensity.value.value());
    high = std::max(high, part.intensity.value.value());
  }
  const auto& whole = weighed.intensity;
  RC_ASSERT(std::abs(shares - 1.0) < 1e-9);
  RC_ASSERT(std::abs(mean - whole.value.value()) < 1e-6);
  RC_ASSERT(whole.value.value() > low - 1e-6 && whole.value.value() < high + 1e-6);
  RC_ASSERT(whole.low <= whole.value);
  RC_ASSERT(whole.value <= whole.high);
}

/// Cut a run's time finer, with its energy, and nothing changes.
RC_GTEST_PROP(Timeline, TheStepsOfTheProfileDoNotMatterWherePowerIsEven, ()) {
  auto line = timeline();
  std::vector<Point> points;
  for (int i = 0; i < 12; ++i)
    if (*rc::gen::inRange(0, 4) > 0)
      points.push_back(point(std::chrono::minutes(30 * i), std::chrono::minutes(30 * (i + 1)),
                             *rc::gen::inRange(10, 900)));
  RC_ASSERT(line.add(Knowledge::live, series(points)));
  const int pieces = *rc::gen::inRange(1, 50);
  std::vector<EnergySpan> fine;
  for (int i = 0; i < pieces; ++i)
    fine.push_back(span(std::chrono::minutes(7 * i), std::chrono::minutes(7 * (i + 1)), 2.5));
  const std::vector coarse{span(0min, std::chrono::minutes(7 * pieces), 2.5 * pieces)};
  const auto a = line.weigh(fine).intensity.value;
  const auto b = line.weigh(coarse).intensity.value;
  RC_ASSERT(std::abs(a / b - 1.0) < 1e-9);
}

}  // namespace
}  // namespace wattprint::grid
