#include "store/sqlite_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "runs/record_json.hpp"
#include "store/data_dir.hpp"
#include "store/store_world.hpp"

namespace wattprint::store {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::record_with;
using testing::StoreWorld;

SampleChunk chunk_of(std::uint32_t number, int first_second, int count) {
  SampleChunk chunk{.number = number, .series = {}};
  chunk.series.start = testing::sample_record().outcome.started_at;
  for (int i = 0; i < count; ++i) {
    chunk.series.begin.emplace_back((first_second + i) * 1s);
    chunk.series.end.emplace_back((first_second + i + 1) * 1s);
    chunk.series.cpu_run.emplace_back(CpuSeconds{0.5});
    chunk.series.cpu_busy.emplace_back(CpuSeconds{0.5});
  }
  return chunk;
}

runs::RunRecord running(std::string id) {
  auto record = record_with(std::move(id));
  record.outcome.state = runs::State::running;
  record.outcome.ended_at.reset();
  record.outcome.exit_code.reset();
  return record;
}

std::vector<std::string> ids(const Listing& listing) {
  std::vector<std::string> all;
  for (const auto& run : listing.runs) all.push_back(run.identity.id);
  return all;
}

TEST(SqliteStore, GivesBackARunAsItWasFinished) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->begin(running("7f3a1c90be42"), {.pid = 5}));
  ASSERT_TRUE(store->progress(running("7f3a1c90be42"), chunk_of(0, 0, 10)));
  ASSERT_TRUE(store->finish(record_with("7f3a1c90be42"), chunk_of(0, 0, 13)));
  store.reset();

  auto later = w.open();

  EXPECT_EQ(runs::to_json(later->find("7f3a1c").value()),
            runs::to_json(record_with("7f3a1c90be42")));
  EXPECT_EQ(later->samples("7f3a1c90be42")->size(), 13U);
}

TEST(SqliteStore, JoinsTheChunksOfARun) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->begin(running("7f3a1c90be42"), {.pid = 5}));
  ASSERT_TRUE(store->progress(running("7f3a1c90be42"), chunk_of(0, 0, 10)));
  ASSERT_TRUE(store->progress(running("7f3a1c90be42"), chunk_of(1, 10, 10)));

  const auto samples = store->samples("7f3a1c90be42").value();

  EXPECT_EQ(samples.size(), 20U);
  EXPECT_EQ(samples.end.back(), 20s);
  EXPECT_TRUE(store->samples("000000000000")->empty());
}

TEST(SqliteStore, KeepsARunThatNeverBegan) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->finish(record_with("7f3a1c90be42"), {}));
  EXPECT_TRUE(store->find("7f3a1c90be42"));
}

TEST(SqliteStore, ListsNewestFirstAndFilters) {
  const StoreWorld w;
  auto store = w.open();
  for (int i = 0; i < 4; ++i) {
    auto record = record_with("00000000000" + std::to_string(i), i % 2 == 0 ? "even" : "odd");
    record.identity.project = i == 3 ? "other" : "articles";
    record.outcome.started_at += i * 1h;
    ASSERT_TRUE(store->finish(record, {}));
  }

  EXPECT_THAT(ids(store->list({}).value()),
              ElementsAre("000000000003", "000000000002", "000000000001", "000000000000"));
  EXPECT_THAT(ids(store->list({.limit = 1}).value()), ElementsAre("000000000003"));
  EXPECT_THAT(ids(store->list({.name = "odd"}).value()),
              ElementsAre("000000000003", "000000000001"));
  EXPECT_THAT(ids(store->list({.project = "articles", .name = "odd"}).value()),
              ElementsAre("000000000001"));
  EXPECT_THAT(ids(store->list({.project = "' OR 1=1 --"}).value()), ElementsAre());
}

