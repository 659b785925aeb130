#include "engine/grid_backfill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runs/record_json.hpp"
#include "store/store_world.hpp"

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;
using grid::Knowledge;
using grid::Query;
using runs::RunRecord;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outcome = BackfilledRun::Outcome;

constexpr const char* kId = "7f3a1c90be42";

/// Two hours, of which the first used a quarter of the energy.
class GridBackfill : public ::testing::Test {
 protected:
  GridBackfill() : store_(world_.open()) {
    record_.identity.id = kId;
    record_.outcome.started_at = start_;
    record_.outcome.ended_at = start_ + 2h;
    record_.outcome.duration = Seconds(7200);
    record_.grid.intensity.basis = Basis::estimated;
    record_.grid.intensity.source = "grid DE, yearly average 2023, given by --zone";
    record_.warnings = {{"grid-unavailable", "A: no answer", "wattprint grid backfill"},
                        {"left-running", "2 processes", ""}};
    samples_.start = start_;
    samples_.begin = {0ns, 1h};
    samples_.end = {1h, 2h};
    samples_.cpu_run.resize(2);
    samples_.cpu_busy.resize(2);
    store::DomainSeries domain;
    domain.device = "package-0";
    domain.machine = {Joules{500}, Joules{1500}};
    domain.run = {Joules{369}, Joules{1107}};
    samples_.domains = {domain};
    keep();
    world_.clock.set(start_ + 24h);
  }

  void keep() { ASSERT_TRUE(store_->finish(record_, {.number = 0, .series = samples_})); }
  std::string kept() const { return runs::to_json(*store_->find(kId)); }

  static grid::Told nothing(std::string problem) {
    grid::Told told;
    told.problems = {std::move(problem)};
    return told;
  }
  /// 100 g/kWh in the first hour and 200 in the second, as far as `until`.
  AskGrid readings(WallTime until) {
    return [this, until](const Query& query, milliseconds) {
      asked_.push_back(query);
      grid::Told told;
      grid::Series series{.zone = query.zone.code,
                          .label = {},
                          .points = {},
                          .source = "Electricity Maps",
                          .issued_at = std::nullopt,
                          .notes = {}};
      for (int hour = 0; hour < 2; ++hour) {
        const WallTime from = start_ + hour * 1h;
        if (from < until)
          series.points.push_back(
              {from, std::min<WallTime>(from + 1h, until),
               Figure<CarbonIntensity>::with_spread(CarbonIntensity{100.0 * (hour + 1)}, {0.9, 1.1},
                                                    Basis::estimated, "Electricity Maps")});
      }
      told.series = std::move(series);
      return told;
    };
  }
  AskGrid readings() { return readings(start_ + 2h); }

  Backfill backfill(const AskGrid& ask, bool dry_run = false) {
    return grid_backfill(*store_, {.runs = {}, .all = true, .since = {}, .dry_run = dry_run}, ask,
                         world_.clock);
  }

  const WallTime start_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + 10h;
  testing::StoreWorld world_;
  std::unique_ptr<store::SqliteStore> store_;
  RunRecord record_ = testing::sample_record();
  store::SampleSeries samples_;
  std::vector<Query> asked_;
};

TEST_F(GridBackfill, WeighsTheSamplesWithTheIntensityOfTheirTime) {
  const auto done = backfill(readings());
  ASSERT_THAT(done.runs, SizeIs(1));
  EXPECT_EQ(done.runs[0].outcome, Outcome::improved);
  EXPECT_THAT(done.problems, IsEmpty());
  ASSERT_THAT(asked_, SizeIs(1));
  EXPECT_EQ(asked_[0].what, Query::What::history);
  EXPECT_EQ(asked_[0].zone.code, "DE");
  EXPECT_EQ(asked_[0].from, start_);
  EXPECT_EQ(asked_[0].to, start_ + 2h);

  const auto after = *store_->find(kId);
  EXPECT_NEAR(after.grid.intensity.value.value(), 0.25 * 100 + 0.75 * 200, 1e-9);
  EXPECT_NEAR(after.emissions->value.value(), 1476 / 3.6e6 * 175, 1e-9);
  EXPECT_EQ(after.grid.period, "time of the run");
  EXPECT_EQ(after.grid.intensity.source, "Electricity Maps, given by --zone");
  ASSERT_THAT(after.grid.parts, SizeIs(1));
  EXPECT_EQ(after.grid.parts[0].knowledge, Knowledge::history);
  // The energy and all that has nothing to do with the grid stay.
  EXPECT_EQ(after.energy->value, record_.energy->value);
  ASSERT_THAT(after.warnings, SizeIs(1));
  EXPECT_EQ(after.warnings[0].code, "left-running");
  EXPECT_EQ(store_->samples(kId)->size(), 2U);
}

