#include "models/cpu_power_model.hpp"

namespace wattprint::models {

CpuPowerModel CpuPowerModel::of(const CpuIdentity& cpu) {
  const CpuFamily& family = *cpu.power_family;
  if (cpu.tdp_per_thread) {
    const Watts tdp = *cpu.tdp_per_thread;
    return {.idle = tdp * family.idle_of_tdp * cpu.threads,
            .active_per_thread = tdp * (family.full_of_tdp - family.idle_of_tdp),
            .spread = family.named_spread};
  }
  return {.idle = family.idle_per_thread * cpu.threads,
          .active_per_thread = family.full_per_thread - family.idle_per_thread,
          .spread = family.spread};
}

}  // namespace wattprint::models
