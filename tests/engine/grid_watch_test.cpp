#include "engine/grid_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;
using grid::Knowledge;
using grid::Query;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const catalog::Zone kZone{.code = "DE", .name = "Germany", .parent = ""};

grid::Timeline yearly() {
  return {grid::Knowledge::yearly,
          {.zone = "DE",
           .intensity = Figure<CarbonIntensity>::exact(CarbonIntensity{400}, Basis::estimated, "Y"),
           .year = 2024,
           .period = "yearly average 2024",
           .note = "",
           .kind = catalog::IntensityKind::lifecycle},
          "given by --zone"};
}

grid::Told series(WallTime from, WallTime to, double value) {
  grid::Told told;
  told.series = grid::Series{
      .zone = "DE",
      .label = {},
      .points = {{from, to,
                  Figure<CarbonIntensity>::exact(CarbonIntensity{value}, Basis::estimated, "S")}},
      .source = "S",
      .issued_at = std::nullopt,
      .notes = {}};
  return told;
}

grid::Told nothing(std::string problem) {
  grid::Told told;
  told.problems = {std::move(problem)};
  return told;
}

/// Lets those through who pass, once it is open.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

OpenGrid asking(AskGrid ask) {
  return [ask = std::move(ask)] { return ask; };
}

class GridWatchTest : public ::testing::Test {
 protected:
  const WallTime start_ = system_clock().wall();

  GridWatch watch(const AskGrid& ask, WallTime start) {
    return {asking(ask), kZone, yearly(), start, system_clock()};
  }
  GridWatch watch(const AskGrid& ask) { return watch(ask, start_); }
  grid::Weighed weigh(const grid::Timeline& grid) const {
    return grid.weigh(std::vector{grid::EnergySpan{start_, start_ + 10ms, Joules{1}}});
  }
  static milliseconds since(steady_clock::time_point begin) {
    return std::chrono::ceil<milliseconds>(steady_clock::now() - begin);
  }
};

TEST_F(GridWatchTest, WaitsALittleForTheAnswerToAShortCommand) {
  auto watch = this->watch([&](const Query&, milliseconds) {
    std::this_thread::sleep_for(100ms);
    return series(start_ - 1h, start_ + 1h, 100);
  });
  const auto findings = watch.finish();
  const auto weighed = weigh(findings.grid);
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 100);
  EXPECT_EQ(weighed.parts[0].knowledge, Knowledge::live);
  EXPECT_THAT(findings.problems, IsEmpty());
}

TEST_F(GridWatchTest, WaitsNoLongerThanHalfASecondFromTheFirstQuestion) {
  const auto gate = std::make_shared<Gate>();
  const auto begin = steady_clock::now();
  // The thread outlives this test: it may hold on to nothing of it.
  auto watch = this->watch([gate, start = start_](const Query&, milliseconds) {
    gate->pass();
    return series(start - 1h, start + 1h, 100);
  });
  const auto findings = watch.finish();
  EXPECT_GE(since(begin), 480ms);
  EXPECT_LT(since(begin), 900ms);
  EXPECT_DOUBLE_EQ(weigh(findings.grid).intensity.value.value(), 400);
  EXPECT_THAT(findings.problems, ElementsAre("an answer had not arrived when the run ended"));
  gate->open();
}

TEST_F(GridWatchTest, DoesNotDelayACommandOfHalfASecondAtAll) {
  const auto gate = std::make_shared<Gate>();
  auto watch = this->watch([gate](const Query&, milliseconds) {
    gate->pass();
    return nothing("late");
  });
  std::this_thread::sleep_for(GridWatch::kPatience);
  const auto begin = steady_clock::now();
  (void)watch.finish();
  EXPECT_LT(since(begin), 40ms);
  gate->open();
}

TEST_F(GridWatchTest, LeavesAHangingThreadBehindWithAllItNeeds) {
  const auto gate = std::make_shared<Gate>();
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  {
    auto watch = this->watch([gate, ended](const Query&, milliseconds) {
      gate->pass();
      *ended = true;
      return nothing("late");
    });
  }  // never asked how it went
  gate->open();
  for (int i = 0; i < 500 && !*ended; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(*ended);
}

TEST_F(GridWatchTest, TellsWhyNobodyAnsweredEachSentenceOnce) {
  auto watch = this->watch([](const Query&, milliseconds) { return nothing("A: no key"); });
  const auto findings = watch.finish();
  EXPECT_THAT(findings.problems, ElementsAre("A: no key"));
  EXPECT_DOUBLE_EQ(weigh(findings.grid).intensity.value.value(), 400);
}

TEST_F(GridWatchTest, SurvivesWhatItCannotOpen) {
  GridWatch watch([]() -> AskGrid { throw std::runtime_error("no memory"); }, kZone, yearly(),
                  start_, system_clock());
  EXPECT_THAT(watch.finish().problems, ElementsAre("no memory"));
}

TEST_F(GridWatchTest, AsksForAForecastWhereReadingsComeLate) {
  auto watch = this->watch([&](const Query& query, milliseconds) {
    if (query.what == Query::What::latest) return series(start_ - 2h, start_ - 1h, 50);
    if (query.what == Query::What::forecast) return series(start_ - 10min, query.to, 70);
    return nothing("no history");
  });
  const auto weighed = weigh(watch.finish().grid);
  EXPECT_EQ(weighed.parts[0].knowledge, Knowledge::forecast);
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 70);
}