TEST_F(GridBackfill, KeepsTheFirstFiguresAndAllThatCameBetween) {
  backfill(readings(start_ + 1h));
  world_.clock.set(start_ + 48h);
  backfill(readings());
  const auto after = *store_->find(kId);
  ASSERT_THAT(after.revisions, SizeIs(2));
  EXPECT_EQ(after.revisions[0].revised_at, start_ + 24h);
  EXPECT_EQ(after.revisions[0].emissions->value, record_.emissions->value);
  EXPECT_EQ(after.revisions[0].grid.period, "yearly average 2023");
  EXPECT_EQ(after.revisions[0].grid.intensity.value, record_.grid.intensity.value);
  EXPECT_EQ(after.revisions[1].revised_at, start_ + 48h);
  EXPECT_THAT(after.revisions[1].grid.period, HasSubstr("time of the run, rest "));
}

TEST_F(GridBackfill, ChangesNothingTheSecondTime) {
  backfill(readings());
  const std::string once = kept();
  world_.clock.set(start_ + 72h);
  const auto again = backfill(readings());
  EXPECT_EQ(again.runs[0].outcome, Outcome::unchanged);
  EXPECT_EQ(again.runs[0].reason, "nothing better is known");
  EXPECT_EQ(kept(), once);
}

TEST_F(GridBackfill, DoesNotGoBackToWorseData) {
  backfill(readings());
  const std::string best = kept();
  EXPECT_EQ(backfill(readings(start_ + 30min)).runs[0].outcome, Outcome::unchanged);
  EXPECT_EQ(backfill([](const Query&, milliseconds) { return nothing("A: gone"); }).runs[0].reason,
            "A: gone");
  EXPECT_EQ(kept(), best);
}

TEST_F(GridBackfill, KeepsTheForecastThatTheRecordHadForWhatNoReadingSpeaksOf) {
  const auto part = [&](Knowledge knowledge, double share, double value) {
    return grid::Part{
        knowledge,
        "F",
        grid::Label{},
        start_,
        start_ + 2h,
        Fraction{share},
        Figure<CarbonIntensity>::exact(CarbonIntensity{value}, Basis::estimated, "F")};
  };
  record_.grid.parts = {part(Knowledge::forecast, 1.0, 300)};
  keep();
  backfill(readings(start_ + 1h));
  const auto after = *store_->find(kId);
  ASSERT_THAT(after.grid.parts, SizeIs(2));
  EXPECT_EQ(after.grid.parts[1].knowledge, Knowledge::forecast);
  EXPECT_NEAR(after.grid.intensity.value.value(), 0.25 * 100 + 0.75 * 300, 1e-9);
}

TEST_F(GridBackfill, OnlySaysWhatItWouldDoWhenAskedTo) {
  const std::string before = kept();
  const auto done = backfill(readings(), true);
  EXPECT_EQ(done.runs[0].outcome, Outcome::improved);
  EXPECT_EQ(kept(), before);
  EXPECT_THAT(backfill_text(done, {}), HasSubstr("1 of 1 run would be improved\n"));
}

