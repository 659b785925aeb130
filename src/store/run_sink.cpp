#include "store/run_sink.hpp"

namespace wattprint::store {

RunSink::RunSink(Instant start, WallTime wall_start, Flush flush)
    : start_(start), flushed_(start), flush_(std::move(flush)) {
  chunk_.series.start = wall_start;
}

void RunSink::accept(const measure::Interval& interval, std::span<const measure::Domain> domains) {
  chunk_.series.append(interval, domains, start_);
  if (interval.end - flushed_ < kPeriod) return;
  flushed_ = interval.end;
  flush_(chunk_);
  if (chunk_.series.size() < kFullChunk) return;
  const WallTime wall_start = chunk_.series.start;
  chunk_ = {.number = chunk_.number + 1, .series = {}};
  chunk_.series.start = wall_start;
}

}  // namespace wattprint::store