TEST(SqliteStore, FindsByAnyUniquePrefix) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->finish(record_with("7f3a1c90be42"), {}));
  ASSERT_TRUE(store->finish(record_with("7fff1c90be42", "other"), {}));

  EXPECT_EQ(store->find("7f3")->identity.id, "7f3a1c90be42");
  EXPECT_EQ(store->find("7FFF")->identity.id, "7fff1c90be42");
  EXPECT_EQ(store->find("7f3a1c90be42")->identity.id, "7f3a1c90be42");
  const auto ambiguous = store->find("7f");
  EXPECT_EQ(ambiguous.error().code, Errc::malformed);
  EXPECT_EQ(ambiguous.error().what,
            "several runs begin with \"7f\": 7f3a1c90be42 (mnist-mlp), 7fff1c90be42 (other); type "
            "more digits");
  for (const char* missing : {"8", "", "%", "7f3a1c90be429", "mnist-mlp"}) {
    const auto none = store->find(missing);
    ASSERT_FALSE(none) << missing;
    EXPECT_EQ(none.error().code, Errc::not_present);
    EXPECT_THAT(none.error().what, HasSubstr("wattprint list"));
  }
}

TEST(SqliteStore, RemovesARunWithItsSamples) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->finish(record_with("7f3a1c90be42"), chunk_of(0, 0, 10)));
  ASSERT_TRUE(store->remove("7f3a1c90be42"));

  EXPECT_EQ(store->find("7f3a1c90be42").error().code, Errc::not_present);
  EXPECT_TRUE(store->samples("7f3a1c90be42")->empty());
  EXPECT_EQ(store->remove("7f3a1c90be42").error().code, Errc::not_present);
}

TEST(SqliteStore, UpdatesARecordAndKeepsItsSamples) {
  const StoreWorld w;
  auto store = w.open();
  const auto before = record_with("7f3a1c90be42");
  ASSERT_TRUE(store->finish(before, chunk_of(0, 0, 10)));
  auto after = before;
  after.revisions = {{before.outcome.started_at, before.emissions, before.grid}};
  after.emissions->value = Grams{0.15};
  ASSERT_TRUE(store->update(before, after));

  EXPECT_EQ(runs::to_json(store->find("7f3a1c90be42").value()), runs::to_json(after));
  EXPECT_EQ(store->samples("7f3a1c90be42")->size(), 10U);
}

TEST(SqliteStore, DoesNotUpdateWhatSomebodyElseHasChangedOrRemoved) {
  const StoreWorld w;
  auto store = w.open();
  const auto before = record_with("7f3a1c90be42");
  ASSERT_TRUE(store->finish(before, chunk_of(0, 0, 10)));
  ASSERT_TRUE(store->update(before, record_with("7f3a1c90be42", "first")));
  const auto second = store->update(before, record_with("7f3a1c90be42", "second"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::unavailable);
  EXPECT_EQ(store->find("7f3a1c90be42")->identity.name, "first");
  ASSERT_TRUE(store->remove("7f3a1c90be42"));
  EXPECT_EQ(store->update(before, before).error().code, Errc::not_present);
  EXPECT_FALSE(store->find("7f3a1c90be42"));
}

TEST(SqliteStore, ClosesARunWhoseProcessIsGoneWithAllThatWasWritten) {
  const StoreWorld w;
  auto store = w.open();
  auto record = running("7f3a1c90be42");
  record.outcome.duration = Seconds(10.0);
  ASSERT_TRUE(store->begin(record, {.pid = 5, .started = 77, .boot_id = "boot"}));
  ASSERT_TRUE(store->progress(record, chunk_of(0, 0, 10)));
  ASSERT_TRUE(store->begin(running("aaaaaaaaaaaa"), {.pid = 6, .started = 78, .boot_id = "boot"}));

  std::vector<RunningRun> asked;
  const auto closed = store->close_interrupted([&](const RunningRun& run) {
    asked.push_back(run);
    return run.process.pid == 6;
  });

  EXPECT_THAT(closed.value(), ElementsAre("7f3a1c90be42"));
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].host, "laptop");
  EXPECT_EQ(asked[0].process.started, 77U);
  EXPECT_EQ(asked[0].process.boot_id, "boot");
  EXPECT_EQ(asked[0].written_at, w.clock.wall());
  const auto interrupted = store->find("7f3a1c90be42").value();
  EXPECT_EQ(interrupted.outcome.state, runs::State::interrupted);
  EXPECT_EQ(to_rfc3339(*interrupted.outcome.ended_at), "2026-11-22T02:49:15.120Z");
  EXPECT_EQ(interrupted.outcome.exit_code, std::nullopt);
  EXPECT_EQ(interrupted.energy->value, Joules{1476});
  EXPECT_EQ(interrupted.warnings.at(0).code, "run-interrupted");
  EXPECT_EQ(store->samples("7f3a1c90be42")->size(), 10U);
  EXPECT_EQ(store->find("aaaaaaaaaaaa")->outcome.state, runs::State::running);
}

