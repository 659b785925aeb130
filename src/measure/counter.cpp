#include "measure/counter.hpp"

#include <algorithm>

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;

constexpr Seconds kUpdateSlack{1.0};
constexpr std::chrono::nanoseconds kForever = 1h;

}  // namespace

EnergyCounter::Advance EnergyCounter::advance(std::uint64_t raw, Instant now) {
  if (!previous_) {
    previous_ = raw;
    previous_time_ = now;
    return {};
  }
  const std::uint64_t before = *previous_;
  const auto elapsed = now - previous_time_;
  const Seconds awake = awake_between(previous_time_, now);
  previous_ = raw;
  previous_time_ = now;

  const bool went_back = raw < before;
  if (went_back && traits_.range == 0) return {Step::reset, Joules{}, elapsed};
  if (went_back && (before >= traits_.range || raw >= traits_.range))
    return {Step::reset, Joules{}, elapsed};

  const std::uint64_t counts = went_back ? traits_.range - before + raw : raw - before;
  const Joules used = traits_.unit * static_cast<double>(counts);
  const bool plausible =
      traits_.max_power <= Watts{} || used <= traits_.max_power * (awake + kUpdateSlack);
  if (!plausible) return {Step::reset, Joules{}, elapsed};
  return {went_back ? Step::wrapped : Step::normal, used, 0ns};
}

std::chrono::nanoseconds EnergyCounter::longest_interval() const {
  if (traits_.range == 0 || traits_.max_power <= Watts{}) return kForever;
  const Joules full = traits_.unit * static_cast<double>(traits_.range);
  const Seconds wrap{full.value() / traits_.max_power.value()};
  return std::min(kForever, std::chrono::duration_cast<std::chrono::nanoseconds>(wrap / 2));
}

}  // namespace wattprint::measure
