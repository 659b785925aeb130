#include "store/grid_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <limits>
#include <map>
#include <set>
#include <thread>

#include "store/migrations.hpp"
#include "store/store_world.hpp"

namespace wattprint::store {
namespace {

using grid::Fetched;
using grid::Point;
using grid::Series;
using grid::SeriesKey;
using grid::Stretch;
using grid::Turn;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::in_child;
using ::testing::IsEmpty;
using testing::record_with;
using ::testing::SizeIs;
using testing::StoreWorld;
using namespace std::chrono_literals;

constexpr WallTime kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
const SeriesKey kHistory{.source = {"uk", ""}, .zone = "GB"};
const SeriesKey kForecast{.source = {"uk", ""}, .zone = "GB", .forecast = true};
const grid::SourceId kUk{"uk", ""};

struct World : StoreWorld {
  std::unique_ptr<GridPoints> open_points(GridPoints::Limits limits = {}) const {
    auto opened = GridPoints::open(directory(), Database::Access::create, limits);
    if (!opened) throw std::runtime_error(opened.error().what);
    return std::move(*opened);
  }
  Database raw() const { return Database::open(database(), Database::Access::existing).value(); }
};

Point point(WallTime start, std::chrono::minutes length, double value,
            const std::string& source = "UK Carbon Intensity") {
  return {start, start + length,
          Figure<CarbonIntensity>::with_spread(CarbonIntensity{value}, {0.9, 1.2}, Basis::estimated,
                                               source)};
}

Series series_of(std::vector<Point> points, std::optional<WallTime> issued_at = std::nullopt) {
  return {.zone = "GB",
          .points = std::move(points),
          .source = "UK Carbon Intensity",
          .issued_at = issued_at};
}

/// "12:30+30=200" for each point, minutes after noon of 22 November being those of the clock.
std::string text_of(const Series& series) {
  std::string text;
  for (const auto& [start, end, figure] : series.points) {
    if (!text.empty()) text += ' ';
    text += to_rfc3339(start).substr(11, 5) + "+" + std::to_string((end - start) / 1min) + "=" +
            std::to_string(static_cast<int>(figure.value.value()));
  }
  return text;
}

std::string all_of(GridPoints& points, const SeriesKey& key = kHistory,
                   std::optional<WallTime> issued_by = std::nullopt) {
  return text_of(points.points(key, {kNoon - 240h, kNoon + 240h}, issued_by).value());
}

TEST(GridPoints, GivesBackWhatWasPut) {
  const World w;
  const Series put =
      series_of({point(kNoon, 30min, 123.456), point(kNoon + 30min, 30min, 0.0, "another")});
  ASSERT_TRUE(w.open_points()->put(kHistory, put, Stretch{kNoon, kNoon + 1h}, kNoon + 2h));

  const auto got = w.open_points()->points(kHistory, {kNoon, kNoon + 1h}).value();

  EXPECT_EQ(got.zone, "GB");
  EXPECT_EQ(got.source, "UK Carbon Intensity");
  EXPECT_FALSE(got.issued_at);
  ASSERT_THAT(got.points, SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(got.points[i].start, put.points[i].start);
    EXPECT_EQ(got.points[i].end, put.points[i].end);
    EXPECT_EQ(got.points[i].intensity.value, put.points[i].intensity.value);
    EXPECT_EQ(got.points[i].intensity.low, put.points[i].intensity.low);
    EXPECT_EQ(got.points[i].intensity.high, put.points[i].intensity.high);
    EXPECT_EQ(got.points[i].intensity.basis, Basis::estimated);
    EXPECT_EQ(got.points[i].intensity.source, put.points[i].intensity.source);
  }
}

TEST(GridPoints, KeepsApartWhatDiffersInAnyPartOfTheKey) {
  const World w;
  auto points = w.open_points();
  std::vector<SeriesKey> keys(8, kHistory);
  keys[1].source.provider = "other";
  keys[2].source.setup = "0badcafe";
  keys[3].zone = "FR";
  keys[4].label.signal = grid::Signal::marginal;
  keys[5].label.accounting = grid::Accounting::market_based;
  keys[6].label.kind = catalog::IntensityKind::direct;
  keys[7].forecast = true;
  for (std::size_t i = 0; i < keys.size(); ++i)
    ASSERT_TRUE(points->put(keys[i], series_of({point(kNoon, 60min, 100.0 + double(i))}),
                            Stretch{kNoon, kNoon + 1h}, kNoon));

  for (std::size_t i = 0; i < keys.size(); ++i)
    EXPECT_EQ(all_of(*points, keys[i]), "12:00+60=10" + std::to_string(i));
  const auto list = points->list().value();
  ASSERT_THAT(list, SizeIs(8));
  for (const auto& key : keys)
    EXPECT_EQ(std::count_if(list.begin(), list.end(), [&](const auto& s) { return s.key == key; }),
              1);
  EXPECT_EQ(list[0].points, 1U);
  EXPECT_EQ(list[0].stretch, (Stretch{kNoon, kNoon + 1h}));
  EXPECT_EQ(list[0].fetched_at, kNoon);
}

TEST(GridPoints, ARevisedPointReplacesTheEarlierOne) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory,
                          series_of({point(kNoon, 30min, 100), point(kNoon + 30min, 30min, 110)}),
                          std::nullopt, kNoon + 1h));
  ASSERT_TRUE(
      points->put(kHistory, series_of({point(kNoon, 30min, 90)}), std::nullopt, kNoon + 2h));
  EXPECT_EQ(all_of(*points), "12:00+30=90 12:30+30=110");
}

