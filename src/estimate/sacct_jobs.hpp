#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estimate/job_sums.hpp"
#include "estimate/jobs/estimate.hpp"

namespace wattprint::estimate {

struct SacctOptions {
  std::string cpu;          ///< of the cluster's nodes; empty: nobody knows
  std::string gpu;          ///< of jobs whose GRES has no type, or none that the catalog knows
  jobs::JobQuestion usual;  ///< place, PUE, year, water and price
  /// Is told of each line or job that is left out; empty: the first of them is the error.
  std::function<void(const Error&)> on_bad;
};

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
/// text  as methods::green_algorithms_hpc::read_sacct() takes it.
/// Errc::malformed for a text without jobs, and for what makes no sense, naming line or job.
Result<SacctSummary> estimate_sacct(std::string_view text, const SacctOptions& options);

}  // namespace wattprint::estimate
