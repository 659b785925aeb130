#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/machine.hpp"
#include "grid/cache.hpp"
#include "processes/attribution.hpp"
#include "runs/tracker.hpp"
#include "store/database.hpp"
#include "store/run_sink.hpp"
#include "store/run_store.hpp"

namespace wattprint::engine {

/// Opens the store below `data_dir` (nothing: the user's own place) and closes the runs in it whose
/// wattprint is gone.
///
/// access  create makes directory and file when missing; existing answers Errc::not_present.
Result<std::unique_ptr<store::RunStore>> open_store(
    const std::optional<std::filesystem::path>& data_dir, const Machine& machine,
    store::Database::Access access);

/// Opens the place where intensities are kept, in the same file.
Result<std::unique_ptr<grid::PointCache>> open_point_cache(
    const std::optional<std::filesystem::path>& data_dir, store::Database::Access access);

std::string host_name();

/// Keeps one run in the store as it goes. A store that cannot be had, or fails on the way, is a
/// warning in the run and nothing else.
class Archive {
 public:
  /// Does nothing yet; begin() opens the store.
  Archive(std::optional<std::filesystem::path> data_dir, Machine machine, runs::Tracker& tracker,
          const Clock& clock);

  /// run_start  when the sampler began to count.
  void begin(Instant run_start);
  /// The sink that collects samples and writes them every 10 s; null until begin() succeeded.
  measure::Sink* sink() { return sink_ ? &*sink_ : nullptr; }
  void finish();

  /// What earlier runs learned about this host's idle power.
  std::optional<Figure<Watts>> idle_prior(const measure::Domain& domain) const;
  void learn(const std::vector<measure::Domain>& domains,
             const processes::Attribution& attribution);

  /// Where the run is kept; empty when it is not.
  std::string place() const { return store_ ? store_->place() : std::string(); }

 private:
  void give_up(const Error& error);

  std::optional<std::filesystem::path> data_dir_;
  Machine machine_;
  runs::Tracker& tracker_;
  const Clock& clock_;
  std::unique_ptr<store::RunStore> store_;
  std::optional<store::RunSink> sink_;
  std::vector<store::LearnedIdle> learned_;
};

}  // namespace wattprint::engine
