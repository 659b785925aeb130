#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "estimate/jobs/estimate.hpp"
#include "estimate/methods/green_algorithms_hpc.hpp"

namespace wattprint::estimate {

struct SacctOptions {
  std::string log_name;     ///< how messages call the log
  std::string cpu;          ///< of the cluster's nodes; empty: nobody knows
  std::string gpu;          ///< of jobs whose GRES has no type, or none that the catalog knows
  jobs::JobQuestion usual;  ///< place, PUE, year, water and price
  /// Is told of each line or job that is left out; empty: the first of them is the error.
  std::function<void(const Error&)> on_bad;
};

/// The jobs of a Slurm log, whatever they are weighed by.
class SacctLog {
 public:
  using SlurmJob = methods::green_algorithms_hpc::SlurmJob;

  /// input  as methods::green_algorithms_hpc::read_sacct() takes it. Errc::malformed for one
  /// without jobs too. The options outlive the log.
  static Result<SacctLog> read(ByteSource& input, const SacctOptions& options);

  /// Has each job weighed that is over. A job that `weigh` refuses is left out, or its error, with
  /// the job's line, ends the work, as the options want it.
  Result<> each(const std::function<Result<>(const SlurmJob&)>& weigh);

  std::uint64_t unfinished() const { return unfinished_; }  ///< after each()
  std::uint64_t bad() const { return bad_; }                ///< lines and jobs that were left out

 private:
  explicit SacctLog(const SacctOptions& options) : options_(&options) {}
  void leave_out(const Error& error);

  const SacctOptions* options_;
  std::vector<SlurmJob> jobs_;
  std::uint64_t unfinished_ = 0;
  std::uint64_t bad_ = 0;
};

/// Which GPU a job has: the type of its GRES where the catalog knows it, since sites call them as
/// they like, else that of the options.
Result<std::string> gpu_of(const SacctLog::SlurmJob& job, const SacctOptions& options,
                           jobs::Lookups& lookups);

}  // namespace wattprint::estimate
