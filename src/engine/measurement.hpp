#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "engine/archive.hpp"
#include "engine/grid_watch.hpp"
#include "engine/weigh.hpp"
#include "exporters/samples_csv.hpp"
#include "grid/locate.hpp"
#include "measure/sampler.hpp"
#include "plan/budget.hpp"
#include "processes/attribution.hpp"
#include "processes/cpu_meter.hpp"
#include "runs/record.hpp"
#include "runs/tracker.hpp"

namespace wattprint::engine {

/// How to measure, whatever it is that runs.
struct MeasureRequest {
  std::string name;  ///< empty: that of the command
  std::string project;
  std::map<std::string, std::string> tags;

  std::chrono::nanoseconds interval = std::chrono::seconds(1);
  runs::Scope scope = runs::Scope::tree;
  runs::IdlePolicy idle_policy = runs::IdlePolicy::proportional;
  std::optional<runs::Rank> rank;  ///< when a launcher has started this process with others
  /// Of what is charged as the machine's; the other ranks stand for the rest.
  Fraction of_machine{1.0};
  std::optional<grid::StatedZone> zone;
  std::optional<Stated<CarbonIntensity>> intensity;
  std::optional<Stated<Pue>> pue;
  std::optional<Stated<std::string>> budget;  ///< as plan::parse_budgets() reads it
  /// How to ask providers for the intensity of the time of the run; empty: nobody is asked.
  OpenGrid open_grid;
  /// How to find by the network where the machine is; empty: it is not asked.
  FindPlace find_place;

  Machine machine;
  bool store = true;
  std::optional<std::filesystem::path> data_dir;  ///< nothing: the user's default
  std::optional<std::filesystem::path> samples;   ///< CSV of every interval
};

/// What a run is weighed with and held against, and the zone that providers may be asked for.
struct Weighing {
  runs::Weights weights;
  std::string zone;
  std::vector<plan::Budget> budgets;
};

/// Errc::malformed for a zone, an intensity, a PUE or a budget that makes no sense.
Result<Weighing> weigh(const MeasureRequest& request);

/// Who a run is: its id, its name, and where it runs.
runs::Identity identify(const MeasureRequest& request, std::vector<std::string> command);

/// CPU time that this process has used so far.
CpuSeconds own_cpu();

/// The processes that are measured.
struct Measured {
  std::function<CpuSeconds()> cpu;      ///< so far; never decreases
  std::function<bool(pid_t)> contains;  ///< whether a process is one of them
};

/// The measurement of one run: instruments, sampler, attribution, grid and store, put together in
/// the order in which they are needed. When to tick, and what runs, is the caller's.
///
/// Once it has started, nothing that goes wrong stops it: it becomes a warning in the record.
/// Uses no process-wide facility. Not thread-safe.
class Measurement {
 public:
  /// request, weighing and clock must outlive it.
  Measurement(const MeasureRequest& request, const Weighing& weighing, runs::Identity identity,
              Measured measured, const Clock& clock);
  Measurement(const Measurement&) = delete;
  Measurement& operator=(const Measurement&) = delete;

  /// Energy counts from here.
  void start();
  /// Opens what need not be there from the first moment on: the store, files, providers of
  /// intensities.
  void open_sinks();
  /// Adds a sink; it must outlive the measurement.
  void add_sink(measure::Sink* sink) { late_sinks_.add(sink); }
  /// Ends the running interval and begins the next.
  void tick();
  /// The last tick.
  void end_sampling();
  /// Weighs the whole and keeps it; tracker().ended() comes before.
  void keep();

  /// How often to tick.
  std::chrono::nanoseconds period() const;
  Instant started() const { return sampler_->started(); }
  runs::Tracker& tracker() { return tracker_; }
  const runs::Tracker& tracker() const { return tracker_; }
  /// Where the run is kept; empty when it is not.
  std::string place() const { return archive_.place(); }

 private:
  /// Sinks that come after the run has started, and may be missing.
  class FanOut final : public measure::Sink {
   public:
    void add(measure::Sink* sink);
    void accept(const measure::Interval& interval,
                std::span<const measure::Domain> domains) override;

   private:
    std::vector<measure::Sink*> sinks_;
  };

  void watch_the_grid();
  void weigh_with_what_was_told();
  std::string better_grid() const;
  std::optional<Figure<Watts>> idle_prior(const measure::Domain& domain) const;

  const MeasureRequest& request_;
  const Weighing& weighing_;
  Measured measured_;
  const Clock& clock_;
  runs::Tracker tracker_;
  Archive archive_;
  processes::Attribution attribution_;
  std::optional<processes::CpuMeter> cpu_;
  std::unique_ptr<exporters::SamplesCsv> samples_;
  FanOut late_sinks_;
  std::optional<measure::Sampler> sampler_;
  WallTime started_at_;
  std::optional<GridWatch> watch_;
};

}  // namespace wattprint::engine
