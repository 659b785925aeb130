#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sensors/extent.hpp"
#include "sensors/rapl/cpus.hpp"
#include "units/units.hpp"

namespace wattprint::sensors::rapl {

/// One energy register of a processor.
struct EnergyRegister {
  Extent::Kind kind = Extent::Kind::package;
  std::uint32_t address = 0;
  /// Energy of a count where the processor fixes it; zero: the common unit of the unit register.
  Joules fixed_unit{};
};

/// Where a processor keeps its energy counters.
struct MsrLayout {
  std::uint32_t unit_address = 0;
  bool unit_in_microjoules = false;  ///< Silvermont counts 2^n uJ, the others 2^-n J
  bool scope_is_die = false;         ///< Intel counts per die, AMD per package
  std::vector<EnergyRegister> registers;
};

/// Nothing for processors without RAPL registers that we know.
/// Source: Intel SDM volume 4, tables of model-specific registers; AMD PPR for family 17h, "RAPL
/// Power Unit"; arch/x86/events/rapl.c and drivers/powercap/intel_rapl_msr.c for what the manuals
/// leave out (fixed units by model).
std::optional<MsrLayout> msr_layout(const CpuIdentity& cpu);

/// Energy of one count from the unit register (energy status units, bits 12:8); nothing when the
/// register reads 0, as it does in virtual machines.
std::optional<Joules> energy_unit(std::uint64_t unit_register, const MsrLayout& layout);

}  // namespace wattprint::sensors::rapl
