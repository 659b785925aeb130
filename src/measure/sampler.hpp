#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "measure/interval.hpp"
#include "measure/source.hpp"

namespace wattprint::measure {

/// The loop's body: each tick reads the sources, lets the transforms say who used it, and hands the
/// interval to the sinks. It does not wait: whoever owns it decides when to tick.
///
/// Collaborators must outlive the sampler. Not thread-safe.
class Sampler {
 public:
  Sampler(const Clock& clock, CpuProbe* cpu, std::vector<std::unique_ptr<Source>> sources,
          std::vector<Transform*> transforms, std::vector<Sink*> sinks);

  /// Reads the starting points of all counters. Time and energy count from here.
  void start();
  /// Ends the running interval and begins the next.
  void tick();
  /// The last tick of a run: sources may wait a little for what they still owe.
  void finish();

  /// Longest time between ticks in which no counter wraps unseen.
  std::chrono::nanoseconds longest_interval() const;

  std::span<const Domain> domains() const { return domains_; }
  Instant started() const { return started_; }

 private:
  enum class Read { regular, last };
  void end_interval(Read read);
  void read_sources(Instant now, Read read);
  std::size_t global_index(std::size_t source, std::size_t local);

  const Clock& clock_;
  CpuProbe* cpu_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::vector<Transform*> transforms_;
  std::vector<Sink*> sinks_;

  std::vector<Domain> domains_;
  std::vector<std::vector<std::size_t>> index_;  ///< [source][local domain] -> global domain
  Instant started_;
  Instant previous_;
  Interval interval_;
  Batch batch_;
};

}  // namespace wattprint::measure
