#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "engine/grid_watch.hpp"
#include "reports/style.hpp"
#include "runs/record.hpp"
#include "store/run_store.hpp"

namespace wattprint::engine {

/// Which kept runs to weigh again.
struct BackfillRequest {
  std::vector<std::string> runs;  ///< first digits of ids
  bool all = false;               ///< all that are kept
  std::optional<WallTime> since;  ///< all that started then or later
  bool dry_run = false;           ///< say what would change, and change nothing
};

/// What the words of the command ask for. Errc::malformed for a time that makes no sense, and for
/// no run at all.
Result<BackfillRequest> backfill_request(std::vector<std::string> runs, bool all,
                                         const std::string& since, bool dry_run);

/// What became of one run.
struct BackfilledRun {
  enum class Outcome {
    improved,    ///< weighed with better figures; the earlier ones are kept in the record
    unchanged,   ///< nobody knows better
    left_alone,  ///< nothing that providers know could make it better
    failed,      ///< better figures are there, but could not be kept
  };
  Outcome outcome = Outcome::unchanged;
  runs::RunRecord before;
  std::optional<runs::RunRecord> after;  ///< improved and failed
  std::string reason;                    ///< a sentence, unless it was improved
};

struct Backfill {
  bool dry_run = false;
  std::vector<BackfilledRun> runs;
  /// Sentences on runs that are not there or cannot be read.
  std::vector<std::string> problems;
};

/// Weighs kept runs again, with what providers know now of the time in which they ran.
///
/// A run is improved when readings speak of more of its energy than before, or as many readings and
/// a forecast do. Its record then says the new figures, and under `revisions` all earlier ones.
/// Asked again with the same data, nothing changes. What no reading speaks of is weighed with the
/// forecast that the record had, else with the yearly average as it is known now.
Backfill grid_backfill(store::RunStore& store, const BackfillRequest& request, const AskGrid& ask,
                       const Clock& clock);

/// One run of it, without keeping anything.
BackfilledRun backfill_run(const runs::RunRecord& record, const store::SampleSeries& samples,
                           const AskGrid& ask, WallTime now);

/// A table for people, and the document wattprint.grid.backfill.v1.
std::string backfill_text(const Backfill& backfill, const reports::Style& style);
std::string backfill_json(const Backfill& backfill);

}  // namespace wattprint::engine