TEST(GridPoints, HistoryNeverOverlapsWhateverStepsItCameIn) {
  struct Case {
    const char* name;
    Point newer;
    const char* left;
  };
  const Case cases[] = {
      {"contained", point(kNoon - 30min, 120min, 9), "11:30+120=9"},
      {"cut at its end", point(kNoon + 45min, 60min, 9), "12:00+45=100 12:45+60=9"},
      {"begun inside", point(kNoon - 15min, 30min, 9), "11:45+30=9"},
      {"beside it", point(kNoon + 60min, 60min, 9), "12:00+60=100 13:00+60=9"},
      {"before it", point(kNoon - 60min, 60min, 9), "11:00+60=9 12:00+60=100"},
  };
  for (const auto& c : cases) {
    const World w;
    auto points = w.open_points();
    ASSERT_TRUE(points->put(kHistory, series_of({point(kNoon, 60min, 100)}), std::nullopt, kNoon));
    ASSERT_TRUE(points->put(kHistory, series_of({c.newer}), std::nullopt, kNoon));
    EXPECT_EQ(all_of(*points), c.left) << c.name;
  }
}

TEST(GridPoints, APointThatReachesIntoTheStretchIsInIt) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory,
                          series_of({point(kNoon, 60min, 1), point(kNoon + 1h, 60min, 2)}),
                          std::nullopt, kNoon));
  const auto within = [&](auto from, auto to) {
    return text_of(points->points(kHistory, {kNoon + from, kNoon + to}).value());
  };
  EXPECT_EQ(within(30min, 40min), "12:00+60=1");
  EXPECT_EQ(within(30min, 61min), "12:00+60=1 13:00+60=2");
  EXPECT_EQ(within(60min, 61min), "13:00+60=2");
  EXPECT_EQ(within(120min, 300min), "");
  EXPECT_EQ(within(-60min, 0min), "");
  EXPECT_EQ(within(40min, 30min), "");
}

TEST(GridPoints, OfAForecastTheNewestIssueIsReadAndTheNewestBeforeAMomentCanBe) {
  const World w;
  auto points = w.open_points();
  const auto issue = [&](std::chrono::hours when, double value) {
    std::vector<Point> hours;
    for (int h = 0; h < 3; ++h) hours.push_back(point(kNoon + when + h * 1h, 60min, value + h));
    ASSERT_TRUE(points->put(kForecast, series_of(hours, kNoon + when), std::nullopt, kNoon + when));
  };
  issue(1h, 200);  // not in the order of their issue
  issue(0h, 100);

  EXPECT_EQ(all_of(*points, kForecast), "12:00+60=100 13:00+60=200 14:00+60=201 15:00+60=202");
  EXPECT_EQ(all_of(*points, kForecast, kNoon + 59min), "12:00+60=100 13:00+60=101 14:00+60=102");
  EXPECT_EQ(all_of(*points, kForecast, kNoon - 1min), "");
  EXPECT_EQ(points->points(kForecast, {kNoon, kNoon + 9h})->issued_at, kNoon + 1h);
  EXPECT_EQ(points->points(kForecast, {kNoon, kNoon + 30min})->issued_at, kNoon);
  EXPECT_EQ(points->list()->at(0).points, 6U);
}

