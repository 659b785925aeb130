#pragma once

#include <span>
#include <string_view>

namespace wattprint::models {

/// One x86 CPU model by what CPUID reports. Numbers are decimal, as in /proc/cpuinfo.
struct CpuidRow {
  std::string_view vendor;  ///< "Intel", "AMD"
  unsigned family;
  unsigned model;
  unsigned first_stepping;
  unsigned last_stepping;
  std::string_view key;  ///< of CpuFamily
};

/// One ARM core by the main ID register (MIDR).
struct ArmPartRow {
  unsigned implementer;
  unsigned part;
  std::string_view key;
};

std::span<const CpuidRow> cpuid_rows();
std::span<const ArmPartRow> arm_part_rows();

}  // namespace wattprint::models
