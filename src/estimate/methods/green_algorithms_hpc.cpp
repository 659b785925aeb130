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

void sum(JobFootprint& all, const JobFootprint& one) {
  all.requested += one.requested;
  all.needed += one.needed;
  all.cpu_time += one.cpu_time;
  all.gpu_time += one.gpu_time;
  all.cpu_charged += one.cpu_charged;
  all.gpu_charged += one.gpu_charged;
  all.cpu_energy += one.cpu_energy;
  all.gpu_energy += one.gpu_energy;
  all.memory_energy += one.memory_energy;
  all.energy += one.energy;
  all.energy_of_needed_memory += one.energy_of_needed_memory;
  all.emissions += one.emissions;
  all.emissions_of_needed_memory += one.emissions_of_needed_memory;
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

Result<> Totalling::add(const SlurmJob& job, const Cluster& cluster) {
  if (job.state == SlurmJob::State::unfinished) return {};
  const auto one = footprint(job, cluster);
  if (!one) return fail(one.error());
  sum(all_.sum, *one);
  all_.elapsed += job.elapsed;
  overallocations_ += one->overallocation();
  if (all_.jobs == 0 || job.submitted < all_.first_submitted) all_.first_submitted = job.submitted;
  all_.last_submitted = std::max(all_.last_submitted, job.submitted);
  ++all_.jobs;
  if (job.state == SlurmJob::State::succeeded) {
    ++all_.succeeded;
  } else {
    all_.failed += one->emissions;
    all_.failed_energy += one->energy;
  }
  return {};
}

Totals Totalling::totals() const {
  Totals all = all_;
  if (all.jobs > 0) all.mean_overallocation = overallocations_ / all.jobs;
  return all;
}

Result<Totals> total(const std::vector<SlurmJob>& jobs, const Cluster& cluster) {
  Totalling all;
  for (const SlurmJob& job : jobs)
    if (auto added = all.add(job, cluster); !added) return fail(added.error());
  return all.totals();
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
