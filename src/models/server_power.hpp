#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "catalog/cpus.hpp"
#include "measure/policy.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

namespace wattprint::models {

using measure::IdlePolicy;

/// A server as an inventory describes it.
struct ServerHardware {
  std::string_view cpu;             ///< its model name, in any spelling
  unsigned chips = 1;               ///< processor packages
  unsigned cores = 1;               ///< of all chips together
  unsigned threads = 1;             ///< hardware threads of all chips together
  std::optional<Megahertz> clock;   ///< nominal; a CPU that the catalog knows has the catalog's
  std::optional<Gigabytes> memory;  ///< installed
};

/// How much the name of a CPU told. The order is that of the calibration in server_power_fit.cpp.
enum class CpuKnowledge {
  measured,  ///< servers with this CPU model are among those the model was fitted to
  named,     ///< the catalog knows it, nobody measured it
  family,    ///< one of a microarchitecture or two
  unknown,   ///< nothing, or next to nothing
};

/// Power with its 90 % interval, without the words of a Figure: one for each row of an inventory.
struct PowerEstimate {
  Watts value;
  Watts low;
  Watts high;
};

/// Where the AC power of a server goes. The values add up to the machine's; intervals are each
/// part's own.
struct PowerSplit {
  PowerEstimate cpu;     ///< processor packages, as RAPL would see them
  PowerEstimate memory;  ///< memory modules, as RAPL would see them
  PowerEstimate rest;    ///< board, fans, drives, network, and the losses of all power conversion
};

/// AC power of a whole server by load, estimated from what the hardware is called and how much of
/// it there is. Costs some microseconds to make and nanoseconds to ask: keep one for each machine.
/// How it was fitted and how far off it is: docs/power-model.md.
class ServerPower {
 public:
  static constexpr unsigned kLevels = 11;  ///< loads of 0, 10, ... 100 %

  /// Counts of 0 are taken for 1.
  static ServerPower of(const ServerHardware& hardware);
  /// The same with the CPU looked up already; hardware.cpu is not read.
  static ServerPower of(const ServerHardware& hardware, const catalog::CpuMatch& cpu);

  /// load  share of the machine's throughput that is used, 0 (active idle) to 1; cut to that.
  PowerEstimate at(Fraction load) const;

  PowerSplit split(Fraction load) const;

  /// What `threads` of the machine's hardware threads are charged, when the whole machine is at
  /// `load`: their share of what work adds to idle power, and of idle power what the policy says.
  /// With IdlePolicy::proportional the shares of all threads add up to at(load).
  PowerEstimate share(unsigned threads, Fraction load, IdlePolicy idle) const;

  CpuKnowledge cpu_knowledge() const { return knowledge_; }

 private:
  CpuKnowledge knowledge_ = CpuKnowledge::unknown;
  unsigned threads_ = 1;
  Gigabytes memory_;
  std::array<PowerEstimate, kLevels> levels_{};
};

}  // namespace wattprint::models
