#pragma once

#include <optional>

#include "units/figure.hpp"

namespace wattprint::processes {

/// What is believed of the power that a domain draws when nothing runs, improved as a run goes on.
///
/// It starts from what an earlier run learned or the sensor's model says, if anything. From then on
/// the lowest power seen bounds it from above. Without a starting point it is guessed from the
/// lowest power P seen at utilisation u as P * k / (k + (1 - k) * u), where k is the ratio of idle
/// to full power, with everything from 0 to P as its interval.
class IdlePower {
 public:
  /// prior  90 % interval included; nothing when nothing is known.
  explicit IdlePower(std::optional<Figure<Watts>> prior);

  /// power        mean over one interval
  /// utilisation  share of the device's capacity in use in it, 0 to 1
  void observe(Watts power, Fraction utilisation, Seconds length);

  struct Belief {
    Watts value;
    Watts low;
    Watts high;
  };
  Belief belief() const;

  /// The mean power of the quietest interval of this run, when it was quiet enough to be called
  /// idle and long enough to be believed; worth keeping for later runs.
  std::optional<Watts> learned() const { return quietest_; }

 private:
  std::optional<Figure<Watts>> prior_;
  struct Look {
    Watts power;
    Fraction utilisation;
  };
  std::optional<Look> lowest_;
  std::optional<Watts> quietest_;
};

}  // namespace wattprint::processes
