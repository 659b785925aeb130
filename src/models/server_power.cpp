#include "models/server_power.hpp"

namespace wattprint::models {

ServerPower ServerPower::of(const ServerHardware& hardware) {
  ServerPower power;
  power.idle_ = Watts{20.0} * hardware.chips + Watts{0.1} * hardware.memory_gb;
  power.full_ = power.idle_ + Watts{4.0} * hardware.threads;
  return power;
}

PowerEstimate ServerPower::at(Fraction load) const {
  const Watts value = idle_ + (full_ - idle_) * load;
  return {value, value * 0.5, value * 2.0};
}

}  // namespace wattprint::models