TEST_F(GridWatchTest, TakesAnIssuedAnswerForAForecast) {
  auto watch = this->watch([&](const Query& query, milliseconds) {
    if (query.what != Query::What::latest) return nothing("no more");
    auto told = series(start_ - 1h, start_ + 1h, 100);
    told.series->issued_at = start_;
    return told;
  });
  EXPECT_EQ(weigh(watch.finish().grid).parts[0].knowledge, Knowledge::forecast);
}

TEST_F(GridWatchTest, AsksForTheHistoryOfWhatTheReadingsLeaveOpen) {
  // A run that began an hour ago; the newest reading speaks of the second half of it.
  const WallTime began = start_ - 1h;
  std::mutex mutex;
  std::vector<Query> asked;
  auto watch = this->watch(
      [&](const Query& query, milliseconds) {
        const std::scoped_lock lock(mutex);
        asked.push_back(query);
        if (query.what == Query::What::latest) return series(start_ - 30min, start_ + 1h, 100);
        return series(began - 1h, start_ - 30min, 300);
      },
      began);
  std::this_thread::sleep_for(50ms);
  const auto findings = watch.finish();
  const auto weighed = findings.grid.weigh(std::vector{grid::EnergySpan{began, start_, Joules{1}}});
  EXPECT_DOUBLE_EQ(weighed.intensity.value.value(), 200);
  ASSERT_EQ(weighed.parts.size(), 2U);
  EXPECT_EQ(weighed.parts[1].knowledge, Knowledge::history);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[1].what, Query::What::history);
  EXPECT_EQ(asked[1].from, began);
}

TEST_F(GridWatchTest, LooksForHistoryOnThisMachineAtTheEnd) {
  std::atomic<int> local{0};
  auto watch = this->watch([&](const Query& query, milliseconds budget) {
    if (query.what != Query::What::history) return nothing("not reached");
    if (budget == 0ms) ++local;
    return series(start_ - 1h, start_ + 1h, 150);
  });
  const auto weighed = weigh(watch.finish().grid);
  EXPECT_EQ(local, 1);
  EXPECT_EQ(weighed.parts[0].knowledge, Knowledge::history);
}

TEST_F(GridWatchTest, RefusesMarginalFiguresWithASentence) {
  auto watch = this->watch([&](const Query& query, milliseconds) {
    if (query.what != Query::What::latest) return grid::Told{};
    auto told = series(start_ - 1h, start_ + 1h, 900);
    told.series->label.signal = grid::Signal::marginal;
    return told;
  });
  const auto findings = watch.finish();
  EXPECT_DOUBLE_EQ(weigh(findings.grid).intensity.value.value(), 400);
  EXPECT_THAT(findings.problems, ElementsAre(HasSubstr("marginal")));
}

TEST_F(GridWatchTest, ThePlaceThatTheNetworkKnowsIsTheOneThatIsAskedAbout) {
  std::string asked;
  const auto find = [] {
    return FoundPlace{.zone = catalog::Zone{.code = "FR", .name = "France", .parent = ""},
                      .grid = grid::Timeline(Knowledge::yearly,
                                             {.zone = "FR",
                                              .intensity = Figure<CarbonIntensity>::exact(
                                                  CarbonIntensity{50}, Basis::estimated, "Y"),
                                              .year = 2024,
                                              .period = "yearly average 2024",
                                              .note = "",
                                              .kind = catalog::IntensityKind::lifecycle},
                                             "by a test"),
                      .problems = {"one way was in vain"}};
  };
  GridWatch watch(asking([&](const Query& query, milliseconds) {
                    asked = query.zone.code;
                    return nothing("silence");
                  }),
                  {}, yearly(), system_clock().wall(), system_clock(), find);
  const auto found = watch.finish();
  EXPECT_EQ(found.grid.zone(), "FR");
  EXPECT_EQ(asked, "FR");
  EXPECT_THAT(found.problems, ::testing::Contains(HasSubstr("one way was in vain")));
}

TEST_F(GridWatchTest, WithoutAZoneNobodyIsAskedAndTheReasonIsSaid) {
  bool asked = false;
  GridWatch watch(asking([&](const Query&, milliseconds) {
                    asked = true;
                    return nothing("silence");
                  }),
                  {}, yearly(), system_clock().wall(), system_clock());
  const auto found = watch.finish();
  EXPECT_FALSE(asked);
  EXPECT_THAT(found.problems, ElementsAre(HasSubstr("--zone")));
}

}  // namespace
}  // namespace wattprint::engine
