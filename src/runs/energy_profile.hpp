#pragma once

#include <chrono>
#include <vector>

#include "base/clock.hpp"
#include "grid/timeline.hpp"
#include "units/units.hpp"

namespace wattprint::runs {

/// When a run used its energy, in slots of five minutes: the finest step in which anybody publishes
/// carbon intensities. 8 bytes a slot, so that a year takes 0.8 MiB.
///
/// Times are offsets from the start of the run, so that a wall clock that is set meanwhile moves
/// the profile but does not tear it.
class EnergyProfile {
 public:
  static constexpr std::chrono::minutes kSlot{5};
  /// Ten years. What comes later is counted into the last slot.
  static constexpr std::size_t kMostSlots = 10 * 366 * 24 * 12;

  /// start  of the run; the slots begin at full five minutes of that clock.
  explicit EnergyProfile(WallTime start = {});

  /// Energy used evenly between two offsets; it is split by time where slots meet. An offset before
  /// the start counts as the start, an end before its beginning as the beginning.
  void add(std::chrono::nanoseconds from, std::chrono::nanoseconds to, Joules energy);

  Joules total() const;

  /// The slots in which the run went on, cut to its ends. Never empty.
  ///
  /// start  of the run by the clock as it is now known, which may be another than at the start.
  std::vector<grid::EnergySpan> spans(WallTime start) const;

 private:
  std::chrono::nanoseconds begin_of(std::size_t slot) const;
  std::size_t slot_at(std::chrono::nanoseconds offset) const;
  Joules& in(std::size_t slot);

  std::chrono::nanoseconds into_first_{0};  ///< how far the start lies behind its slot's beginning
  std::chrono::nanoseconds end_{0};         ///< the last offset that was seen
  std::vector<Joules> slots_;
};

}  // namespace wattprint::runs
