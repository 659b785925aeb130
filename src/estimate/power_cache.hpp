#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "catalog/cpus.hpp"
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
  template <class Value>
  using ByName = std::unordered_map<std::string, Value>;
  const catalog::CpuMatch& cpu(std::string_view name);

  std::size_t generation_;
  ByName<models::ServerPower> young_;
  ByName<models::ServerPower> old_;
  ByName<catalog::CpuMatch> cpus_;  ///< parks have many machines and few kinds of CPUs
  std::string name_;                ///< the CPU asked for; a member so that it keeps its memory
  std::string key_;  ///< of the machine asked for; a member so that it keeps its memory
};

}  // namespace wattprint::estimate