TEST(GridPoints, IssuesThatCutTimeDifferentlyDoNotOverlap) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kForecast,
                          series_of({point(kNoon, 60min, 1), point(kNoon + 1h, 60min, 2)}, kNoon),
                          std::nullopt, kNoon));
  ASSERT_TRUE(points->put(kForecast, series_of({point(kNoon + 15min, 30min, 3)}, kNoon + 15min),
                          std::nullopt, kNoon));
  EXPECT_EQ(all_of(*points, kForecast), "12:15+30=3 13:00+60=2");
}

TEST(GridPoints, WhatWasFetchedIsRememberedInStretchesThatDoNotOverlap) {
  const World w;
  auto points = w.open_points();
  const auto fetch = [&](int from, int to, int at) {
    ASSERT_TRUE(points->put(kHistory, series_of({}), Stretch{kNoon + from * 1h, kNoon + to * 1h},
                            kNoon + at * 1h));
  };
  const auto text = [&] {
    std::string all;
    const auto fetched = points->fetched(kHistory, {kNoon, kNoon + 100h}).value();
    for (const auto& [stretch, at] : fetched)
      all += std::to_string((stretch.from - kNoon) / 1h) + "-" +
             std::to_string((stretch.to - kNoon) / 1h) + "@" + std::to_string((at - kNoon) / 1h) +
             " ";
    return all;
  };
  fetch(10, 20, 50);
  fetch(30, 40, 50);
  EXPECT_EQ(text(), "10-20@50 30-40@50 ");
  fetch(12, 14, 51);
  EXPECT_EQ(text(), "10-12@50 12-14@51 14-20@50 30-40@50 ");
  fetch(13, 35, 52);
  EXPECT_EQ(text(), "10-12@50 12-13@51 13-35@52 35-40@50 ");
  fetch(10, 40, 53);
  EXPECT_EQ(text(), "10-40@53 ");
  EXPECT_THAT(points->points(kHistory, {kNoon, kNoon + 100h})->points, IsEmpty());
  EXPECT_THAT(points->list().value(), IsEmpty());
}

RC_GTEST_PROP(GridPoints, WhateverIsPutEachMomentHasTheFigureThatWasPutLast, ()) {
  const World w;
  auto points = w.open_points();
  constexpr int kMinutes = 120;
  std::map<int, int> expected;  // by minute; what the newest point there said
  const auto count = *rc::gen::inRange(1, 12);
  for (int i = 1; i <= count; ++i) {
    const int start = *rc::gen::inRange(0, kMinutes - 1);
    const int length = *rc::gen::inRange(1, 60);
    // An older point that the new one meets is cut where that begins; the rest of it goes.
    std::set<int> met;
    for (int m = start; m < start + length; ++m)
      if (expected.contains(m)) met.insert(expected[m]);
    std::erase_if(expected,
                  [&](const auto& e) { return met.contains(e.second) && e.first >= start; });
    for (int m = start; m < start + length; ++m) expected[m] = i;
    RC_ASSERT(
        points
            ->put(kHistory,
                  series_of({point(kNoon + start * 1min, std::chrono::minutes(length), double(i))}),
                  std::nullopt, kNoon)
            .has_value());
  }
  std::map<int, int> got;
  const auto kept = points->points(kHistory, {kNoon - 1h, kNoon + 24h}).value();
  for (const auto& p : kept.points)
    for (auto t = p.start; t < p.end; t += 1min) {
      const auto minute = static_cast<int>((t - kNoon) / 1min);
      RC_ASSERT(!got.contains(minute));
      got[minute] = static_cast<int>(p.intensity.value.value());
    }
  RC_ASSERT(got == expected);
}

TEST(GridPoints, ANewNameOfASourceLeavesTheOldPointsTheirs) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory, series_of({point(kNoon, 30min, 1)}), std::nullopt, kNoon));
  Series renamed = series_of({point(kNoon + 30min, 30min, 2, "NESO")});
  renamed.source = "NESO";
  ASSERT_TRUE(points->put(kHistory, renamed, std::nullopt, kNoon));
  ASSERT_TRUE(points->put(kHistory, {.zone = "GB"}, Stretch{kNoon, kNoon + 2h}, kNoon));

  const auto got = points->points(kHistory, {kNoon, kNoon + 1h}).value();

  EXPECT_EQ(got.source, "NESO");
  EXPECT_EQ(got.points[0].intensity.source, "UK Carbon Intensity");
  EXPECT_EQ(got.points[1].intensity.source, "NESO");
}

