#include "estimate/sacct_jobs.hpp"

#include <algorithm>

namespace wattprint::estimate {
namespace {

using SlurmJob = SacctLog::SlurmJob;

Result<Job> job_of(const SlurmJob& slurm, const SacctOptions& options, jobs::Lookups& lookups) {
  Job job;
  job.time = slurm.elapsed;
  job.pue = options.usual.job.pue;
  job.place = options.usual.job.place;
  if (slurm.elapsed <= Seconds{0.0}) {
    // Cancelled before it began: it was given nothing, whatever it asked for.
    job.memory = Gigabytes{0.0};
    return job;
  }
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
  if (slurm.requested_size > Gigabytes{0.0}) job.memory = slurm.requested_size;
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

Result<SacctSummary> estimate_sacct(ByteSource& input, const SacctOptions& options) {
  auto log = SacctLog::read(input, options);
  if (!log) return fail(log.error());
  jobs::Lookups lookups;
  JobSums all;
  JobSums failed;
  Gigabytes requested;
  Gigabytes peak;
  const auto fine = log->each([&](const SlurmJob& slurm) -> Result<> {
    if (auto added = add_job(slurm, options, lookups, all, failed); !added) return added;
    if (slurm.peak_size <= Gigabytes{0.0}) return {};
    requested += slurm.requested_size;
    peak += slurm.peak_size;
    return {};
  });
  if (!fine) return fail(fine.error());
  SacctSummary summary;
  summary.unfinished = log->unfinished();
  summary.bad = log->bad();
  if (peak > Gigabytes{0.0}) summary.memory_overallocation = requested / peak;
  summary.total = all.total();
  summary.failed = failed.total();
  return summary;
}

}  // namespace wattprint::estimate
