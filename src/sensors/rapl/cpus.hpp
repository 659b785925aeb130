#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"

namespace wattprint::sensors::rapl {

/// CPU numbers of a kernel list, "0,24" or "0-3,8-11" or "0-15:2/4"; empty text is an empty list.
/// Nothing for anything else, and for more CPUs than Linux can have.
/// Source: Documentation/admin-guide/kernel-parameters.rst, "cpu lists".
std::optional<std::vector<int>> parse_cpu_list(std::string_view text);

/// Where a CPU sits.
struct CpuPlace {
  int cpu = 0;
  int socket = 0;
  int die = -1;  ///< -1 when the machine has one die a socket, as in the names of powercap's zones
};

/// Places of the given CPUs, from /sys/devices/system/cpu/cpuN/topology. Dies are told apart only
/// when some socket has several among these CPUs.
Result<std::vector<CpuPlace>> places_of(const Machine& machine, const std::vector<int>& cpus);

/// One online CPU of every socket, or of every die.
Result<std::vector<int>> one_cpu_each(const Machine& machine, bool of_every_die);

/// What /proc/cpuinfo calls the processor.
struct CpuIdentity {
  std::string vendor;  ///< "GenuineIntel", "AuthenticAMD", "HygonGenuine"
  unsigned family = 0;
  unsigned model = 0;
  bool is_virtual = false;  ///< the flag "hypervisor": a guest, whose RAPL registers are not real

  bool is_intel() const { return vendor == "GenuineIntel"; }
  bool is_amd() const { return vendor == "AuthenticAMD" || vendor == "HygonGenuine"; }
};

/// From the first processor in the text; nothing when vendor, family or model is missing (ARM).
std::optional<CpuIdentity> parse_cpu_identity(std::string_view cpuinfo);

/// Reads no more than the first processor's lines: on large machines the whole file is expensive.
Result<CpuIdentity> read_cpu_identity(const Machine& machine);

}  // namespace wattprint::sensors::rapl