TEST(SqliteStore, LetsARunThatWasThoughtDeadFinishAfterAll) {
  const StoreWorld w;
  auto store = w.open();
  ASSERT_TRUE(store->begin(running("7f3a1c90be42"), {.pid = 5}));
  ASSERT_TRUE(store->close_interrupted([](const RunningRun&) { return false; }));
  ASSERT_TRUE(store->finish(record_with("7f3a1c90be42"), {}));
  EXPECT_EQ(store->find("7f3a1c")->outcome.state, runs::State::finished);
}

TEST(SqliteStore, RemembersTheIdlePowerOfEachHostAndDomain) {
  const StoreWorld w;
  auto store = w.open();
  EXPECT_TRUE(store->learned_idle("laptop")->empty());
  ASSERT_TRUE(store->learn_idle("laptop", {{measure::Component::cpu, "p0", Watts{9}, WallTime(1ms)},
                                           {measure::Component::dram, "d", Watts{2}, {}}}));
  ASSERT_TRUE(store->learn_idle("desk", {{measure::Component::cpu, "p0", Watts{40}, {}}}));
  ASSERT_TRUE(
      store->learn_idle("laptop", {{measure::Component::cpu, "p0", Watts{8}, WallTime(5ms)}}));

  const auto learned = store->learned_idle("laptop").value();

  ASSERT_EQ(learned.size(), 2U);
  EXPECT_EQ(learned[0].component, measure::Component::cpu);
  EXPECT_EQ(learned[0].device, "p0");
  EXPECT_EQ(learned[0].power, Watts{8});
  EXPECT_EQ(learned[0].learned_at, WallTime(5ms));
}

TEST(SqliteStore, IsForItsUserOnly) {
  const StoreWorld w;
  w.open();
  EXPECT_EQ(std::filesystem::status(w.directory()).permissions(),
            std::filesystem::perms::owner_all);
}

TEST(SqliteStore, DoesNotMakeADatabaseJustToLookIntoIt) {
  const StoreWorld w;
  const auto store = w.try_open(Database::Access::existing);
  EXPECT_EQ(store.error().code, Errc::not_present);
  EXPECT_FALSE(std::filesystem::exists(w.directory()));
}

Lookup environment(std::map<std::string, std::string> values) {
  return [values](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

TEST(DataDir, FollowsTheXdgSpecification) {
  EXPECT_EQ(*default_data_dir(environment({{"XDG_DATA_HOME", "/data"}, {"HOME", "/home/ada"}})),
            "/data/wattprint");
  EXPECT_EQ(*default_data_dir(environment({{"HOME", "/home/ada"}})),
            "/home/ada/.local/share/wattprint");
  EXPECT_EQ(*default_data_dir(environment({{"XDG_DATA_HOME", "rel"}, {"HOME", "/home/ada"}})),
            "/home/ada/.local/share/wattprint");
  EXPECT_EQ(*default_data_dir(environment({{"XDG_DATA_HOME", ""}, {"HOME", "/"}})),
            "/.local/share/wattprint");
}

TEST(DataDir, SaysWhatToDoWithoutAHome) {
  const auto none = default_data_dir(environment({{"HOME", ""}}));
  EXPECT_EQ(none.error().code, Errc::not_present);
  EXPECT_THAT(none.error().what, HasSubstr("--data-dir"));
}

}  // namespace
}  // namespace wattprint::store
