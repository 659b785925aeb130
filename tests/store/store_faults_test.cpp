#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <fstream>

#include "base/files.hpp"
#include "store/store_world.hpp"

namespace wattprint::store {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::in_child;
using testing::record_with;
using testing::StoreWorld;

std::string bytes_of(const fs::path& path) { return read_text(path, 1U << 26).value(); }

void set_version(const fs::path& path, int version) {
  auto database = Database::open(path, Database::Access::existing).value();
  ASSERT_TRUE(database.execute(("PRAGMA user_version=" + std::to_string(version)).c_str()));
}

/// A store with so many runs, closed again, and all of it in the one file.
void fill(const StoreWorld& w, int runs) {
  auto store = w.open();
  for (int i = 0; i < runs; ++i)
    ASSERT_TRUE(store->finish(record_with("00000000" + std::to_string(1000 + i)), {}));
  store.reset();
  auto database = Database::open(w.database(), Database::Access::existing).value();
  ASSERT_TRUE(database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
}

/// All that a command does with a store; the first thing that failed.
Result<> use(const StoreWorld& w) {
  auto store = w.try_open();
  if (!store) return fail(store.error());
  if (auto done = (*store)->close_interrupted([](const RunningRun&) { return false; }); !done)
    return fail(done.error());
  if (auto done = (*store)->begin(record_with("ffffffffffff"), {.pid = 1}); !done) return done;
  if (auto done = (*store)->list({}); !done) return fail(done.error());
  return (*store)->finish(record_with("ffffffffffff"), {});
}

TEST(StoreFaults, AFileOfGarbageIsRefusedAndKept) {
  const StoreWorld w;
  const std::string garbage(5000, 'x');
  w.files.write("data/wattprint/wattprint.db", garbage);

  const auto used = use(w);

  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, Errc::malformed);
  EXPECT_THAT(used.error().what, AllOf(HasSubstr(w.database().string() + ": cannot"),
                                       HasSubstr("cd " + w.directory().string() +
                                                 " && mkdir broken && mv wattprint.db* broken")));
  EXPECT_EQ(bytes_of(w.database()), garbage);
}

TEST(StoreFaults, ATruncatedDatabaseNeverCrashesAndIsNeverMadeShorterOrNew) {
  const StoreWorld source;
  fill(source, 60);
  const std::string whole = bytes_of(source.database());
  ASSERT_GT(whole.size(), 100'000U);
  for (const std::size_t length :
       {std::size_t{1}, std::size_t{50}, std::size_t{99}, std::size_t{512}, std::size_t{4095},
        std::size_t{4096}, std::size_t{10'000}, whole.size() / 2, whole.size() - 1}) {
    const StoreWorld w;
    w.files.write("data/wattprint/wattprint.db", whole.substr(0, length));

    const auto used = use(w);

    if (!used) {
      EXPECT_EQ(used.error().code, Errc::malformed) << length << used.error().what;
      EXPECT_THAT(used.error().what, HasSubstr("mkdir broken")) << length;
    }
    EXPECT_GE(bytes_of(w.database()).size(), length);
    EXPECT_EQ(bytes_of(w.database()).substr(0, std::min<std::size_t>(length, 16)),
              whole.substr(0, std::min<std::size_t>(length, 16)));
  }
}

TEST(StoreFaults, DamageInTheMiddleIsAnErrorOfThatRunOnly) {
  const StoreWorld w;
  fill(w, 3);
  {
    auto database = Database::open(w.database(), Database::Access::existing).value();
    ASSERT_TRUE(database.execute("UPDATE runs SET record = '{' WHERE id = '000000001001'"));
  }
  auto store = w.open();

  const auto listing = store->list({}).value();

  EXPECT_EQ(listing.runs.size(), 2U);
  ASSERT_EQ(listing.unreadable.size(), 1U);
  EXPECT_THAT(listing.unreadable[0], HasSubstr("run 000000001001 in"));
  EXPECT_EQ(store->find("000000001001").error().code, Errc::malformed);
  EXPECT_TRUE(store->remove("000000001001"));
}

TEST(StoreFaults, ADamagedRecordOfADeadRunDoesNotStopTheOthersFromBeingClosed) {
  const StoreWorld w;
  auto store = w.open();
  for (const char* id : {"000000000001", "000000000002"}) {
    auto record = record_with(id);
    record.outcome.state = runs::State::running;
    ASSERT_TRUE(store->begin(record, {.pid = 5}));
  }
  {
    auto database = Database::open(w.database(), Database::Access::existing).value();
    ASSERT_TRUE(database.execute("UPDATE runs SET record = '' WHERE id = '000000000001'"));
  }
  const auto dead = [](const RunningRun&) { return false; };
  EXPECT_EQ(store->close_interrupted(dead)->size(), 2U);
  EXPECT_EQ(store->find("000000000002")->outcome.state, runs::State::interrupted);
  EXPECT_EQ(store->close_interrupted(dead)->size(), 0U);
}

TEST(StoreFaults, DamagedSamplesAreAnErrorOfTheirs) {
  const StoreWorld w;
  fill(w, 1);
  {
    auto database = Database::open(w.database(), Database::Access::existing).value();
    ASSERT_TRUE(
        database.execute("INSERT INTO samples VALUES ('000000001000', 0, 0, 1, x'01020304')"));
  }
  EXPECT_EQ(w.open()->samples("000000001000").error().code, Errc::malformed);
}

TEST(StoreFaults, ANewerWattprintsDatabaseIsRefusedAndKept) {
  const StoreWorld w;
  fill(w, 1);
  set_version(w.database(), 99);
  const std::string before = bytes_of(w.database());

  const auto used = use(w);

  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, Errc::malformed);
  EXPECT_THAT(used.error().what, AllOf(HasSubstr("written by a newer wattprint (schema 99"),
                                       HasSubstr("upgrade"), HasSubstr("--data-dir")));
  EXPECT_EQ(bytes_of(w.database()), before);
}

TEST(StoreFaults, AnotherProgramsDatabaseIsRefusedAndKept) {
  const StoreWorld w;
  fs::create_directories(w.directory());
  {
    auto other = Database::open(w.database(), Database::Access::create).value();
    ASSERT_TRUE(other.execute("CREATE TABLE songs (title TEXT)"));
  }
  const std::string before = bytes_of(w.database());
  EXPECT_THAT(use(w).error().what, HasSubstr("of another program"));
  EXPECT_EQ(bytes_of(w.database()), before);
  set_version(w.database(), 1);
  EXPECT_THAT(use(w).error().what, HasSubstr("of another program"));
}

TEST(StoreFaults, AnEmptyFileIsTakenAsNew) {
  const StoreWorld w;
  w.files.write("data/wattprint/wattprint.db", "");
  EXPECT_TRUE(use(w));
}

TEST(StoreFaults, ADirectoryInPlaceOfTheFileIsAnErrorWithARemedy) {
  const StoreWorld w;
  fs::create_directories(w.database());
  const auto used = use(w);
  ASSERT_FALSE(used);
  EXPECT_THAT(used.error().what, AllOf(HasSubstr(w.database().string()), HasSubstr("--data-dir")));
}

TEST(StoreFaults, AFileInPlaceOfTheDirectoryIsAnErrorWithARemedy) {
  const StoreWorld w;
  w.files.write("data", "I am a file");
  const auto used = use(w);
  ASSERT_FALSE(used);
  EXPECT_THAT(used.error().what, AllOf(HasSubstr((w.files.root() / "data").string()),
                                       HasSubstr("--data-dir"), HasSubstr("--no-store")));
}

/// What `use` says when it runs without root's rights; "" when all went well.
std::string use_as_nobody(const StoreWorld& w) {
  const auto report = w.files.root() / "report";
  w.files.write("report", "");
  fs::permissions(report, fs::perms::all);
  fs::permissions(w.files.root(), fs::perms::all);
  in_child([&] {
    constexpr uid_t kNobody = 65534;
    if (::getuid() == 0 && ::setuid(kNobody) != 0) return 1;
    const auto used = use(w);
    std::ofstream(report) << (used ? "" : used.error().what);
    return 0;
  });
  return bytes_of(report);
}

TEST(StoreFaults, AReadOnlyDirectoryIsAnErrorWithARemedy) {
  const StoreWorld w;
  fs::create_directories(w.directory());
  fs::permissions(w.directory(), fs::perms::owner_read | fs::perms::owner_exec |
                                     fs::perms::others_read | fs::perms::others_exec);
  const std::string said = use_as_nobody(w);
  EXPECT_THAT(said, AllOf(HasSubstr(w.database().string()), HasSubstr("--data-dir")));
}

TEST(StoreFaults, AReadOnlyFileIsAnErrorWithARemedy) {
  const StoreWorld w;
  fill(w, 1);
  for (const auto& directory : {w.directory().parent_path(), w.directory()})
    fs::permissions(directory, fs::perms::all);
  fs::permissions(w.database(), fs::perms::owner_read | fs::perms::others_read);
  const std::string said = use_as_nobody(w);
  EXPECT_THAT(said, AllOf(HasSubstr(w.database().string()), HasSubstr("writable")));
}

TEST(StoreFaults, AFileThatMayNotGrowIsAnErrorAndOldRunsStay) {
  const StoreWorld w;
  fill(w, 3);
  const int status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{40'000, 40'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto store = w.open();
    Result<> last;
    for (int i = 0; i < 60 && last; ++i)
      last = store->finish(record_with("ffffffff" + std::to_string(1000 + i)), {});
    return last ? 1 : 0;
  });
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(w.open()->find("000000001000"));
}

TEST(StoreFaults, AFullDiskIsAnErrorWithARemedyAndOldRunsStay) {
  const StoreWorld w;
  fs::create_directories(w.directory());
  w.files.write("report", "");
  constexpr int kNoMount = 3;
  const int status = in_child([&] {  // a file system of 200 kB that only this child sees
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kNoMount;
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    if (::mount("none", w.directory().c_str(), "tmpfs", 0, "size=200k") != 0) return kNoMount;
    auto store = w.open();
    Result<> last;
    int kept = 0;
    for (; kept < 1000 && last; ++kept)
      last = store->finish(record_with("00000000" + std::to_string(1000 + kept)), {});
    if (last) return 1;
    w.files.write("report", last.error().what);
    return kept > 1 && store->find("000000001000") ? 0 : 2;
  });
  if (WEXITSTATUS(status) == kNoMount) GTEST_SKIP() << "may not mount a tmpfs here";
  EXPECT_EQ(status, 0);
  EXPECT_THAT(
      bytes_of(w.files.root() / "report"),
      AllOf(HasSubstr(w.database().string() + ": cannot write"), HasSubstr("free some space")));
}

TEST(StoreFaults, SqliteFullIsToldAsAFullDisk) {
  const StoreWorld w;
  fs::create_directories(w.directory());
  auto database = Database::open(w.database(), Database::Access::create).value();
  ASSERT_TRUE(database.execute("CREATE TABLE t (x BLOB)"));
  ASSERT_EQ(database.integer("PRAGMA max_page_count=2").value(), 2);
  const auto full = database.execute("INSERT INTO t VALUES (zeroblob(100000))");
  EXPECT_EQ(full.error().code, Errc::io);
  EXPECT_THAT(full.error().what, HasSubstr("free some space"));
}

TEST(StoreFaults, KilledInTheMiddleTheRunIsThereAsInterrupted) {
  const StoreWorld w;
  const Machine here;
  const int status = in_child([&] {
    auto store = w.open();
    auto record = record_with("7f3a1c90be42");
    record.outcome.state = runs::State::running;
    SampleChunk chunk;
    chunk.series.begin = {std::chrono::seconds(0)};
    chunk.series.end = {std::chrono::seconds(10)};
    chunk.series.cpu_run = {CpuSeconds{1}};
    chunk.series.cpu_busy = {CpuSeconds{1}};
    if (!store->begin(record, this_process(here)) || !store->progress(record, chunk)) return 1;
    ::raise(SIGKILL);
    return 2;
  });
  ASSERT_TRUE(WIFSIGNALED(status));

  auto store = w.open();
  const auto closed = store->close_interrupted(
      [&](const RunningRun& run) { return is_alive(run, "laptop", w.clock.wall(), here); });

  EXPECT_EQ(closed->size(), 1U);
  EXPECT_EQ(store->find("7f3a1c")->outcome.state, runs::State::interrupted);
  EXPECT_EQ(store->samples("7f3a1c90be42")->size(), 1U);
}

TEST(StoreFaults, KilledWhileWritingTheLastGoodStateIsThere) {
  for (int trial = 0; trial < 5; ++trial) {
    const StoreWorld w;
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto store = w.open();
      for (int i = 0;; ++i) {
        (void)store->finish(record_with("00000000" + std::to_string(1000 + i % 8000)), {});
        if (i == 20) (void)::write(pipe_ends[1], "x", 1);
      }
    }
    char ready = 0;
    ASSERT_EQ(::read(pipe_ends[0], &ready, 1), 1);
    ::usleep(static_cast<useconds_t>(500 + 1700 * trial));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);

    auto store = w.open();
    const auto listing = store->list({}).value();
    EXPECT_GE(listing.runs.size(), 20U);
    EXPECT_TRUE(listing.unreadable.empty());
  }
}

TEST(StoreFaults, TwoWhoStartOnNothingAndWriteAtOnceLoseNothing) {
  const StoreWorld w;
  constexpr int kWriters = 4;
  constexpr int kRuns = 25;
  std::vector<pid_t> children;
  for (int writer = 0; writer < kWriters; ++writer) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto store = w.try_open();
      if (!store) {
        std::fprintf(stderr, "%s\n", store.error().what.c_str());
        ::_exit(1);
      }
      for (int i = 0; i < kRuns; ++i) {
        const auto record =
            record_with(std::to_string(writer) + "00000000" + std::to_string(100 + i));
        if (!(*store)->begin(record, {.pid = 1})) ::_exit(2);
        if (!(*store)->finish(record, {})) ::_exit(3);
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(w.open()->list({})->runs.size(), static_cast<std::size_t>(kWriters * kRuns));
}

}  // namespace
}  // namespace wattprint::store
