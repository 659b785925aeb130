#pragma once

#include <cstdint>
#include <optional>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "estimate/job_sums.hpp"
#include "estimate/sacct_log.hpp"

namespace wattprint::estimate {

struct SacctSummary {
  JobTotal total;                ///< of the jobs that are over
  JobTotal failed;               ///< part of it: cancelled, timed out, out of memory, failed
  std::uint64_t unfinished = 0;  ///< pending and running jobs, which are left out
  std::uint64_t bad = 0;         ///< lines and jobs that were left out
  /// Memory asked for over memory at its peak, of the jobs that say both.
  std::optional<double> memory_overallocation;
};

/// What the jobs of a Slurm log take by our own method: their elapsed time on the cores, GPUs and
/// memory that they were given, cores busy for TotalCPU of CPUTime.
///
/// input  as methods::green_algorithms_hpc::read_sacct() takes it.
/// Errc::malformed for a log without jobs, and for what makes no sense, naming its line. Other
/// errors are those of the input.
Result<SacctSummary> estimate_sacct(ByteSource& input, const SacctOptions& options);

}  // namespace wattprint::estimate
