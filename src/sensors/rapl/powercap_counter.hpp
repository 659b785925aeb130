#pragma once

#include <cstdint>
#include <optional>

#include "base/files.hpp"
#include "measure/counter.hpp"
#include "sensors/rapl/zones.hpp"

namespace wattprint::sensors::rapl {

/// Number of microjoules after which energy_uj starts over.
///
/// largest  max_energy_range_uj: the largest value that the register can hold, not the number of
/// its
///          states, so that one more hardware unit leads back to 0. The kernel computes it as
///          (2^32 - 1) units, with a unit of whole nanojoules (intel_rapl_common.c).
std::uint64_t modulus_of(std::uint64_t largest);

/// What is known of a zone's counter. range is 0 when max_energy_range_uj is missing or no number.
measure::CounterTraits traits_of(const Zone& zone);

/// energy_uj as a number; tries again at once when it is empty or no number, because somebody may
/// be rewriting it (a virtual machine's fake tree, a test), and when the kernel had an I/O error.
///
/// patient  also waits up to 5 ms for the writer; not worth it when the last read failed as well.
Result<std::uint64_t> read_energy(const KernelFile& file, bool patient = true);

/// True when the file that is kept open has no name any more: it was removed or replaced.
bool is_orphaned(const KernelFile& file);

}  // namespace wattprint::sensors::rapl
