#pragma once

#include <cstdint>
#include <optional>

#include "base/byte_stream.hpp"
#include "estimate/methods/methods.hpp"
#include "estimate/sacct_log.hpp"

namespace wattprint::estimate {

/// A Slurm log as GreenAlgorithms4HPC reports it.
struct PublishedSacct {
  methods::MethodResult total;  ///< of the jobs that are over
  std::uint64_t jobs = 0;
  std::uint64_t failed = 0;  ///< of them
  Joules failed_energy;
  Grams failed_emissions;
  std::uint64_t unfinished = 0;
  std::uint64_t bad = 0;
  /// Mean over the jobs of memory asked for over memory needed; nothing where a job has none.
  std::optional<double> memory_overallocation;
};

/// The published method on a whole log: methods::green_algorithms_hpc::Totalling. What a site
/// states of its partitions in a file comes from the options: the power of a core of `cpu`, and of
/// the GPUs of each job, as the web calculator has them. Its year, water and price have no part in
/// it. Errors as of estimate_sacct().
Result<PublishedSacct> published_sacct(ByteSource& input, const SacctOptions& options);

}  // namespace wattprint::estimate
