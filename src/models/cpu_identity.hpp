#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "models/cpu_family.hpp"

namespace wattprint::models {

/// What CPU this machine has, as far as the kernel says.
///
/// Numbers that the kernel does not give are empty. In a virtual machine, threads, cores and
/// sockets are those of the guest, and the name may be a mask that the hypervisor puts on.
struct CpuIdentity {
  std::string vendor;      ///< "Intel", "AMD", "ARM", ...; the raw vendor_id when it is another
  std::string model_name;  ///< as the kernel prints it; ARM kernels print none
  std::optional<unsigned> family, model, stepping;  ///< x86
  std::optional<unsigned> implementer, part;  ///< ARM, of the first core (big.LITTLE: one of them)
  unsigned threads = 1;                       ///< hardware threads that are online
  std::optional<unsigned> threads_per_socket, cores_per_socket;
  bool virtual_machine = false;
  const CpuFamily* power_family = &cpu_family("unknown-cpu");  ///< never null
  /// TDP of its package / hardware threads of a package, when the catalog knows the CPU by its
  /// name.
  std::optional<Watts> tdp_per_thread;

  /// Of the whole machine, from those of one socket; empty when the kernel does not tell (ARM).
  std::optional<unsigned> sockets() const;
  std::optional<unsigned> cores() const;

  /// "Intel Xeon (Cascade Lake)": brand, and family when known.
  std::string short_name() const;
  /// For the summary: "Intel Xeon (Cascade Lake), 2 threads, no power sensor here".
  std::string describe() const;
};

/// Reads the identity of a machine.
///
/// Costs two or three small reads: the kernel makes /proc/cpuinfo up as it is read, 1.5 kB a
/// thread, so only its first record is taken; threads are counted from
/// <sysfs>/devices/system/cpu/online, else from the cpuN lines of <procfs>/stat, else from all of
/// cpuinfo; sockets and cores follow from `siblings` and `cpu cores` of the first record. Virtual
/// or not: the hypervisor flag of x86; without flags, what DMI and <sysfs>/hypervisor say.
/// Errc::not_present when neither cpuinfo nor a count of threads can be read. A machine that shows
/// only a part of this has an identity with the rest empty.
Result<CpuIdentity> identify_cpu(const Machine& machine);

/// The pure part: identity from the text of cpuinfo (its first record counts), without threads.
CpuIdentity parse_cpuinfo(std::string_view text);

/// How many CPUs a kernel list such as "0-3,8,10-11" names; nothing when it is no such list.
std::optional<unsigned> count_cpu_list(std::string_view text);

}  // namespace wattprint::models
