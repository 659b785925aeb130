#include "models/cpu_power_model.hpp"

namespace wattprint::models {

CpuPowerModel CpuPowerModel::of(const CpuIdentity& cpu) {
  const CpuFamily& family = *cpu.power_family;
  return {.idle = family.idle_per_thread * cpu.threads,
          .active_per_thread = family.full_per_thread - family.idle_per_thread,
          .spread = family.spread};
}

}  // namespace wattprint::models
