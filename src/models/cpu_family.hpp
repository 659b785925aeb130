#pragma once

#include <span>
#include <string_view>

#include "units/figure.hpp"

namespace wattprint::models {

/// How well the power of a CPU family is known; best first.
enum class FamilyBasis {
  fitted,         ///< from measurements of CPUs of this family
  by_tdp,         ///< from its thermal design power and the ratio that other families show
  vendor_only,    ///< only the maker is known
  nothing_known,  ///< not even that
};

/// Package power of one hardware thread of a CPU family, when all threads do the same.
///
/// spread  90 % interval of the energy at any load, from data left out of the fit:
/// docs/power-model.md.
struct CpuFamily {
  std::string_view key;   ///< "cascade-lake"; unique
  std::string_view name;  ///< "Cascade Lake"
  std::string_view vendor;
  Watts idle_per_thread;
  Watts full_per_thread;
  Spread spread;
  FamilyBasis basis;
  /// Package power by package TDP, for a CPU whose own TDP is known; spread of energy by that.
  double idle_of_tdp;
  double full_of_tdp;
  Spread named_spread;
};

/// All families, the generic ones ("unknown-intel", ..., "unknown-cpu") at the end.
std::span<const CpuFamily> cpu_families();

/// The family of that key; "unknown-cpu" when there is none.
const CpuFamily& cpu_family(std::string_view key);

}  // namespace wattprint::models
