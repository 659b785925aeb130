#include "estimate/methods/green_algorithms_hpc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "estimate/methods/grouped.hpp"

namespace wattprint::estimate::methods::green_algorithms_hpc {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

// The defaults of the web calculator: Karyakin and Salem 2017, doi:10.1145/3076113.3076117.
constexpr WattsPerGigabyte kMemoryPower{0.3725};

DecimalGigabytes needed_memory(const SlurmJob& job, DecimalGigabytes granularity) {
  if (!job.peak) return job.requested;
  const double pieces = std::trunc(*job.peak / granularity) + 1.0;
  return std::min(granularity * pieces, job.requested);
}

void add(JobFootprint& sum, const JobFootprint& one) {
  sum.requested += one.requested;
  sum.needed += one.needed;
  sum.cpu_time += one.cpu_time;
  sum.gpu_time += one.gpu_time;
  sum.cpu_charged += one.cpu_charged;
  sum.gpu_charged += one.gpu_charged;
  sum.cpu_energy += one.cpu_energy;
  sum.gpu_energy += one.gpu_energy;
  sum.memory_energy += one.memory_energy;
  sum.energy += one.energy;
  sum.energy_of_needed_memory += one.energy_of_needed_memory;
  sum.emissions += one.emissions;
  sum.emissions_of_needed_memory += one.emissions_of_needed_memory;
}

}  // namespace

Result<JobFootprint> footprint(const SlurmJob& job, const Cluster& cluster) {
  const auto at = cluster.partitions.find(job.partition);
  if (at == cluster.partitions.end())
    return fail(Errc::not_present,
                fmt::format("job {}: no partition \"{}\" in the cluster", job.id, job.partition));
  const Partition& partition = at->second;
  if (job.gpus > 0.0 && !partition.has_gpus)
    return fail(Errc::malformed, fmt::format("job {}: {} GPUs on partition {}, which has none",
                                             job.id, job.gpus, job.partition));
  JobFootprint all;
  all.requested = job.requested;
  all.needed = needed_memory(job, cluster.granularity);
  all.cpu_time = job.cpu_used > Seconds{0.0} ? job.cpu_used : job.cpu_reserved;
  all.gpu_time = job.elapsed * job.gpus;
  (partition.has_gpus ? all.gpu_charged : all.cpu_charged) =
      partition.has_gpus ? all.gpu_time : job.cpu_reserved;
  all.cpu_energy = (partition.has_gpus ? partition.tdp_of_core : partition.tdp) * all.cpu_time;
  if (partition.has_gpus) all.gpu_energy = partition.tdp * all.gpu_time;
  all.memory_energy = kMemoryPower * all.requested * job.elapsed;
  const Joules cores = all.cpu_energy + all.gpu_energy;
  all.energy = (cores + all.memory_energy) * cluster.pue;
  all.energy_of_needed_memory = (cores + kMemoryPower * all.needed * job.elapsed) * cluster.pue;
  all.emissions = all.energy * cluster.intensity;
  all.emissions_of_needed_memory = all.energy_of_needed_memory * cluster.intensity;
  return all;
}

Result<Totals> total(const std::vector<SlurmJob>& jobs, const Cluster& cluster) {
  Totals all;
  double overallocation = 0.0;
  for (const SlurmJob& job : jobs) {
    if (job.state == SlurmJob::State::unfinished) continue;
    const auto one = footprint(job, cluster);
    if (!one) return fail(one.error());
    add(all.sum, *one);
    all.elapsed += job.elapsed;
    overallocation += one->overallocation();
    if (all.jobs == 0 || job.submitted < all.first_submitted) all.first_submitted = job.submitted;
    all.last_submitted = std::max(all.last_submitted, job.submitted);
    ++all.jobs;
    if (job.state == SlurmJob::State::succeeded) {
      ++all.succeeded;
    } else {
      all.failed += one->emissions;
      all.failed_energy += one->energy;
    }
  }
  if (all.jobs > 0) all.mean_overallocation = overallocation / all.jobs;
  return all;
}

double cost(Joules energy) { return energy / kKilowattHour * 0.34; }

std::string emissions_text(Grams emissions) {
  const double g = emissions.value();
  if (g < 1e3) return grouped(g, 0) + " gCO2e";
  return grouped(g / 1e3, 0) + (g < 1e6 ? " kgCO2e" : " TCO2e");
}

std::string emissions_text_put_right(Grams emissions) {
  const double g = emissions.value();
  return g < 1e6 ? emissions_text(emissions) : grouped(g / 1e6, 0) + " TCO2e";
}

}  // namespace wattprint::estimate::methods::green_algorithms_hpc
