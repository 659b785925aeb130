#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "models/server_power.hpp"

namespace wattprint::estimate {

/// The power of the machines that were asked for lately, so that each is worked out once, in memory
/// that does not grow with the inventory.
///
/// Two generations: when the younger is full it becomes the older one, and what is then asked for
/// again moves back. What a whole generation long nobody asked for is forgotten.
class PowerCache {
 public:
  explicit PowerCache(std::size_t generation = kGeneration) : generation_(generation) {}

  /// The same as models::ServerPower::of(hardware); the reference is good until the next call.
  const models::ServerPower& of(const models::ServerHardware& hardware);

  /// How many machines are kept: at most two generations.
  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  static constexpr std::size_t kGeneration = 4096;
  using Machines = std::unordered_map<std::string, models::ServerPower>;
  std::size_t generation_;
  Machines young_;
  Machines old_;
  std::string key_;  ///< of the machine asked for; a member so that it keeps its memory
};

}  // namespace wattprint::estimate
