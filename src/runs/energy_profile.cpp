#include "runs/energy_profile.hpp"

#include <algorithm>

namespace wattprint::runs {

using std::chrono::nanoseconds;

EnergyProfile::EnergyProfile(WallTime start)
    : into_first_(start - std::chrono::floor<std::chrono::duration<int, std::ratio<300>>>(start)) {
  static_assert(kSlot == std::chrono::duration<int, std::ratio<300>>(1));
}

nanoseconds EnergyProfile::begin_of(std::size_t slot) const {
  return kSlot * static_cast<std::int64_t>(slot) - into_first_;
}

std::size_t EnergyProfile::slot_at(nanoseconds offset) const {
  return std::min(static_cast<std::size_t>((offset + into_first_) / kSlot), kMostSlots - 1);
}

Joules& EnergyProfile::in(std::size_t slot) {
  if (slots_.size() <= slot) slots_.resize(slot + 1);
  return slots_[slot];
}

void EnergyProfile::add(nanoseconds from, nanoseconds to, Joules energy) {
  from = std::max(from, nanoseconds(0));
  to = std::max(to, from);
  end_ = std::max(end_, to);
  Joules left = energy;
  const std::size_t last = slot_at(to);
  for (std::size_t slot = slot_at(from); slot < last; ++slot) {
    const nanoseconds until = begin_of(slot + 1);
    const Joules piece =
        energy * (Seconds(until - std::max(from, begin_of(slot))) / Seconds(to - from));
    in(slot) += piece;
    left -= piece;
  }
  in(last) += left;  // what rounding leaves, too
}

Joules EnergyProfile::total() const {
  Joules total;
  for (const Joules energy : slots_) total += energy;
  return total;
}

std::vector<grid::EnergySpan> EnergyProfile::spans(WallTime start) const {
  const auto at = [&](nanoseconds offset) {
    return start + std::chrono::floor<std::chrono::milliseconds>(offset);
  };
  std::vector<grid::EnergySpan> spans;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const bool last = slot + 1 == slots_.size();
    spans.push_back({at(std::max(begin_of(slot), nanoseconds(0))),
                     at(last ? end_ : std::min(begin_of(slot + 1), end_)), slots_[slot]});
  }
  if (spans.empty()) spans.push_back({start, start, Joules{}});
  return spans;
}

}  // namespace wattprint::runs
