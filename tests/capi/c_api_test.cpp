#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "engine/archive.hpp"
#include "store/database.hpp"
#include "wattprint/tracker.hpp"
#include "wattprint/wattprint.h"

namespace {

namespace fs = std::filesystem;
using wattprint::Tracker;
using wattprint::TrackerError;

/// Keeps the processor busy for a while.
double work(int steps = 3'000'000) {
  double sum = 0.0;
  for (int i = 1; i < steps; ++i) sum += std::sin(1.0 / i);
  return sum;
}

class CApi : public ::testing::Test {
 protected:
  CApi() {
    std::string pattern = fs::temp_directory_path() / "wattprint-capi-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~CApi() override {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  std::vector<std::string> settings(std::vector<std::string> more = {}) const {
    more.push_back("data-dir=" + (directory_ / "data").string());
    more.push_back("zone=DE");
    return more;
  }
  /// The runs in the store, as the next command finds them.
  std::vector<wattprint::runs::RunRecord> kept() const {
    auto store = wattprint::engine::open_store(directory_ / "data", {},
                                               wattprint::store::Database::Access::existing);
    if (!store) return {};
    return (*store)->list({})->runs;
  }

  fs::path directory_;
};

nlohmann::json record(const Tracker& tracker) {
  return nlohmann::json::parse(tracker.record_json());
}

TEST_F(CApi, PredictsTheEpochsToComeAndWhatTheyUse) {
  Tracker tracker(settings({"interval=10ms"}));
  try {
    (void)tracker.predict(8);
    FAIL() << "no epoch has ended";
  } catch (const TrackerError& error) {
    EXPECT_EQ(error.status(), WP_NO_EPOCH);
  }
  for (int epoch = 0; epoch < 4; ++epoch) {
    tracker.epoch();
    EXPECT_NE(work(), 0.0);
  }
  tracker.end_epoch();
  const auto half = tracker.predict(8);
  EXPECT_EQ(half.epochs, 8U);
  EXPECT_EQ(half.measured, 4U);
  EXPECT_EQ(half.energy_j.basis, WP_ESTIMATED);
  EXPECT_LT(half.energy_j.low, half.energy_j.value);
  EXPECT_LT(half.energy_j.value, half.energy_j.high);
  EXPECT_GT(half.emissions_g.value, 0.0);
  EXPECT_GT(half.energy_to_come_j.value, 0.0);

  const auto all = tracker.predict(4);
  EXPECT_EQ(all.energy_to_come_j.value, 0.0);
  EXPECT_EQ(all.duration_s.low, all.duration_s.high);
  EXPECT_NEAR(all.energy_j.value + half.energy_to_come_j.value, half.energy_j.value,
              half.energy_j.value * 1e-9);
  EXPECT_EQ(tracker.predict(2).epochs, 4U);
}

TEST_F(CApi, KnowsNoBudgetWhenNoneWasSet) {
  Tracker tracker(settings());
  EXPECT_EQ(tracker.budget().unit, WP_NO_BUDGET);
  EXPECT_FALSE(tracker.budget(10).will_exceed);
}

TEST_F(CApi, HoldsTheRunAgainstItsBudget) {
  Tracker tracker(settings({"budget=1 GJ, 900 kg, 1e-9 J/batch", "interval=10ms"}));
  EXPECT_NE(work(), 0.0);
  const auto before = tracker.budget();
  EXPECT_FALSE(before.exceeded);
  EXPECT_EQ(before.unit, WP_JOULES);
  EXPECT_EQ(before.limit, 1e9);
  EXPECT_GT(before.used, 0.0);
  EXPECT_TRUE(std::isnan(before.predicted));
  tracker.epoch();
  {
    const auto task = tracker.task("batch");
    EXPECT_NE(work(), 0.0);
  }
  tracker.end_epoch();
  const auto after = tracker.budget();
  EXPECT_TRUE(after.exceeded);
  EXPECT_TRUE(after.will_exceed);
  EXPECT_EQ(after.unit, WP_JOULES_PER_TASK);
  EXPECT_THAT(after.text, ::testing::HasSubstr("1e-9 J/batch is exceeded"));
}

TEST_F(CApi, SeesFromTheEpochsThatABudgetWillBeExceeded) {
  Tracker tracker(settings({"budget=100 kJ", "interval=10ms"}));
  tracker.epoch();
  EXPECT_NE(work(), 0.0);
  tracker.end_epoch();
  const auto few = tracker.budget(2);
  EXPECT_FALSE(few.will_exceed) << few.text;
  EXPECT_GT(few.predicted, few.used);
  const auto many = tracker.budget(1'000'000'000);
  EXPECT_FALSE(many.exceeded);
  EXPECT_TRUE(many.will_exceed) << many.text;
  EXPECT_THAT(many.text, ::testing::HasSubstr("the budget of 100 kJ will be exceeded"));
}

TEST_F(CApi, RefusesABudgetThatIsNone) {
  try {
    Tracker tracker(settings({"budget=5 apples"}));
    FAIL();
  } catch (const TrackerError& error) {
    EXPECT_EQ(error.status(), WP_INVALID);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("there is no unit \"apples\""));
  }
}

TEST(CApiEarlyStopping, StopsAfterItsPatienceAndKnowsTheBestEpoch) {
  wp_early_stopping* stopping = nullptr;
  EXPECT_EQ(wp_early_stopping_open(0, 0.0, 0, &stopping), WP_INVALID);
  EXPECT_EQ(stopping, nullptr);
  ASSERT_EQ(wp_early_stopping_open(2, 0.0, 1, &stopping), WP_OK);
  std::uint64_t epoch = 9;
  double best = 0.0;
  ASSERT_EQ(wp_early_stopping_best(stopping, &epoch, &best), WP_OK);
  EXPECT_EQ(epoch, 0U);
  EXPECT_TRUE(std::isnan(best));
  std::vector<int> answers;
  for (const double accuracy : {0.8, 0.9, 0.9, 0.85}) {
    std::int32_t stop = -1;
    ASSERT_EQ(wp_early_stopping_update(stopping, accuracy, &stop), WP_OK);
    answers.push_back(stop);
  }
  EXPECT_EQ(answers, (std::vector<int>{0, 0, 0, 1}));
  ASSERT_EQ(wp_early_stopping_best(stopping, &epoch, &best), WP_OK);
  EXPECT_EQ(epoch, 2U);
  EXPECT_EQ(best, 0.9);
  wp_early_stopping_close(stopping);
  wp_early_stopping_close(nullptr);
}

TEST_F(CApi, MeasuresWorkAndKeepsItsRecord) {
  Tracker tracker(settings({"name=Größe 大きさ 🌍"}));
  auto task = tracker.task("Übung 練習");
  const double sum = work();
  const auto used = task.figures();
  const auto whole = tracker.stop();
  ASSERT_NE(sum, 0.0);
  EXPECT_GT(used.cpu_s, 0.0);
  EXPECT_GT(used.energy_j.value, 0.0);
  EXPECT_LE(used.energy_j.low, used.energy_j.value);
  EXPECT_LE(used.energy_j.value, used.energy_j.high);
  EXPECT_GT(used.emissions_g.value, 0.0);
  EXPECT_LE(used.energy_j.value, whole.energy_j.value * 1.001);
  const auto json = record(tracker);
  EXPECT_EQ(json["run"]["name"], "Größe 大きさ 🌍");
  EXPECT_EQ(json["tasks"][0]["name"], "Übung 練習");
  EXPECT_EQ(json["run"]["state"], "finished");
  const auto runs = kept();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].identity.id, json["run"]["id"]);
  ASSERT_EQ(runs[0].tasks.size(), 1U);
}

