#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "grid/points.hpp"

namespace wattprint::grid {

/// Who told: a provider by its name in the configuration, and what of its table there may change
/// its figures (Provider::SetUp::options), so that a postcode changed today does not mix with
/// yesterday's.
struct SourceId {
  std::string provider;
  std::string setup = {};

  friend bool operator==(const SourceId&, const SourceId&) = default;
};

/// Provider of what the user brought by `grid import`. Nobody is asked for it, and it is kept until
/// it is removed.
inline constexpr std::string_view kImported = "import";

/// Which figures: one line over time.
struct SeriesKey {
  SourceId source;
  std::string zone;
  Label label;
  bool forecast = false;

  friend bool operator==(const SeriesKey&, const SeriesKey&) = default;
};

/// From `from` until before `to`.
struct Stretch {
  WallTime from;
  WallTime to;

  bool empty() const { return to <= from; }
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// A stretch about which a source was asked at `at` and gave an answer, also where the answer had
/// no points: gaps are not asked for again and again.
struct Fetched {
  Stretch stretch;
  WallTime at;
};

/// A line of the list of all that is kept.
struct CachedSeries {
  SeriesKey key;
  std::string source;   ///< for people: "Electricity Maps"
  std::size_t points;   ///< of forecasts each issue counts
  Stretch stretch;      ///< start of the first point to end of the last
  WallTime fetched_at;  ///< of the newest point
};

/// How a source has behaved of late; nothing of it when it has behaved.
struct SourceState {
  /// The key does not matter: another one would fare no better.
  static constexpr std::int64_t kAnyKey = -1;

  WallTime next_allowed{};          ///< not to be asked before
  int failures = 0;                 ///< in a row
  std::string said;                 ///< the sentence of the last one; never holds a secret
  WallTime failed_at{};             ///< when it was
  std::int64_t key_mark = kAnyKey;  ///< Provider::SetUp::key, when it was refused

  friend bool operator==(const SourceState&, const SourceState&) = default;
};

/// Whose turn it is to ask a source. One process at a time asks; who crashes loses its turn when it
/// ends.
struct Turn {
  std::int64_t holder = 0;  ///< 0 when it is nobody's
  WallTime ends_at{};
  WallTime next_request_at{};  ///< the pace of the source: no request starts before
};

/// Keeps points between processes. Several may use it at once; one caller at a time for each
/// object. Errors name the place and the remedy.
class PointCache {
 public:
  virtual ~PointCache() = default;

  /// How long a call from now on waits for another process that is writing.
  virtual void set_patience(std::chrono::milliseconds patience) = 0;

  /// Keeps an answer. In history each moment has one figure: newer answers replace, and cut, what
  /// overlaps. Of a forecast every issue is kept: series.issued_at, or else `fetched_at`.
  ///
  /// about  what the answer speaks of, points or not; nothing may be fetched (an import): then
  ///        only the points are kept.
  virtual Result<> put(const SeriesKey& key, const Series& series, std::optional<Stretch> about,
                       WallTime fetched_at) = 0;

  /// The points that overlap the stretch, by start and without overlap; none when there are none.
  /// Of a forecast each moment is of the newest issue, at or before `issued_by`, that speaks of it,
  /// and issued_at is the newest among these. Rows that make no sense are left out, and a note
  /// says so.
  virtual Result<Series> points(const SeriesKey& key, const Stretch& stretch,
                                std::optional<WallTime> issued_by = std::nullopt) = 0;

  /// What was asked for within or across the stretch, by time and without overlap.
  virtual Result<std::vector<Fetched>> fetched(const SeriesKey& key, const Stretch& stretch) = 0;

  /// All that is kept, by source, zone and label.
  virtual Result<std::vector<CachedSeries>> list() = 0;
  /// A series with all that belongs to it; nothing happens when there is none.
  virtual Result<> remove(const SeriesKey& key) = 0;

  /// Removes what is too old (docs/grid-cache.md), once a day at most; imports stay.
  virtual Result<> tidy(WallTime now) = 0;

  /// scope  empty for all that is asked of the source, else the question: "DE latest".
  virtual Result<SourceState> state(const SourceId& source, std::string_view scope) = 0;
  virtual Result<> set_state(const SourceId& source, std::string_view scope,
                             const SourceState& state) = 0;

  virtual Result<Turn> turn(const SourceId& source) = 0;
  /// Makes it `mine.holder`'s turn, unless it is another's. A turn that would last longer than
  /// kLongestTurn from now was taken before the clock was set back, and counts as over.
  ///
  /// Returns whether it is ours now.
  virtual Result<bool> take_turn(const SourceId& source, const Turn& mine, WallTime now) = 0;
  /// Gives it back; the pace stays.
  virtual Result<> end_turn(const SourceId& source, std::int64_t holder) = 0;
};

inline constexpr std::chrono::seconds kLongestTurn{120};

}  // namespace wattprint::grid
