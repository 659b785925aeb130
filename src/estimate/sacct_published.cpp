#include "estimate/sacct_published.hpp"

#include <cmath>
#include <utility>

#include "estimate/methods/green_algorithms_page.hpp"
#include "estimate/methods/hardware.hpp"

namespace wattprint::estimate {
namespace {

namespace hpc = methods::green_algorithms_hpc;
using methods::Assumption;

/// Sites state it; it only matters to the memory that was needed.
constexpr hpc::DecimalGigabytes kGranularity{1.0};

/// A cluster with a partition for each kind of GPU, and one without a name for jobs without GPUs:
/// the published method knows power by partition only.
class ClusterOfLog {
 public:
  static Result<ClusterOfLog> of(const SacctOptions& options) {
    ClusterOfLog made(options);
    auto& cluster = made.cluster_;
    const auto pue = methods::hpc_pue(options.usual.job, made.assumptions_);
    if (!pue) return fail(pue.error());
    const auto intensity = methods::page_intensity(options.usual.job.place, made.assumptions_);
    if (!intensity) return fail(intensity.error());
    CpuUse core;
    core.model = options.cpu;
    core.cores = 1.0;
    const auto cores = methods::page_cores(core, made.assumptions_);
    if (!cores) return fail(cores.error());
    cluster.pue = *pue;
    cluster.intensity = *intensity;
    cluster.granularity = kGranularity;
    cluster.partitions[""] = {.has_gpus = false, .tdp = cores->each, .tdp_of_core = cores->each};
    made.assumptions_.push_back({"the use of the GPUs is taken as 1", "all count at rated power"});
    made.assumptions_.push_back({"memory is given in pieces of 1 GB; a site states its own",
                                 "memory that was needed, nothing else"});
    return made;
  }

  /// Puts the job on the partition with its GPUs.
  Result<> place(hpc::SlurmJob& job) {
    if (job.gpus <= 0.0 || job.elapsed <= Seconds{0.0}) {
      job.gpus = 0.0;  // of one that was cancelled before it began too
      job.partition.clear();
      return {};
    }
    auto model = gpu_of(job, *options_, lookups_);
    if (!model) return fail(model.error());
    if (cluster_.partitions.find(*model) == cluster_.partitions.end()) {
      GpuUse use;
      use.model = *model;
      const auto power = methods::gpu_power(use, "green-algorithms/gpu/", assumptions_);
      if (!power) return fail(power.error());
      const Watts core = cluster_.partitions[""].tdp;
      cluster_.partitions[*model] = {.has_gpus = true, .tdp = *power, .tdp_of_core = core};
    }
    job.partition = std::move(*model);
    return {};
  }

  const hpc::Cluster& cluster() const { return cluster_; }
  const std::vector<Assumption>& assumptions() const { return assumptions_; }

 private:
  explicit ClusterOfLog(const SacctOptions& options) : options_(&options) {}

  const SacctOptions* options_;
  hpc::Cluster cluster_;
  std::vector<Assumption> assumptions_;
  jobs::Lookups lookups_;
};

methods::MethodResult result_of(const hpc::Totals& totals, const ClusterOfLog& made) {
  const auto& cluster = made.cluster();
  methods::MethodResult result;
  result.method = "green-algorithms-4hpc";
  result.energy = totals.sum.energy;
  result.emissions = totals.sum.emissions;
  result.intensity = cluster.intensity;
  result.pue = cluster.pue;
  for (const auto& [what, hardware] :
       {std::pair("CPUs", totals.sum.cpu_energy), std::pair("GPUs", totals.sum.gpu_energy),
        std::pair("memory", totals.sum.memory_energy)}) {
    const Joules energy = hardware * cluster.pue;
    result.parts.push_back({what, energy, energy * cluster.intensity});
  }
  result.assumptions = made.assumptions();
  methods::add_hpc_faults(result);
  return result;
}

}  // namespace

Result<PublishedSacct> published_sacct(ByteSource& input, const SacctOptions& options) {
  auto made = ClusterOfLog::of(options);
  if (!made) return fail(made.error());
  auto log = SacctLog::read(input, options);
  if (!log) return fail(log.error());
  hpc::Totalling all;
  const auto fine = log->each([&](const hpc::SlurmJob& slurm) -> Result<> {
    auto job = slurm;
    if (auto placed = made->place(job); !placed) return placed;
    return all.add(job, made->cluster());
  });
  if (!fine) return fail(fine.error());
  const auto totals = all.totals();
  PublishedSacct result;
  result.total = result_of(totals, *made);
  result.jobs = totals.jobs;
  result.failed = totals.jobs - totals.succeeded;
  result.failed_energy = totals.failed_energy;
  result.failed_emissions = totals.failed;
  result.unfinished = log->unfinished();
  result.bad = log->bad();
  if (totals.jobs > 0 && std::isfinite(totals.mean_overallocation))
    result.memory_overallocation = totals.mean_overallocation;
  return result;
}

}  // namespace wattprint::estimate