TEST_F(CApi, TheBusyTaskHasTheEnergyAndTheIdleOneHasNot) {
  Tracker tracker(settings());
  {
    const auto busy = tracker.task("busy");
    work(10'000'000);
  }
  {
    const auto idle = tracker.task("idle");
    ::usleep(150'000);
  }
  tracker.stop();
  const auto tasks = record(tracker)["tasks"];
  const double busy = tasks[0]["energy_j"]["value"];
  const double idle = tasks[1]["energy_j"]["value"];
  EXPECT_GT(busy, 5.0 * idle);
}

TEST_F(CApi, TenThousandTasksAreCounted) {
  Tracker tracker(settings({"no-store=true"}));
  for (int i = 0; i < 10'000; ++i) tracker.task("batch").end();
  tracker.stop();
  EXPECT_EQ(record(tracker)["tasks"][0]["count"], 10'000);
}

TEST_F(CApi, AWrongSettingIsRefusedWithASentence) {
  try {
    Tracker tracker({"zome=DE"});
    FAIL() << "a setting that does not exist was taken";
  } catch (const TrackerError& error) {
    EXPECT_EQ(error.status(), WP_INVALID);
    EXPECT_NE(std::string(error.what()).find("zome"), std::string::npos) << error.what();
  }
  EXPECT_THROW(Tracker({"zone=Nowhere"}), TrackerError);
  EXPECT_THROW(Tracker({"zone"}), TrackerError);
}

TEST_F(CApi, SettingsAreNamedAsTheOptionsAre) {
  Tracker tracker(settings({"tag=team=vision", "tag=gpu=none", "no_store=true"}));
  tracker.stop();
  EXPECT_EQ(record(tracker)["run"]["tags"], (nlohmann::json{{"team", "vision"}, {"gpu", "none"}}));
  const char* const wrong[] = {"zome=DE", nullptr};
  const wp_options options{sizeof(wp_options), wrong};
  wp_tracker* none = nullptr;
  EXPECT_EQ(wp_open(WP_ABI_VERSION, &options, &none), WP_INVALID);
  EXPECT_STREQ(wp_last_error(), "there is no setting \"zome\"; did you mean \"zone\"?");
}

TEST_F(CApi, APlaceThatCannotBeWrittenIsAWarningAndNothingElse) {
  Tracker tracker({"data-dir=/proc/nowhere", "zone=DE"});
  EXPECT_NE(tracker.stop().energy_j.basis, WP_UNKNOWN);
  const auto warnings = record(tracker)["warnings"];
  EXPECT_TRUE(std::any_of(warnings.begin(), warnings.end(), [](const auto& warning) {
    return warning["code"] == "store-unavailable";
  })) << warnings;
}

TEST_F(CApi, NullsAndOldProgramsAreStatuses) {
  wp_tracker* tracker = nullptr;
  EXPECT_EQ(wp_open(WP_ABI_VERSION + 1, nullptr, &tracker), WP_ABI_MISMATCH);
  EXPECT_EQ(tracker, nullptr);
  EXPECT_EQ(wp_open(WP_ABI_VERSION, nullptr, nullptr), WP_INVALID);
  EXPECT_EQ(wp_start(nullptr), WP_INVALID);
  EXPECT_EQ(wp_stop(nullptr), WP_INVALID);
  EXPECT_EQ(wp_epoch(nullptr), WP_INVALID);
  EXPECT_EQ(wp_epoch_end(nullptr), WP_INVALID);
  EXPECT_EQ(wp_record_json(nullptr, nullptr), WP_INVALID);
  wp_close(nullptr);
  const wp_options options{0, nullptr};
  EXPECT_EQ(wp_open(WP_ABI_VERSION, &options, &tracker), WP_INVALID);
  ASSERT_EQ(wp_open(WP_ABI_VERSION, nullptr, &tracker), WP_OK);
  wp_figures figures{};
  EXPECT_EQ(wp_snapshot(tracker, &figures), WP_INVALID);
  figures.size = sizeof figures;
  EXPECT_EQ(wp_snapshot(tracker, &figures), WP_NOT_STARTED);
  EXPECT_STRNE(wp_last_error(), "");
  wp_close(tracker);
}

TEST_F(CApi, ADirectoryThatCannotBeWrittenIsAWarning) {
  std::ofstream(directory_ / "data") << "a file where the directory should be";
  Tracker tracker(settings());
  work(100'000);
  tracker.stop();
  const auto warnings = record(tracker)["warnings"];
  const auto is_store = [](const auto& warning) { return warning["code"] == "store-unavailable"; };
  EXPECT_EQ(std::count_if(warnings.begin(), warnings.end(), is_store), 1);
}

TEST_F(CApi, AChildHasAnInertCopyAndTheParentGoesOn) {
  Tracker tracker(settings());
  const pid_t child = ::fork();
  if (child == 0) {
    // gtest must not clean up here; the status tells.
    auto copy = std::make_unique<Tracker>(std::move(tracker));
    try {
      copy->snapshot();
      ::_exit(1);
    } catch (const TrackerError& error) {
      if (error.status() != WP_FORKED) ::_exit(2);
    }
    copy.reset();
    try {
      Tracker own({"no-store=true"});
      work(1'000'000);
      ::_exit(own.stop().energy_j.value > 0.0 ? 0 : 3);
    } catch (const TrackerError&) {
      ::_exit(4);
    }
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(WIFEXITED(status));
  tracker.stop();
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0].outcome.state, wattprint::runs::State::finished);
}

TEST_F(CApi, ChildrenThatWereWaitedForAreCounted) {
  Tracker tracker(settings({"no-store=true"}));
  const pid_t child = ::fork();
  if (child == 0) {
    work(20'000'000);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const auto used = tracker.stop();
  EXPECT_GT(used.cpu_s, 0.1);
  EXPECT_GT(used.energy_j.value, 0.0);
}

TEST_F(CApi, AProgramThatExitsWithoutStopIsInterrupted) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto* tracker = new Tracker(settings());
    ::usleep(200'000);
    (void)tracker;
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const auto runs = kept();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].outcome.state, wattprint::runs::State::interrupted);
}

TEST_F(CApi, TheOutcomeAndTheMarksAreInTheRecord) {
  Tracker tracker(settings());
  tracker.mark("loaded");
  tracker.stop(WP_STOPPED_BY_BUDGET);
  const auto runs = kept();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].outcome.state, wattprint::runs::State::stopped_by_budget);
  ASSERT_EQ(runs[0].marks.size(), 1U);
  EXPECT_EQ(runs[0].marks[0].name, "loaded");
  EXPECT_EQ(wp_stop_as(nullptr, WP_FINISHED), WP_INVALID);
  EXPECT_EQ(wp_mark(nullptr, "x"), WP_INVALID);
}

