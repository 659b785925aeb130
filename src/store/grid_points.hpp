#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "grid/cache.hpp"
#include "store/database.hpp"

namespace wattprint::store {

/// Points of carbon intensity in wattprint.db, beside the runs, over a connection of its own: it
/// waits for others only briefly, where a run that is to be kept waits long.
class GridPoints final : public grid::PointCache {
 public:
  /// What tidy() leaves. Reasons: docs/grid-cache.md.
  struct Limits {
    std::chrono::hours history{24 * 800};   ///< from the start of a point
    std::chrono::hours forecasts{24 * 14};  ///< from their issue
    std::int64_t points = 1'000'000;        ///< without imports; some 60 MB
  };

  /// As SqliteStore::open; each brings the schema up to date.
  static Result<std::unique_ptr<GridPoints>> open(const std::filesystem::path& directory,
                                                  Database::Access access, Limits limits);
  static Result<std::unique_ptr<GridPoints>> open(const std::filesystem::path& directory,
                                                  Database::Access access) {
    return open(directory, access, Limits{});
  }

  void set_patience(std::chrono::milliseconds patience) override;
  Result<> put(const grid::SeriesKey& key, const grid::Series& series,
               std::optional<grid::Stretch> about, WallTime fetched_at) override;
  Result<grid::Series> points(const grid::SeriesKey& key, const grid::Stretch& stretch,
                              std::optional<WallTime> issued_by = std::nullopt) override;
  Result<std::vector<grid::Fetched>> fetched(const grid::SeriesKey& key,
                                             const grid::Stretch& stretch) override;
  Result<std::vector<grid::CachedSeries>> list() override;
  Result<> remove(const grid::SeriesKey& key) override;
  Result<> tidy(WallTime now) override;

  Result<grid::SourceState> state(const grid::SourceId& source, std::string_view scope) override;
  Result<> set_state(const grid::SourceId& source, std::string_view scope,
                     const grid::SourceState& state) override;
  Result<grid::Turn> turn(const grid::SourceId& source) override;
  Result<bool> take_turn(const grid::SourceId& source, const grid::Turn& mine,
                         WallTime now) override;
  Result<> end_turn(const grid::SourceId& source, std::int64_t holder) override;

 private:
  struct Row {
    std::int64_t id = 0;  ///< 0 when there is none
    std::string source;
  };
  GridPoints(Database database, Limits limits) : database_(std::move(database)), limits_(limits) {}
  Result<Row> find(const grid::SeriesKey& key);
  Result<Row> find_or_add(const grid::SeriesKey& key, const std::string& source);
  Result<bool> meets_others(std::int64_t id, const grid::Series& series, std::int64_t issued_at);
  Result<> write_points(const Row& row, const grid::Series& series, std::int64_t issued_at,
                        WallTime fetched_at);
  Result<> write_fetched(std::int64_t id, const grid::Stretch& about, WallTime fetched_at);
  Result<> remove_old(WallTime now);

  Database database_;
  Limits limits_;
};

}  // namespace wattprint::store
