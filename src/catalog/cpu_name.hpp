#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wattprint::catalog {

/// Longer than any name that a kernel, a vendor or an inventory gives a CPU.
constexpr std::size_t kLongestCpuName = 200;

/// The name of a CPU, in whatever spelling, taken apart.
struct CpuName {
  /// What tells this CPU from others: lower case letters, digits and +; without vendor, clock,
  /// number of cores, "Processor", (R) and the like, and without Platinum, Gold, Silver, Bronze of
  /// a Xeon. "Intel(R) Xeon(R) CPU E5-2699 v3 @ 2.30GHz" is "xeone52699v3". Empty when nothing is
  /// left. The key of a key of the catalog is that key.
  std::string key;
  /// The whole text in lower case, without marks, blanks squeezed: the form of cpu_aliases.csv.
  std::string text;
  std::string_view vendor;  ///< "Intel", "AMD", ... when the name says so; else empty
  std::string_view tier;    ///< "platinum", "gold", "silver", "bronze" of a Xeon; else empty
};

/// Reads a name; what stands behind kLongestCpuName bytes is not looked at.
CpuName read_cpu_name(std::string_view name);

}  // namespace wattprint::catalog