TEST_F(CApi, SignalsStayTheHosts) {
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
  const auto handler_of = [](int signal) {
    struct sigaction action {};
    ::sigaction(signal, nullptr, &action);
    return action.sa_handler;
  };
  std::vector<decltype(SIG_DFL)> handlers;
  for (int signal = 1; signal < SIGRTMIN; ++signal) handlers.push_back(handler_of(signal));
  Tracker tracker(settings({"no-store=true"}));
  for (int signal = 1; signal < SIGRTMIN; ++signal)
    EXPECT_EQ(handler_of(signal), handlers[static_cast<std::size_t>(signal - 1)]) << signal;
  sigset_t after;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
  for (int signal = 1; signal < SIGRTMIN; ++signal)
    EXPECT_EQ(::sigismember(&before, signal), ::sigismember(&after, signal)) << signal;
}

/// The document of an answer, or "" and the status.
template <class Ask>
std::string document(Ask ask, wp_status expected = WP_OK) {
  char* json = nullptr;
  EXPECT_EQ(ask(&json), expected) << wp_last_error();
  const std::string text = json != nullptr ? json : "";
  wp_free(json);
  return text;
}

TEST(CApiAnswers, NeedNoTracker) {
  const char* job = R"({"hours": 2, "gpu": [{"model": "A100", "count": 2}]})";
  EXPECT_NE(document([&](char** json) {
              return wp_estimate_job(job, nullptr, json);
            }).find("wattprint.estimate.job.v1"),
            std::string::npos);
  EXPECT_NE(document([](char** json) { return wp_grid_zones("DE", json); }).find("Germany"),
            std::string::npos);
  EXPECT_NE(document([](char** json) { return wp_catalog("gpu", "Tesla T4", json); }).find("T4"),
            std::string::npos);
}

TEST(CApiAnswers, RefuseQuestionsThatMakeNoSense) {
  const auto refused = [](auto ask) { return document(ask, WP_INVALID); };
  EXPECT_EQ(refused([](char** json) { return wp_estimate_job("{", nullptr, json); }), "");
  EXPECT_EQ(refused([](char** json) { return wp_estimate_job(nullptr, nullptr, json); }), "");
  EXPECT_EQ(refused([](char** json) { return wp_estimate_job("{}", "magic", json); }), "");
  EXPECT_EQ(refused([](char** json) { return wp_grid_zones(nullptr, json); }), "");
  EXPECT_EQ(refused([](char** json) { return wp_catalog("toaster", "x", json); }), "");
  EXPECT_EQ(wp_catalog("gpu", "T4", nullptr), WP_INVALID);
}

}  // namespace