TEST(GridPoints, APointThatMakesNoSenseIsRefusedAndNothingOfItsAnswerKept) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  auto upside_down = point(kNoon, 30min, 5);
  upside_down.intensity.low = CarbonIntensity{6};
  for (const auto& bad : {point(kNoon, 30min, nan), point(kNoon, 0min, 5), point(kNoon, -5min, 5),
                          point(kNoon, 30min, -1), upside_down}) {
    const World w;
    auto points = w.open_points();
    const auto put = points->put(kHistory, series_of({point(kNoon - 1h, 30min, 5), bad}),
                                 Stretch{kNoon - 1h, kNoon + 1h}, kNoon);
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, Errc::malformed);
    EXPECT_EQ(all_of(*points), "");
    EXPECT_THAT(points->fetched(kHistory, {kNoon - 9h, kNoon}).value(), IsEmpty());
  }
}

TEST(GridPoints, DamagedRowsAreLeftOutAndSaidSo) {
  const World w;
  auto points = w.open_points();
  std::vector<Point> hours;
  for (int h = 0; h < 6; ++h) hours.push_back(point(kNoon + h * 1h, 60min, 100 + h));
  ASSERT_TRUE(points->put(kHistory, series_of(hours), std::nullopt, kNoon));
  const auto damage = [&](const std::string& column, int hour) {
    auto raw = w.raw();
    const auto start = std::to_string((kNoon + hour * 1h).time_since_epoch().count());
    ASSERT_TRUE(
        raw.execute(("UPDATE grid_points SET " + column + " WHERE start = " + start).c_str()));
  };
  damage("length = -5", 0);
  damage("value = 'lots'", 1);
  damage("low = 9e999", 3);
  damage("high = 1", 5);

  const auto got = points->points(kHistory, {kNoon, kNoon + 9h}).value();

  EXPECT_EQ(text_of(got), "14:00+60=102 16:00+60=104");
  EXPECT_THAT(got.notes, ElementsAre(HasSubstr("4 damaged points of uk in " +
                                               w.database().string() + " were left out")));
}

TEST(GridPoints, WhatIsTooOldGoesOnceADayAndImportsStay) {
  const World w;
  auto points = w.open_points({.history = 48h, .forecasts = 24h});
  SeriesKey imported = kHistory;
  imported.source.provider = grid::kImported;
  for (const auto& key : {kHistory, imported})
    ASSERT_TRUE(points->put(
        key, series_of({point(kNoon - 72h, 60min, 1), point(kNoon - 1h, 60min, 2)}),
        key == kHistory ? std::optional(Stretch{kNoon - 72h, kNoon}) : std::nullopt, kNoon));
  for (const auto issued : {kNoon - 30h, kNoon - 3h})
    ASSERT_TRUE(points->put(kForecast, series_of({point(issued, 60min, 3)}, issued),
                            Stretch{issued, issued + 1h}, issued));

  ASSERT_TRUE(points->tidy(kNoon));

  EXPECT_EQ(all_of(*points), "11:00+60=2");
  EXPECT_EQ(all_of(*points, imported), "12:00+60=1 11:00+60=2");
  EXPECT_EQ(all_of(*points, kForecast), "09:00+60=3");
  const auto fetched = points->fetched(kHistory, {kNoon - 999h, kNoon}).value();
  ASSERT_THAT(fetched, SizeIs(1));
  EXPECT_EQ(fetched[0].stretch, (Stretch{kNoon - 48h, kNoon}));
  EXPECT_THAT(points->fetched(kForecast, {kNoon - 999h, kNoon}).value(), SizeIs(1));

  ASSERT_TRUE(points->tidy(kNoon + 23h));
  EXPECT_EQ(all_of(*points, kForecast), "09:00+60=3");
  ASSERT_TRUE(points->tidy(kNoon + 25h));
  EXPECT_EQ(all_of(*points, kForecast), "");
  EXPECT_THAT(points->list().value(), SizeIs(2));
  ASSERT_TRUE(points->put(kForecast, series_of({point(kNoon, 60min, 3)}, kNoon - 40h), std::nullopt,
                          kNoon));
  ASSERT_TRUE(points->tidy(kNoon - 1h)) << "the clock was set back";
  EXPECT_EQ(all_of(*points, kForecast), "");
}

