#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "runs/record.hpp"
#include "store/run_process.hpp"
#include "store/sample_series.hpp"

namespace wattprint::store {

/// Consecutive intervals of one run. A chunk is written again, longer, until it is full; then the
/// next number begins. An empty series writes nothing.
struct SampleChunk {
  std::uint32_t number = 0;
  SampleSeries series;
};

struct Filter {
  std::string project;    ///< empty = any
  std::string name;       ///< empty = any
  std::string group;      ///< of ranks (runs::Rank); empty = any or none
  std::size_t limit = 0;  ///< newest so many; 0 = all
};

struct Listing {
  std::vector<runs::RunRecord> runs;    ///< newest first
  std::vector<std::string> unreadable;  ///< a sentence for each run whose record is damaged
};

/// What a domain drew when the machine did nothing, learned from its runs.
struct LearnedIdle {
  measure::Component component = measure::Component::cpu;
  std::string device;
  Watts power;
  WallTime learned_at;
};

/// Keeps runs. Errors name the place and the remedy. Not thread-safe: one caller at a time; several
/// processes may use the same place at once.
class RunStore {
 public:
  virtual ~RunStore() = default;

  /// A run starts. Its record has state `running`; process is who will write the rest.
  virtual Result<> begin(const runs::RunRecord& record, const RunProcess& process) = 0;
  /// What is known so far, at most every 10 s: this much survives a kill or a power cut.
  virtual Result<> progress(const runs::RunRecord& record, const SampleChunk& chunk) = 0;
  /// The end. Also good for a run that never began, or that somebody closed meanwhile.
  virtual Result<> finish(const runs::RunRecord& record, const SampleChunk& chunk) = 0;

  /// Another record for a run that has ended, if the kept one still says what `before` says. Its
  /// samples stay. Errc::not_present when the run is gone, Errc::unavailable when somebody else has
  /// changed it meanwhile.
  virtual Result<> update(const runs::RunRecord& before, const runs::RunRecord& after) = 0;

  virtual Result<Listing> list(const Filter& filter) = 0;
  /// prefix  first digits of an id. Errc::not_present when there is none, Errc::malformed (and the
  /// candidates) when there are several.
  virtual Result<runs::RunRecord> find(std::string_view prefix) = 0;
  /// All intervals of a run, by its whole id; empty when none were kept.
  virtual Result<SampleSeries> samples(std::string_view id) = 0;
  /// By its whole id. Errc::not_present when there is none.
  virtual Result<> remove(std::string_view id) = 0;

  /// Closes as `interrupted` every run that is going on as far as the store knows, but is not
  /// alive. What was written of it stays; a warning says until when its figures speak. Returns
  /// their ids.
  virtual Result<std::vector<std::string>> close_interrupted(
      const std::function<bool(const RunningRun&)>& is_alive) = 0;

  virtual Result<std::vector<LearnedIdle>> learned_idle(std::string_view host) = 0;
  virtual Result<> learn_idle(std::string_view host, const std::vector<LearnedIdle>& learned) = 0;

  /// Where the runs are, for people: a path, a URL without its password.
  virtual std::string place() const = 0;
};

}  // namespace wattprint::store
