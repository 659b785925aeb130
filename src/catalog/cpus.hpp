#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/cpuid.hpp"
#include "units/figure.hpp"

namespace wattprint::catalog {

/// How sure the catalog is of what a name means.
enum class CpuMatchKind {
  exact,   ///< the name of one CPU
  alias,   ///< a name that leaves something out or has it wrong, and still means one CPU only
  family,  ///< one of several CPUs: a hidden name, a series, an unknown suffix
  none,    ///< nothing can be said
};

std::string_view to_string(CpuMatchKind kind);

/// What the catalog knows of a CPU. The views point into its tables and live as long as the
/// program.
struct CpuMatch {
  CpuMatchKind kind = CpuMatchKind::none;
  std::string_view name;  ///< of the one CPU; empty for a family
  std::string_view what;  ///< of a family: "EPYC 7003", "hypervisor CPU model", ...
  std::string_view vendor;
  std::string_view segment;  ///< "server", "workstation", "desktop", "mobile", ...
  /// One for a CPU; of a family all that may be, the likeliest first. Empty: not known.
  std::vector<std::string_view> microarchitectures;
  /// Of one package. A CPU: what vendors and tables say (estimated). A family: the median of its
  /// members, and the range that holds nine in ten of them (assumed).
  std::optional<Figure<Watts>> tdp;
  std::optional<unsigned> cores, threads;  ///< of one package
  std::optional<unsigned> base_mhz;
  std::optional<unsigned>
      launch_year;  ///< of a family: its first member, when it is one generation
  std::vector<std::string_view> candidates;  ///< of a family: names it may be, as far as few
  std::string_view source;                   ///< codes of data/SOURCES.md
  std::string_view note;

  /// The one, or the likeliest; empty when not known.
  std::string_view microarchitecture() const {
    return microarchitectures.empty() ? std::string_view() : microarchitectures.front();
  }
};

/// Finds a CPU by its name, in any spelling (docs/catalog.md tells how).
///
/// name  of /proc/cpuinfo, of a data sheet, of an inventory; may be empty.
/// id    narrows a hidden name; nothing else is decided by it.
/// Never resolves to one CPU unless the name does. Costs some microseconds; thread-safe.
CpuMatch find_cpu(std::string_view name, const CpuId* id = nullptr);

/// Names of the catalog that look like `name`, nearest first, for "did you mean". Costs
/// milliseconds.
std::vector<std::string> similar_cpus(std::string_view name, std::size_t most = 3);

}  // namespace wattprint::catalog