TEST(GridPoints, TheOldestGoWhenThereAreTooMany) {
  const World w;
  auto points = w.open_points({.points = 10});
  SeriesKey imported = kHistory;
  imported.source.provider = grid::kImported;
  std::vector<Point> hours;
  for (int h = 0; h < 15; ++h) hours.push_back(point(kNoon + h * 1h, 60min, h));
  ASSERT_TRUE(points->put(kHistory, series_of(hours), Stretch{kNoon, kNoon + 15h}, kNoon));
  ASSERT_TRUE(points->put(imported, series_of(hours), std::nullopt, kNoon));

  ASSERT_TRUE(points->tidy(kNoon + 20h));

  EXPECT_THAT(points->points(kHistory, {kNoon, kNoon + 99h})->points, SizeIs(10));
  EXPECT_EQ(points->points(kHistory, {kNoon, kNoon + 99h})->points[0].start, kNoon + 5h);
  EXPECT_EQ(points->fetched(kHistory, {kNoon, kNoon + 99h})->at(0).stretch.from, kNoon + 5h);
  EXPECT_THAT(points->points(imported, {kNoon, kNoon + 99h})->points, SizeIs(15));
}

TEST(GridPoints, ASeriesCanBeRemoved) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory, series_of({point(kNoon, 60min, 1)}), Stretch{kNoon, kNoon + 1h},
                          kNoon));
  EXPECT_TRUE(points->remove(kForecast));
  EXPECT_EQ(all_of(*points), "12:00+60=1");
  EXPECT_TRUE(points->remove(kHistory));
  EXPECT_EQ(all_of(*points), "");
  EXPECT_THAT(points->fetched(kHistory, {kNoon, kNoon + 1h}).value(), IsEmpty());
  EXPECT_EQ(w.raw().integer("SELECT count(*) FROM grid_points").value(), 0);
}

TEST(GridPoints, AStateIsKeptForEachQuestionAndForgottenWhenAllIsWell) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(
      points->set_state(kUk, "", {.next_allowed = kNoon, .failures = 3, .said = "uk: too many"}));
  const grid::SourceState refused{.next_allowed = kNoon + 1h,
                                  .failures = 1,
                                  .said = "uk: refused",
                                  .failed_at = kNoon,
                                  .key_mark = 77};
  ASSERT_TRUE(points->set_state(kUk, "GB latest", refused));

  auto other = w.open_points();
  EXPECT_EQ(other->state(kUk, "")->next_allowed, kNoon);
  EXPECT_EQ(other->state(kUk, "")->failures, 3);
  EXPECT_EQ(other->state(kUk, "")->said, "uk: too many");
  EXPECT_EQ(other->state(kUk, "GB latest").value(), refused);
  EXPECT_EQ(other->state(kUk, "GB history")->failures, 0);
  EXPECT_EQ(other->state({"uk", "postcode"}, "")->failures, 0);
  ASSERT_TRUE(other->set_state(kUk, "", {}));
  EXPECT_EQ(points->state(kUk, "")->failures, 0);
  EXPECT_EQ(w.raw().integer("SELECT count(*) FROM grid_states").value(), 1);
}

TEST(GridPoints, ATurnIsOnesUntilItIsGivenBackOrOver) {
  const World w;
  auto one = w.open_points();
  auto two = w.open_points();
  const auto take = [](GridPoints& points, std::int64_t holder, WallTime now) {
    return points
        .take_turn(kUk, {.holder = holder, .ends_at = now + 10s, .next_request_at = now + 1s}, now)
        .value();
  };
  EXPECT_TRUE(take(*one, 1, kNoon));
  EXPECT_FALSE(take(*two, 2, kNoon + 9s));
  EXPECT_TRUE(take(*one, 1, kNoon + 5s)) << "its own it can prolong";
  EXPECT_FALSE(take(*two, 2, kNoon + 14s));
  EXPECT_EQ(two->turn(kUk)->holder, 1);
  EXPECT_EQ(two->turn(kUk)->ends_at, kNoon + 15s);
  EXPECT_EQ(two->turn(kUk)->next_request_at, kNoon + 6s);
  EXPECT_TRUE(two->take_turn({"es", ""}, {.holder = 2, .ends_at = kNoon + 9s}, kNoon).value());

  ASSERT_TRUE(two->end_turn(kUk, 2)) << "not its turn: nothing happens";
  EXPECT_FALSE(take(*two, 2, kNoon + 14s));
  ASSERT_TRUE(one->end_turn(kUk, 1));
  EXPECT_TRUE(take(*two, 2, kNoon + 14s));
  EXPECT_TRUE(take(*one, 1, kNoon + 25s)) << "the other crashed";
  EXPECT_TRUE(take(*two, 2, kNoon - 240h)) << "the clock was set back";
}

