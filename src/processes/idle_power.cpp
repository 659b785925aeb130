#include "processes/idle_power.hpp"

#include <algorithm>

namespace wattprint::processes {
namespace {

// Idle over full power of whole servers: median 0.15 to 0.32 by year in 1,088 SPECpower_ssj2008
// results published 2009 to 2026 (spec.org); see docs/attribution.md.
constexpr double kIdleOverFull = 0.25;

// Below this an interval says more about counter granularity than about power.
constexpr Seconds kShortestLook{0.2};
constexpr Seconds kShortestQuiet{0.9};
// A machine that is busy for less than this share of its capacity is called idle.
constexpr Fraction kQuiet{0.03};

}  // namespace

IdlePower::IdlePower(std::optional<Figure<Watts>> prior) : prior_(std::move(prior)) {}

void IdlePower::observe(Watts power, Fraction utilisation, Seconds length) {
  if (length < kShortestLook || power <= Watts{}) return;
  if (!lowest_ || power < lowest_->power) lowest_ = Look{power, utilisation};
  if (utilisation <= kQuiet && length >= kShortestQuiet)
    quietest_ = quietest_ ? std::min(*quietest_, power) : power;
}

IdlePower::Belief IdlePower::belief() const {
  if (prior_) {
    Belief belief{prior_->value, prior_->low, prior_->high};
    if (lowest_) {
      belief.high = std::min(belief.high, lowest_->power);
      belief.value = std::min(belief.value, belief.high);
      belief.low = std::min(belief.low, belief.value);
    }
    return belief;
  }
  if (!lowest_) return {};
  const double active = (1.0 - kIdleOverFull) * std::clamp(lowest_->utilisation.value(), 0.0, 1.0);
  return {lowest_->power * (kIdleOverFull / (kIdleOverFull + active)), Watts{}, lowest_->power};
}

}  // namespace wattprint::processes
