#pragma once

#include <string_view>

#include "units/units.hpp"

namespace wattprint::models {

/// A server as an inventory describes it.
struct ServerHardware {
  std::string_view cpu;    ///< its model name, in any spelling
  unsigned chips = 1;      ///< processor packages
  unsigned cores = 1;      ///< of all chips together
  unsigned threads = 1;    ///< hardware threads of all chips together
  double megahertz = 0.0;  ///< nominal clock; 0 when not known
  double memory_gb = 0.0;  ///< installed, in units of 2^30 bytes; 0 when not known
};

/// What a CPU's name told: which model it is, only of which family, or nothing.
enum class CpuKnowledge { exact, family, unknown };

/// Power with its 90 % interval, without the words of a Figure: one for each row of an inventory.
struct PowerEstimate {
  Watts value;
  Watts low;
  Watts high;
};

/// AC power of a whole server by load, estimated from what the hardware is called and how much of
/// it there is. Cheap to evaluate, costs some microseconds to make: keep one for each machine.
class ServerPower {
 public:
  static ServerPower of(const ServerHardware& hardware);

  /// load  share of the machine's throughput that is used, 0 (active idle) to 1.
  PowerEstimate at(Fraction load) const;
  CpuKnowledge cpu_knowledge() const { return cpu_knowledge_; }

 private:
  CpuKnowledge cpu_knowledge_ = CpuKnowledge::unknown;
  Watts idle_;
  Watts full_;
};

}  // namespace wattprint::models