TEST(GridPoints, OfManyWhoComeAtOnceOneHasTheTurn) {
  const World w;
  (void)w.open_points();
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> winners = 0;
    std::vector<std::jthread> threads;
    for (int holder = 1; holder <= 4; ++holder)
      threads.emplace_back([&, holder] {
        auto points = w.open_points();
        points->set_patience(5s);
        const auto now = kNoon + round * 1h;
        if (points->take_turn(kUk, {.holder = holder, .ends_at = now + 10s}, now).value())
          ++winners;
      });
    threads.clear();
    EXPECT_EQ(winners, 1);
  }
}

TEST(GridPoints, ReadsWhileAnotherWritesAndGivesUpWritingInTime) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory, series_of({point(kNoon, 60min, 1)}), std::nullopt, kNoon));
  auto other = w.raw();
  auto writing = Transaction::begin(other).value();

  points->set_patience(20ms);
  const auto began = std::chrono::steady_clock::now();
  const auto put = points->put(kHistory, series_of({point(kNoon, 60min, 2)}), std::nullopt, kNoon);
  const auto took = std::chrono::steady_clock::now() - began;

  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, Errc::unavailable);
  EXPECT_LT(took, 1s);
  EXPECT_EQ(all_of(*points), "12:00+60=1");
}

TEST(GridPoints, ADatabaseOfVersionOneKeepsItsRuns) {
  const World w;
  std::filesystem::create_directories(w.directory());
  {
    auto old = Database::open(w.database(), Database::Access::create).value();
    ASSERT_TRUE(old.execute(std::string(migrations()[0]).c_str()));
    ASSERT_TRUE(old.execute("PRAGMA application_id=0x77617474; PRAGMA user_version=1;"));
  }
  // A row as version one wrote it: its columns are those of today.
  const std::string record = [] {
    const World today;
    auto store = today.open();
    EXPECT_TRUE(store->finish(record_with("7f3a1c90be42"), {}));
    auto raw = today.raw();
    auto row = raw.prepare("SELECT record FROM runs").value();
    EXPECT_TRUE(row.step().value());
    return row.text(0);
  }();
  {
    auto old = w.raw();
    auto insert = old.prepare(
                         "INSERT INTO runs (id, name, project, host, command, state, started_at, "
                         "duration_s, written_at, pid, pid_started, boot_id, record) VALUES "
                         "('7f3a1c90be42', 'mnist-mlp', 'p', 'h', 'c', 'finished', 5, 1.5, 6, 0, "
                         "0, '', ?1)")
                      .value();
    ASSERT_TRUE(insert.bind(1, record).run());
  }

  auto points = w.open_points();

  EXPECT_EQ(w.raw().integer("PRAGMA user_version").value(),
            static_cast<std::int64_t>(migrations().size()));
  EXPECT_EQ(w.open()->find("7f3a1c90be42")->identity.name, "mnist-mlp");
  EXPECT_EQ(w.open()->list({})->runs.size(), 1U);
  EXPECT_TRUE(points->put(kHistory, series_of({point(kNoon, 60min, 1)}), std::nullopt, kNoon));
}

TEST(GridPoints, AFullDiskIsAnErrorAndWhatWasThereStays) {
  const World w;
  auto points = w.open_points();
  ASSERT_TRUE(points->put(kHistory, series_of({point(kNoon, 60min, 1)}), Stretch{kNoon, kNoon + 1h},
                          kNoon));
  const int status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8'192, 8'192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::vector<Point> many;
    for (int h = 0; h < 2000; ++h) many.push_back(point(kNoon + h * 1h, 60min, 2));
    const auto put =
        w.open_points()->put(kHistory, series_of(many), Stretch{kNoon, kNoon + 2000h}, kNoon);
    return put ? 1 : 0;
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(all_of(*w.open_points()), "12:00+60=1");
}

}  // namespace
}  // namespace wattprint::store
