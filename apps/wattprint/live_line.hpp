#pragma once

#include <optional>

#include "measure/interval.hpp"

namespace wattprint::app {

/// One line on standard error that is written over at each sample: `--live`.
class LiveLine final : public measure::Sink {
 public:
  void accept(const measure::Interval& interval, std::span<const measure::Domain> domains) override;
  /// Takes the line away, if there is one.
  void clear();

 private:
  std::optional<Instant> start_;
  Joules run_;
  bool shown_ = false;
};

}  // namespace wattprint::app
