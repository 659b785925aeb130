#pragma once

#include <filesystem>
#include <memory>

#include "store/database.hpp"
#include "store/run_store.hpp"

namespace wattprint::store {

inline constexpr const char* kDatabaseFile = "wattprint.db";

/// Runs in one SQLite file, in WAL mode, so that a reader and a writer do not wait for each other.
class SqliteStore final : public RunStore {
 public:
  /// Opens directory/wattprint.db and brings its schema up to date. With Access::create the
  /// directory and the file are made when missing; with Access::existing that is Errc::not_present.
  ///
  /// A file that is damaged, another program's, or of a newer wattprint is refused and never
  /// touched.
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& directory,
                                                   Database::Access access, const Clock& clock);

  Result<> begin(const runs::RunRecord& record, const RunProcess& process) override;
  Result<> progress(const runs::RunRecord& record, const SampleChunk& chunk) override;
  Result<> finish(const runs::RunRecord& record, const SampleChunk& chunk) override;
  Result<> update(const runs::RunRecord& before, const runs::RunRecord& after) override;
  Result<Listing> list(const Filter& filter) override;
  Result<runs::RunRecord> find(std::string_view prefix) override;
  Result<SampleSeries> samples(std::string_view id) override;
  Result<> remove(std::string_view id) override;
  Result<std::vector<std::string>> close_interrupted(
      const std::function<bool(const RunningRun&)>& is_alive) override;
  Result<std::vector<LearnedIdle>> learned_idle(std::string_view host) override;
  Result<> learn_idle(std::string_view host, const std::vector<LearnedIdle>& learned) override;
  std::string place() const override { return database_.path().string(); }

 private:
  SqliteStore(Database database, const Clock& clock)
      : database_(std::move(database)), clock_(clock) {}
  Result<> write(const runs::RunRecord& record, const SampleChunk& chunk);
  Result<> write_run(const runs::RunRecord& record, const RunProcess* process);
  Result<> write_samples(std::string_view id, const SampleChunk& chunk);
  Result<> close(const RunningRun& run);

  Database database_;
  const Clock& clock_;
};

}  // namespace wattprint::store
