#include "measure/power_integrator.hpp"

namespace wattprint::measure {

PowerIntegrator::Step PowerIntegrator::advance(Watts power, Instant now) {
  const auto before = previous_;
  previous_ = Reading{power, now};
  if (!before) return {};
  // Asleep the machine draws next to nothing, and the power before and after says nothing of that.
  const auto elapsed = awake_between(before->time, now);
  if (elapsed <= std::chrono::nanoseconds(0)) return {};
  if (elapsed > usual_step_ * kLongestGap) return {Joules{}, elapsed};
  return {(before->power + power) * 0.5 * Seconds(elapsed), std::chrono::nanoseconds(0)};
}

}  // namespace wattprint::measure
