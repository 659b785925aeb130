#include "grid/sources.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "grid/providers/all.hpp"
#include "grid/sources_world.hpp"
#include "store/database.hpp"
#include "store/sqlite_store.hpp"

namespace wattprint::grid {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeProvider;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kNoon;
using ::testing::SizeIs;
using testing::SourcesWorld;
using namespace std::chrono_literals;
using Kind = Failure::Kind;
using What = Query::What;

/// Each point is the provider's own figure, there is one for each moment at most.
void expect_truth(const Told& told, const FakeProvider& provider) {
  ASSERT_TRUE(told.series);
  EXPECT_EQ(told.provider, provider.name());
  EXPECT_EQ(told.series->label, provider.label());
  EXPECT_TRUE(are_sound(told.series->points));
  for (const auto& point : told.series->points)
    EXPECT_EQ(point.intensity.value, provider.value_at(point.start)) << to_rfc3339(point.start);
}

std::vector<std::string> stretches_asked(const FakeProvider& provider) {
  std::vector<std::string> all;
  for (const auto& asked : provider.asked)
    all.push_back(to_rfc3339(asked.from).substr(0, 16) + "/" + to_rfc3339(asked.to).substr(0, 16));
  return all;
}

TEST(Sources, AsksOnceAndThenReadsTheCacheUntilTheAnswerHasAged) {
  for (const What what : {What::latest, What::history, What::forecast}) {
    SourcesWorld w;
    const auto ask = [&] {
      return w.ask(what, kNoon - 30h, what == What::forecast ? kNoon + 20h : kNoon);
    };
    const auto fresh = ask();
    EXPECT_FALSE(fresh.cached);
    EXPECT_FALSE(fresh.stale);
    EXPECT_THAT(fresh.problems, IsEmpty());
    expect_truth(fresh, w.first());
    w.clock.go_on(10min);
    const auto again = ask();
    EXPECT_TRUE(again.cached);
    EXPECT_FALSE(again.stale);
    expect_truth(again, w.first());
    ASSERT_EQ(again.series->points.size(), fresh.series->points.size());
    EXPECT_EQ(again.series->source, fresh.series->source);
    EXPECT_EQ(again.series->issued_at, fresh.series->issued_at);
    EXPECT_THAT(w.first().asked, SizeIs(1));
    w.clock.go_on(21min);
    EXPECT_FALSE(ask().cached) << static_cast<int>(what);
    EXPECT_THAT(w.first().asked, SizeIs(2)) << static_cast<int>(what);
  }
}

TEST(Sources, AForecastIsFetchedWholeAndReadInPart) {
  SourcesWorld w;
  EXPECT_THAT(w.forecast(kNoon + 5h).series->points, SizeIs(5));
  EXPECT_THAT(w.forecast(kNoon + 90h).series->points, SizeIs(90));
  EXPECT_EQ(w.first().asked.size(), 1U);
}

TEST(Sources, OfAHistoryOnlyWhatIsMissingIsAskedInPiecesAndAllIsGiven) {
  SourcesWorld w;
  w.first().longest_ = 24h;
  ASSERT_TRUE(w.history(kNoon - 48h - 240h, kNoon - 24h - 240h).series);
  w.first().asked.clear();

  const auto told = w.history(kNoon - 72h - 240h, kNoon + 6h - 240h);

  expect_truth(told, w.first());
  EXPECT_THAT(told.series->points, SizeIs(78));
  EXPECT_THAT(stretches_asked(w.first()),
              ElementsAre("2026-11-09T12:00/2026-11-10T12:00", "2026-11-11T12:00/2026-11-12T12:00",
                          "2026-11-12T12:00/2026-11-12T18:00"));
}

TEST(Sources, GapsAreNotAskedForAgainAndAgain) {
  SourcesWorld w;
  w.first().has = [](WallTime hour) { return hour < kNoon - 10h; };
  EXPECT_THAT(w.history(kNoon - 20h, kNoon).series->points, SizeIs(10));
  w.clock.go_on(20min);
  EXPECT_TRUE(w.history(kNoon - 20h, kNoon).cached);
  EXPECT_THAT(w.history(kNoon - 5h, kNoon).problems,
              ElementsAre("first: it has nothing for this time"));
  EXPECT_EQ(w.first().asked.size(), 1U);
  w.first().has = [](WallTime) { return true; };
  w.clock.go_on(11min);
  EXPECT_THAT(w.history(kNoon - 5h, kNoon).series->points, SizeIs(5));
}

TEST(Sources, APublicationDelayIsAskedAboutAfterTheRefreshOnly) {
  SourcesWorld w;
  w.first().lag = 3h;
  EXPECT_THAT(w.history(kNoon - 6h, kNoon).series->points, SizeIs(3));
  EXPECT_TRUE(w.history(kNoon - 6h, kNoon).cached);
  w.clock.go_on(3h);
  EXPECT_THAT(w.history(kNoon - 6h, kNoon).series->points, SizeIs(6));
  EXPECT_EQ(w.first().asked.size(), 2U);
}

TEST(Sources, TheFirstThatAnswersWinsAndTheOthersFailuresAreSaid) {
  SourcesWorld w({"first", "second"});
  w.first().failure = Failure{Kind::refused, "first: it refuses the key"};
  w.second().base = 500;
  const auto told = w.latest();
  expect_truth(told, w.second());
  EXPECT_THAT(told.problems, ElementsAre("first: it refuses the key"));
  EXPECT_FALSE(told.stale);
}

TEST(Sources, FiguresOfTwoLabelsNeverMeetInASeries) {
  SourcesWorld w({"first", "second"});
  w.second().label_ = {.signal = Signal::marginal};
  ASSERT_TRUE(w.history(kNoon - 20h, kNoon - 10h).series);
  w.first().failure = Failure{Kind::unreachable, "first: gone"};
  const auto told = w.history(kNoon - 20h, kNoon - 2h);
  expect_truth(told, w.second());
  EXPECT_THAT(told.series->points, SizeIs(18));
}

TEST(Sources, AnAnswerOfAnotherLabelOrWithoutSenseIsNone) {
  SourcesWorld w;
  w.first().base = -1000;
  EXPECT_THAT(w.latest().problems, ElementsAre("first: its answer makes no sense"));
  EXPECT_FALSE(w.latest().series);
}

TEST(Sources, StaleFiguresStandInAndSayHowOldTheyAre) {
  SourcesWorld w({"first", "second"});
  w.second().failure = Failure{Kind::no_key, "second: it wants a key"};
  ASSERT_TRUE(w.latest().series);
  ASSERT_TRUE(w.forecast(kNoon + 20h).series);
  ASSERT_TRUE(w.history(kNoon - 20h, kNoon - 10h).series);
  w.first().failure = Failure{Kind::unreachable, "first: no connection"};
  w.clock.go_on(5h);

  const auto latest = w.latest();
  EXPECT_TRUE(latest.stale && latest.cached);
  expect_truth(latest, w.first());
  EXPECT_THAT(latest.problems,
              ElementsAre("first: no connection", "second: it wants a key",
                          "first: the newest figures that could be had ended 6 h ago"));
  const auto forecast = w.forecast(kNoon + 20h);
  EXPECT_TRUE(forecast.stale);
  EXPECT_THAT(forecast.series->points, SizeIs(15));
  EXPECT_THAT(forecast.problems, Contains("first: a forecast issued 6 h ago is given"));
  const auto history = w.history(kNoon - 20h, kNoon - 5h);
  EXPECT_TRUE(history.stale);
  EXPECT_THAT(history.series->points, SizeIs(10));
  w.clock.go_on(48h);
  EXPECT_FALSE(w.latest().series) << "the yearly mean says more of now";
}

TEST(Sources, RetryAfterIsObeyedToTheMillisecondAndByOtherProcesses) {
  SourcesWorld w;
  w.first().failure = Failure{Kind::rate_limited, "first: too many requests", 90s};
  FakeProvider* theirs = nullptr;
  const auto other_cache = w.open_cache();
  const auto other = w.other(theirs, other_cache.get());
  const Query query{.zone = {.code = "DE"}};

  EXPECT_THAT(w.latest().problems, ElementsAre("first: too many requests"));
  const auto failed_at = w.clock.wall();
  w.clock.go_on(90s - 1ms);
  const auto told = other->ask(query, 2s);
  EXPECT_THAT(told.problems, ElementsAre("first: left alone for another 1 s, since it failed "
                                         "(first: too many requests)"));
  EXPECT_THAT(theirs->asked, IsEmpty());
  w.clock.set_wall(failed_at + 90s);
  EXPECT_TRUE(other->ask(query, 2s).series);
  w.first().failure.reset();
  EXPECT_TRUE(w.latest().cached);
}

TEST(Sources, FailuresInARowAreAnsweredByEverLongerPausesAndASuccessEndsThem) {
  SourcesWorld w;
  w.chance = 0.5;
  w.first().takes = 0ms;
  w.first().failure = Failure{Kind::unreachable, "first: status 500"};
  std::vector<std::int64_t> pauses;
  auto last = w.clock.wall();
  while (w.first().asked.size() < 7) {
    const auto before = w.first().asked.size();
    (void)w.latest();
    if (w.first().asked.size() > before) {
      if (before > 0) pauses.push_back((w.clock.wall() - last) / 1s);
      last = w.clock.wall();
    }
    w.clock.go_on(500ms);
  }
  EXPECT_THAT(pauses, ElementsAre(37, 75, 150, 300, 600, 600));
  w.first().failure.reset();
  w.clock.go_on(600s);
  ASSERT_TRUE(w.latest().series);
  EXPECT_EQ(w.cache->state({"first"}, "").value(), SourceState{});
}

TEST(Sources, ARefusalForOneZoneOrQuestionLeavesTheOthersOpen) {
  SourcesWorld w;
  w.first().failure = Failure{Kind::refused, "first: the key does not permit this request"};
  (void)w.latest();
  w.first().failure.reset();
  EXPECT_FALSE(w.latest().series);
  EXPECT_TRUE(w.forecast(kNoon + 5h).series);
  w.first().mark({.key = 7});
  EXPECT_TRUE(w.latest().series) << "a new key is worth a try";
}

TEST(Sources, FiguresOfAnotherSetUpAreNotShown) {
  SourcesWorld w;
  ASSERT_TRUE(w.latest().series);
  w.first().mark({.options = "0badcafe"});
  w.first().failure = Failure{Kind::unreachable, "first: gone"};
  EXPECT_FALSE(w.latest().series);
}

TEST(Sources, AHangingFirstLeavesTimeForTheSecondAndNobodyPassesTheBudget) {
  for (const auto budget : {2000ms, 700ms, 100ms, 10ms, 1ms, 0ms}) {
    SourcesWorld w({"first", "second", "third"});
    w.first().hangs = true;
    const auto began = w.clock.now();
    const auto told = w.ask(What::latest, {}, {}, budget);
    EXPECT_LE(w.clock.now() - began, budget + 20ms) << budget.count();
    if (budget >= 700ms) expect_truth(told, w.second());
    SourcesWorld all({"first", "second"});
    all.first().hangs = all.second().hangs = true;
    const auto start = all.clock.now();
    EXPECT_FALSE(all.ask(What::latest, {}, {}, budget).series);
    EXPECT_LE(all.clock.now() - start, budget) << budget.count();
  }
}

TEST(Sources, TimeThatDoesNotSufficeForALongHistoryIsNotLost) {
  SourcesWorld w;
  w.first().longest_ = 24h;
  w.first().takes = 400ms;
  const auto ask = [&] { return w.history(kNoon - 480h, kNoon - 240h); };
  const auto told = ask();
  EXPECT_TRUE(told.stale);
  EXPECT_THAT(told.problems, Contains("first: no time was left for all of it"));
  EXPECT_THAT(told.series->points, SizeIs(5 * 24));
  const auto rest = ask();
  EXPECT_FALSE(rest.stale);
  EXPECT_THAT(rest.series->points, SizeIs(10 * 24));
  EXPECT_EQ(w.first().asked.size(), 10U);
}

TEST(Sources, ThePaceIsKeptBetweenRequestsAndProcesses) {
  SourcesWorld w;
  w.first().pace_ = 300ms;
  w.first().longest_ = 24h;
  ASSERT_FALSE(w.history(kNoon - 480h, kNoon - 408h).stale);
  FakeProvider* theirs = nullptr;
  const auto other = w.other(theirs, w.cache.get());
  theirs->pace_ = 300ms;
  const Query query{.zone = {.code = "DE"}};
  ASSERT_TRUE(other->ask(query, 2s).series);
  auto all = w.first().asked;
  all.insert(all.end(), theirs->asked.begin(), theirs->asked.end());
  ASSERT_THAT(all, SizeIs(4));
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_GE(all[i].at - all[i - 1].at, 300ms);
  theirs->pace_ = 1h;
  w.clock.go_on(40min);
  theirs->asked.clear();
  ASSERT_TRUE(other->ask(query, 2s).series);
  w.clock.go_on(40min);
  const auto told = other->ask(query, 2s);
  EXPECT_TRUE(told.stale);
  EXPECT_THAT(told.problems[0], HasSubstr("it wants 60 min between requests"));
  EXPECT_EQ(theirs->asked.size(), 1U);
}

TEST(Sources, WhileAnotherProcessAsksItsAnswerIsWaitedFor) {
  SourcesWorld w;
  const auto their_cache = w.open_cache();
  ASSERT_TRUE(
      their_cache
          ->take_turn({"first"}, {.holder = 5, .ends_at = w.clock.wall() + 3s}, w.clock.wall())
          .value());
  const auto began = w.clock.wall();
  bool done = false;
  w.on_sleep = [&] {
    if (done || w.clock.wall() - began < 500ms) return;
    done = true;
    const auto answer = w.first().answer({.zone = {.code = "DE"}}).value();
    const SeriesKey key{.source = {"first"}, .zone = "DE", .label = w.first().label()};
    ASSERT_TRUE(their_cache->put(key, answer, Stretch{kNoon - 3h, w.clock.wall()}, w.clock.wall()));
    ASSERT_TRUE(their_cache->end_turn({"first"}, 5));
  };
  const auto told = w.latest();
  expect_truth(told, w.first());
  EXPECT_TRUE(told.cached);
  EXPECT_THAT(w.first().asked, IsEmpty());
}

TEST(Sources, WhoCrashesInItsTurnLosesItWhenItEnds) {
  SourcesWorld w({"first", "second"});
  ASSERT_TRUE(w.cache->take_turn({"first"}, {.holder = 5, .ends_at = kNoon + 3s}, kNoon).value());
  const auto told = w.latest();
  expect_truth(told, w.second());
  EXPECT_THAT(told.problems, ElementsAre("first: another process is asking it"));
  EXPECT_EQ(w.cache->turn({"second"})->holder, 0);
  w.clock.set_wall(kNoon + 3s);
  expect_truth(w.latest(), w.first());
}

TEST(Sources, AClockThatIsSetBackFreezesNothing) {
  SourcesWorld w;
  w.first().pace_ = 50ms;
  ASSERT_TRUE(w.latest().series);
  w.first().failure = Failure{Kind::rate_limited, "first: too many", 3600s};
  (void)w.forecast(kNoon + 5h);
  w.first().failure.reset();
  ASSERT_TRUE(w.cache->take_turn({"first"}, {.holder = 5, .ends_at = kNoon + 9s}, kNoon).value());
  w.clock.set_wall(kNoon - 24h * 365);
  const auto told = w.latest();
  EXPECT_FALSE(told.cached);
  expect_truth(told, w.first());
  EXPECT_TRUE(w.latest().cached);
}

TEST(Sources, WhatWasImportedComesFirstWhereItIsWholeAndLastWhereItIsNot) {
  SourcesWorld w;
  const SeriesKey key{.source = {std::string(kImported)}, .zone = "DE"};
  FakeProvider imported("import", w.clock);
  imported.label_ = key.label;
  imported.base = 700;
  const auto put = [&](WallTime from, WallTime to) {
    const auto series =
        imported.answer({.what = What::history, .zone = {.code = "DE"}, .from = from, .to = to});
    ASSERT_TRUE(w.cache->put(key, *series, std::nullopt, kNoon));
  };
  put(kNoon - 20h, kNoon - 10h);
  const auto whole = w.history(kNoon - 20h, kNoon - 10h);
  expect_truth(whole, imported);
  EXPECT_FALSE(whole.stale);
  EXPECT_THAT(w.first().asked, IsEmpty());
  expect_truth(w.history(kNoon - 20h, kNoon - 9h), w.first());
  w.first().failure = Failure{Kind::unreachable, "first: gone"};
  const auto part = w.history(kNoon - 40h, kNoon - 19h);
  EXPECT_EQ(part.provider, "first");  // it has an hour of it from before, and was listed
  EXPECT_TRUE(part.stale);
  ASSERT_TRUE(w.cache->remove({.source = {"first"}, .zone = "DE", .label = w.first().label()}));
  const auto rest = w.history(kNoon - 40h, kNoon - 19h);
  expect_truth(rest, imported);
  EXPECT_THAT(rest.problems, Contains("import: it has only a part of what was asked for"));
}

TEST(Sources, WhatLiesOnThisMachineIsReadEachTimeAndNeitherKeptNorLeftAlone) {
  SourcesWorld w;
  w.first().local = true;
  const auto history = [&] { return w.history(kNoon - 24h * 30, kNoon - 24h * 20); };
  expect_truth(history(), w.first());
  w.first().base = 300;
  expect_truth(history(), w.first());
  w.first().failure = Failure{Kind::malformed, "first: line 7: no number"};
  EXPECT_THAT(history().problems, ElementsAre("first: line 7: no number"));
  w.first().failure.reset();
  expect_truth(history(), w.first());
  EXPECT_THAT(w.cache->list().value(), IsEmpty());
  EXPECT_EQ(w.first().asked.size(), 4U);
}

TEST(Sources, ZonesThatNobodyCoversAndNonsenseAskNobody) {
  SourcesWorld w;
  EXPECT_FALSE(w.sources->ask({.zone = {.code = "FR"}}, 2s).series);
  EXPECT_FALSE(w.history(kNoon, kNoon - 1h).series);
  EXPECT_FALSE(w.history(kNoon + 1h, kNoon + 2h).series);
  EXPECT_FALSE(w.forecast(kNoon - 1h).series);
  EXPECT_THAT(w.first().asked, IsEmpty());
}

TEST(Sources, WithoutACacheTheyAnswerAndStillLeaveAloneWhoWantsIt) {
  SourcesWorld w;
  FakeProvider* provider = nullptr;
  const auto sources = w.other(provider, nullptr);
  const Query query{.zone = {.code = "DE"}};
  EXPECT_TRUE(sources->ask(query, 2s).series);
  provider->failure = Failure{Kind::rate_limited, "first: too many", 60s};
  (void)sources->ask(query, 2s);
  EXPECT_THAT(sources->ask(query, 2s).problems[0], HasSubstr("left alone for another 60 s"));
  EXPECT_EQ(provider->asked.size(), 2U);
  provider->failure.reset();
  w.clock.go_on(60s);
  EXPECT_TRUE(sources->ask(query, 2s).series);
}

store::Database raw(const SourcesWorld& w) {
  return store::Database::open(w.directory() / store::kDatabaseFile,
                               store::Database::Access::existing)
      .value();
}

TEST(Sources, ALockedDatabaseCostsTheCacheButNotTheAnswerNorTheTime) {
  SourcesWorld w;
  ASSERT_TRUE(w.history(kNoon - 20h, kNoon - 10h).series);
  auto other = raw(w);
  const auto writing = store::Transaction::begin(other).value();
  w.first().pace_ = 1ms;
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(w.history(kNoon - 20h, kNoon - 10h).cached) << "reading goes on";
  const auto told = w.latest();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
  expect_truth(told, w.first());
  EXPECT_THAT(told.problems, ElementsAre(AllOf(HasSubstr("the cache: "), HasSubstr("locked"))));
  w.first().failure = Failure{Kind::rate_limited, "first: too many", 60s};
  (void)w.latest();
  EXPECT_THAT(w.latest().problems, Contains(HasSubstr("left alone for another 60 s")))
      << "what could not be written is remembered";
}

TEST(Sources, ADamagedDatabaseCostsTheCacheButNotTheAnswer) {
  SourcesWorld w;
  auto other = raw(w);
  ASSERT_TRUE(other.execute("DROP TABLE grid_fetched"));
  const auto told = w.latest();
  expect_truth(told, w.first());
  EXPECT_THAT(told.problems, ElementsAre(HasSubstr("the cache: ")));
}

TEST(Sources, AFullDiskCostsTheCacheButNotTheAnswer) {
  SourcesWorld w;
  auto other = raw(w);
  // As a full disk does, at the first write.
  ASSERT_TRUE(other.execute(
      "CREATE TRIGGER full BEFORE INSERT ON grid_points BEGIN SELECT RAISE(FAIL, 'disk is full'); "
      "END"));
  const auto told = w.latest();
  expect_truth(told, w.first());
  EXPECT_THAT(told.problems, ElementsAre(HasSubstr("disk is full")));
  EXPECT_EQ(w.cache->turn({"first"})->holder, 0);
}

TEST(Sources, OfManyProcessesThatAskAtOnceOneGoesToTheServer) {
  SourcesWorld w;
  const auto log = w.files.root() / "requests";
  w.files.write("requests", "");
  constexpr int kProcesses = 4;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      testing::MovedClock clock;  // stands still, like the world's; sleeping is real here
      auto provider = std::make_unique<FakeProvider>("first", clock);
      provider->takes = 0ms;
      provider->on_fetch = [&] {
        const int fd = ::open(log.c_str(), O_WRONLY | O_APPEND);
        (void)!::write(fd, "x", 1);
        ::usleep(200'000);
      };
      std::vector<std::unique_ptr<Provider>> all;
      all.push_back(std::move(provider));
      const auto cache = w.open_cache();
      Sources sources(std::move(all), cache.get(),
                      [&] { return std::make_unique<testing::SilentHttp>(clock); }, clock,
                      {.chance = [] { return 0.0; },
                       .sleep = [](auto time) { ::usleep(static_cast<useconds_t>(time / 1us)); }});
      const auto told = sources.ask({.zone = {.code = "DE"}}, 5s);
      ::_exit(told.series && !told.stale ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(read_text(log).value(), "x");
}

TEST(Sources, TheMarkOfASetUpChangesWithWhatMayChangeFiguresAndDoesNotGiveTheKeyAway) {
  const auto mark = [](std::map<std::string, std::string> options, const std::string& key = "") {
    ProviderOptions all{.name = "uk", .key = Secret(key)};
    for (const auto& [option, text] : options) all.values[option] = {text, "line 1"};
    return make_provider(all).value()->set_up();
  };
  EXPECT_EQ(mark({}).options, "");
  EXPECT_EQ(mark({{"kind", "uk"}, {"key_file", "/k"}, {"zones", "GB"}}).options, "");
  const auto here = mark({{"postcode", "M15"}}).options;
  EXPECT_EQ(here.size(), 8U);
  EXPECT_EQ(here, mark({{"postcode", "M15"}, {"kind", "uk"}}).options);
  EXPECT_NE(here, mark({{"postcode", "M16"}}).options);
  EXPECT_NE(here, mark({{"url", "https://elsewhere"}, {"postcode", "M15"}}).options);
  EXPECT_NE(mark({}, "a secret key").key, mark({}, "another key").key);
  EXPECT_EQ(mark({}, "a secret key").key, mark({}, "a secret key").key);
  static_assert(sizeof(Provider::SetUp::key) == 2);
}

RC_GTEST_PROP(Sources, WhateverHappensNobodyIsAskedTooSoonAndNoFigureIsWrong, ()) {
  SourcesWorld w;
  FakeProvider* theirs = nullptr;
  const auto other_cache = w.open_cache();
  const auto other = w.other(theirs, other_cache.get());
  WallTime allowed{};  // by Retry-After
  WallTime paced{};    // by the pace
  int at_once = 0;
  bool too_soon = false;
  bool said_nothing_there = false;
  for (auto* provider : {&w.first(), theirs}) {
    provider->pace_ = 100ms;
    provider->on_fetch = [&, provider] {
      too_soon = too_soon || w.clock.wall() < allowed || w.clock.wall() < paced || at_once > 0;
      paced = w.clock.wall() + 100ms;
      ++at_once;
      if (provider->failure && provider->failure->retry_after)
        allowed = w.clock.wall() + provider->takes + *provider->failure->retry_after;
      --at_once;
    };
  }
  const auto steps = *rc::gen::inRange(1, 25);
  for (int step = 0; step < steps; ++step) {
    auto* provider = *rc::gen::arbitrary<bool>() ? &w.first() : theirs;
    auto& sources = provider == theirs ? *other : *w.sources;
    const auto kind = *rc::gen::weightedElement<int>({{5, -1},
                                                      {2, int(Kind::rate_limited)},
                                                      {2, int(Kind::unreachable)},
                                                      {1, int(Kind::refused)},
                                                      {1, int(Kind::no_data)},
                                                      {1, int(Kind::malformed)}});
    provider->failure.reset();
    if (kind >= 0) {
      provider->failure = Failure{static_cast<Kind>(kind), "first: no"};
      if (*rc::gen::arbitrary<bool>() && kind == int(Kind::rate_limited))
        provider->failure->retry_after = std::chrono::seconds(*rc::gen::inRange(1, 4000));
    }
    w.clock.go_on(std::chrono::milliseconds(*rc::gen::weightedOneOf<int>(
        {{2, rc::gen::inRange(0, 500)}, {3, rc::gen::inRange(0, 5'000'000)}})));
    const auto what = *rc::gen::element(What::latest, What::history, What::forecast);
    const auto now = w.clock.wall();
    const auto from = now - std::chrono::minutes(*rc::gen::inRange(1, 60 * 400));
    const auto to = what == What::forecast
                        ? now + std::chrono::minutes(*rc::gen::inRange(1, 6000))
                        : from + std::chrono::minutes(*rc::gen::inRange(1, 6000));
    const auto asked = provider->asked.size();

    const auto told =
        sources.ask({.what = what, .zone = {.code = "DE"}, .from = from, .to = to}, 2s);

    RC_ASSERT(!too_soon);
    RC_ASSERT(w.clock.wall() - now <= 2s);
    said_nothing_there = said_nothing_there || kind == int(Kind::no_data);
    if (told.cached && !told.stale) RC_ASSERT(provider->asked.size() == asked);
    if (!told.series) {
      RC_ASSERT(!told.problems.empty() || (what == What::history && from >= now));
      continue;
    }
    RC_ASSERT(are_sound(told.series->points) && !told.series->points.empty());
    for (const auto& point : told.series->points)
      RC_ASSERT(point.intensity.value == provider->value_at(point.start));
    if (what == What::history && !told.stale && to < now - 2h) {
      const auto whole =
          provider->answer({.what = what, .zone = {.code = "DE"}, .from = from, .to = to});
      RC_ASSERT(said_nothing_there || whole->points.size() == told.series->points.size());
    }
  }
}

}  // namespace
}  // namespace wattprint::grid
