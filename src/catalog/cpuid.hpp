#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/figure.hpp"

namespace wattprint::catalog {

/// What a CPU says of itself: CPUID on x86, the main ID register (MIDR) on ARM.
struct CpuId {
  std::string_view vendor;  ///< "Intel", "AMD", "Hygon"; "ARM" whoever made the chip
  unsigned family = 0;      ///< ARM: the implementer
  unsigned model = 0;       ///< ARM: the part
  std::optional<unsigned> stepping;
};

/// The dies that share an identity. The texts point into the table.
struct CpuDie {
  std::string_view id;  ///< "intel-6-85"
  std::optional<unsigned> first_stepping, last_stepping;
  std::string_view vendor;
  std::string_view microarchitecture;
  std::string_view codename;
  std::string_view segment;
  std::optional<unsigned> launch_year;
  std::string_view power_family;     ///< key of models::CpuFamily; empty when there is none
  std::optional<Figure<Watts>> tdp;  ///< of one package: of the CPUs that have this die
};

/// The die of that identity; nothing when the table does not know it. An unknown stepping is taken
/// for 0, the oldest.
std::optional<CpuDie> find_die(const CpuId& id);

/// All dies, for checks.
Result<std::vector<CpuDie>> all_dies(std::string_view table = tables::cpuid());

}  // namespace wattprint::catalog
