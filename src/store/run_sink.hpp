#pragma once

#include <chrono>
#include <functional>

#include "measure/interval.hpp"
#include "store/run_store.hpp"

namespace wattprint::store {

/// Collects the intervals of a run and hands them on to be kept, every 10 s.
///
/// A chunk is handed on again, longer each time, until it holds 512 intervals; then the next
/// begins. So a day at 1 Hz is 169 chunks, and memory stays small at any rate.
class RunSink final : public measure::Sink {
 public:
  using Flush = std::function<void(const SampleChunk&)>;
  static constexpr std::chrono::seconds kPeriod{10};
  static constexpr std::size_t kFullChunk = 512;

  /// start, wall_start  the same moment on two clocks: when the run began.
  RunSink(Instant start, WallTime wall_start, Flush flush);

  void accept(const measure::Interval& interval, std::span<const measure::Domain> domains) override;

  /// What has been collected and may not have been handed on yet, for RunStore::finish.
  const SampleChunk& rest() const { return chunk_; }

 private:
  Instant start_;
  Instant flushed_;
  Flush flush_;
  SampleChunk chunk_;
};

}  // namespace wattprint::store
