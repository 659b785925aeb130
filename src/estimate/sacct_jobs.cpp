#include "estimate/sacct_jobs.hpp"

#include <algorithm>

#include "estimate/methods/green_algorithms_hpc.hpp"

namespace wattprint::estimate {
namespace {

using methods::green_algorithms_hpc::SlurmJob;

/// The type of the GRES where the catalog knows it; sites call them as they like.
Result<std::string> gpu_of(const SlurmJob& slurm, const SacctOptions& options,
                           jobs::Lookups& lookups) {
  GpuUse typed;
  typed.model = slurm.gpu_type;
  if (!typed.model.empty() && (options.gpu.empty() || lookups.gpu(typed))) return typed.model;
  if (!options.gpu.empty()) return options.gpu;
  return fail(Errc::malformed, "has GPUs, but nothing says which; say --gpu");
}

Result<Job> job_of(const SlurmJob& slurm, const SacctOptions& options, jobs::Lookups& lookups) {
  Job job;
  job.time = slurm.elapsed;
  job.pue = options.usual.job.pue;
  job.place = options.usual.job.place;
  if (slurm.gpus > 0.0) {
    auto model = gpu_of(slurm, options, lookups);
    if (!model) return fail(model.error());
    GpuUse use;
    use.model = std::move(*model);
    use.count = slurm.gpus;
    job.gpus.push_back(std::move(use));
  }
  if (slurm.cpus > 0.0) {
    CpuUse use;
    use.model = options.cpu;
    use.cores = slurm.cpus;
    // Slurm counts more than was reserved when threads share a core.
    if (slurm.cpu_reserved > Seconds{0.0})
      use.utilisation = Fraction{std::min(1.0, slurm.cpu_used / slurm.cpu_reserved)};
    job.cpus.push_back(std::move(use));
  }
  if (slurm.requested.value() > 0.0) job.memory = slurm.requested;
  return job;
}

Result<> add_job(const SlurmJob& slurm, const SacctOptions& options, jobs::Lookups& lookups,
                 JobSums& all, JobSums& failed) {
  auto job = job_of(slurm, options, lookups);
  if (!job) return fail(job.error());
  jobs::JobQuestion question = options.usual;
  question.job = std::move(*job);
  const auto estimate = jobs::estimate(question, lookups);
  if (!estimate) return fail(estimate.error());
  all.add(question.job, *estimate);
  if (slurm.state == SlurmJob::State::failed) failed.add(question.job, *estimate);
  return {};
}

}  // namespace

Result<SacctSummary> estimate_sacct(std::string_view text, const SacctOptions& options) {
  SacctSummary summary;
  std::function<void(const Error&)> leave_out;
  if (options.on_bad)
    leave_out = [&](const Error& error) {
      ++summary.bad;
      options.on_bad(error);
    };
  const auto log = methods::green_algorithms_hpc::read_sacct(text, leave_out);
  if (!log) return fail(log.error());
  if (log->empty() && summary.bad == 0)
    return fail(Errc::malformed, "sacct:2: no jobs behind the header");
  jobs::Lookups lookups;
  JobSums all;
  JobSums failed;
  Gigabytes requested;
  Gigabytes peak;
  for (const auto& slurm : *log) {
    if (slurm.state == SlurmJob::State::unfinished) {
      ++summary.unfinished;
      continue;
    }
    if (auto fine = add_job(slurm, options, lookups, all, failed); !fine) {
      const Error error{fine.error().code, "sacct: job " + slurm.id + ": " + fine.error().what};
      if (!leave_out || error.code != Errc::malformed) return fail(error);
      leave_out(error);
      continue;
    }
    if (!slurm.peak || slurm.peak->value() <= 0.0) continue;
    requested += slurm.requested;
    peak += *slurm.peak;
  }
  if (peak.value() > 0.0) summary.memory_overallocation = requested / peak;
  summary.total = all.total();
  summary.failed = failed.total();
  return summary;
}

}  // namespace wattprint::estimate