TEST_F(GridBackfill, LeavesAloneWhatProvidersCannotMakeBetter) {
  const auto reason = [&](const std::function<void(RunRecord&)>& change,
                          const store::SampleSeries& samples) {
    RunRecord record = record_;
    change(record);
    const auto run = backfill_run(record, samples, readings(), start_ + 24h);
    EXPECT_EQ(run.outcome, Outcome::left_alone);
    EXPECT_FALSE(run.after);
    return run.reason;
  };
  EXPECT_EQ(reason([](RunRecord& r) { r.grid.period = "stated"; }, samples_),
            "its intensity was stated, and stays as it was stated");
  EXPECT_EQ(reason([](RunRecord& r) { r.outcome.state = runs::State::running; }, samples_),
            "it is still running");
  EXPECT_EQ(reason([](RunRecord& r) { r.energy.reset(); }, samples_), "its energy is not known");
  EXPECT_THAT(reason([](RunRecord& r) { r.grid.zone = "WORLD"; }, samples_),
              HasSubstr("it is not known in which zone it ran"));
  EXPECT_THAT(reason([](RunRecord& r) { r.grid.zone = "NOWHERE"; }, samples_),
              HasSubstr("NOWHERE"));
  EXPECT_THAT(reason([](RunRecord&) {}, {}), HasSubstr("no samples of it are kept"));
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(GridBackfill, RefusesMarginalFigures) {
  const auto run = backfill_run(
      record_, samples_,
      [&](const Query& query, milliseconds budget) {
        auto told = readings()(query, budget);
        told.series->label.signal = grid::Signal::marginal;
        return told;
      },
      start_ + 24h);
  EXPECT_EQ(run.outcome, Outcome::unchanged);
  EXPECT_THAT(run.reason, HasSubstr("marginal"));
}

TEST_F(GridBackfill, ChoosesTheRunsThatAreNamedAndThoseSinceATimeEachOnce) {
  RunRecord later = record_;
  later.identity.id = "00ff1c90be42";
  later.outcome.started_at = start_ + 3h;
  later.outcome.ended_at = start_ + 5h;
  ASSERT_TRUE(store_->finish(later, {.number = 0, .series = samples_}));
  const auto ids = [&](std::vector<std::string> runs, std::optional<WallTime> since) {
    const auto done = grid_backfill(
        *store_, {.runs = std::move(runs), .all = false, .since = since, .dry_run = true},
        readings(), world_.clock);
    std::vector<std::string> found;
    for (const auto& run : done.runs) found.push_back(run.before.identity.id);
    for (const auto& problem : done.problems) found.push_back("! " + problem);
    return found;
  };
  EXPECT_THAT(ids({}, start_ + 1h), ElementsAre("00ff1c90be42"));
  EXPECT_THAT(ids({"00ff", "00ff1c"}, start_), ElementsAre("00ff1c90be42", kId));
  EXPECT_THAT(ids({"abc"}, {}), ElementsAre(HasSubstr("! no run \"abc\"")));
}

TEST_F(GridBackfill, IsToldOfARunThatSomebodyElseChangedMeanwhile) {
  const auto done = backfill([&](const Query& query, milliseconds budget) {
    RunRecord other = record_;
    other.identity.name = "renamed";
    EXPECT_TRUE(store_->finish(other, {}));
    return readings()(query, budget);
  });
  EXPECT_EQ(done.runs[0].outcome, Outcome::failed);
  EXPECT_THAT(done.runs[0].reason, HasSubstr("was changed meanwhile"));
  EXPECT_EQ(store_->find(kId)->identity.name, "renamed");
}

TEST_F(GridBackfill, TellsPeopleAndPrograms) {
  auto done = backfill(readings());
  const auto text = backfill_text(done, {});
  EXPECT_THAT(text, HasSubstr("7f3a1c  mnist-mlp"));
  EXPECT_THAT(text, HasSubstr("grid DE 175 g/kWh, Electricity Maps, by readings"));
  EXPECT_THAT(text, HasSubstr("1 of 1 run improved; the earlier figures are kept with them\n"));
  const auto json = nlohmann::json::parse(backfill_json(done));
  const auto& run = json["runs"][0];
  EXPECT_EQ(run["outcome"], "improved");
  EXPECT_TRUE(run["reason"].is_null());
  EXPECT_EQ(run["before"]["grid"]["period"], "yearly average 2023");
  EXPECT_EQ(run["after"]["grid"]["parts"][0]["source"], "Electricity Maps");
}

TEST(BackfillRequest, UnderstandsTimesAndWantsToKnowWhichRuns) {
  const auto since = backfill_request({}, false, "2026-11-20", true);
  ASSERT_TRUE(since);
  EXPECT_EQ(*since->since, WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)));
  EXPECT_TRUE(since->dry_run);
  EXPECT_TRUE(backfill_request({}, false, "2026-11-20T10:30", false));
  EXPECT_THAT(backfill_request({}, false, "yesterday", false).error().what,
              HasSubstr("--since: expected a time"));
  EXPECT_THAT(backfill_request({}, false, "", false).error().what, HasSubstr("which runs?"));
}

}  // namespace
}  // namespace wattprint::engine
