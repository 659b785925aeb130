// ML CO2 Impact, Green Algorithms and GreenAlgorithms4HPC on a job.
#include <fmt/format.h>

#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/green_algorithms_page.hpp"
#include "estimate/methods/hardware.hpp"
#include "estimate/methods/mlco2.hpp"
#include "estimate/methods/of_job.hpp"

namespace wattprint::estimate::methods {
namespace {

constexpr std::string_view kHardware = "mlco2/hardware/";

/// Rated power of all devices that the page would be asked for: it has one kind at a time, and no
/// CPUs beside GPUs.
Result<Watts> page_power(const Job& job, std::vector<Assumption>& assumptions) {
  Watts sum{0.0};
  for (const GpuUse& gpu : job.gpus) {
    const auto one = gpu_power(gpu, kHardware, assumptions);
    if (!one) return fail(one.error());
    sum += *one * gpu.count;
    if (gpu.utilisation)
      assumptions.push_back({"the page has no utilisation", "all devices count at rated power"});
  }
  if (!job.gpus.empty()) {
    if (!job.cpus.empty())
      assumptions.push_back({"the page has no CPU beside a GPU", "CPUs count 0"});
    return sum;
  }
  for (const CpuUse& cpu : job.cpus) {
    std::optional<Watts> one = cpu.tdp;
    if (!one) {
      const auto row = row_of_cpu(kHardware, cpu.model);
      if (!row) return fail(row.error());
      const auto watts = *row ? (*row)->number() : std::nullopt;
      one = watts ? std::optional(Watts{*watts}) : package_of(cpu).tdp;
    }
    if (!one)
      return fail(
          Errc::not_present,
          fmt::format("no rated power is known for CPU \"{}\"; it can be given", cpu.model));
    sum += *one * packages_used(cpu);
  }
  return sum;
}

struct PagePlace {
  CarbonIntensity intensity;
  Fraction offset{0.0};
  bool typed = true;
};

Result<PagePlace> page_place(const Place& place, std::vector<Assumption>& assumptions) {
  if (place.intensity) return PagePlace{*place.intensity};
  const auto region = mlco2::find_region(place.provider, place.region);
  if (!region) return fail(region.error());
  if (*region) return PagePlace{(*region)->intensity, (*region)->offset, false};
  // The page's default for private infrastructure: mean of the OECD in 2014.
  assumptions.push_back({"the page does not know the place: its default for private infrastructure",
                         "432 g/kWh, the OECD's mean of 2014"});
  return PagePlace{CarbonIntensity{432.0}};
}

/// Power of CPUs and of GPUs before PUE. use_gpus: GPUs by their use; otherwise always at rated
/// power.
struct Powers {
  Watts cpus{0.0}, gpus{0.0}, memory{0.0};
};

Result<Powers> page_powers(const Job& job, bool use_gpus, std::vector<Assumption>& assumptions) {
  Powers all;
  for (const CpuUse& cpu : job.cpus) {
    const auto cores = page_cores(cpu, assumptions);
    if (!cores) return fail(cores.error());
    all.cpus += cores->each * cores->count * cpu.utilisation.value_or(Fraction{1.0});
    if (!cpu.utilisation)
      assumptions.push_back({"no use of the CPUs is given: 1", "all cores count at rated power"});
  }
  for (const GpuUse& gpu : job.gpus) {
    const auto one = gpu_power(gpu, "green-algorithms/gpu/", assumptions);
    if (!one) return fail(one.error());
    const bool used = use_gpus && gpu.utilisation.has_value();
    all.gpus += *one * gpu.count * (used ? *gpu.utilisation : Fraction{1.0});
    if (!used)
      assumptions.push_back({"the use of the GPUs is taken as 1", "all count at rated power"});
  }
  // As the page: by size, whatever of it is used.
  if (job.memory)
    all.memory = WattsPerGigabyte{0.3725} * *job.memory;
  else
    assumptions.push_back({"no memory is given", "memory counts 0; 0.37 W a GB otherwise"});
  return all;
}

}  // namespace

Result<MethodResult> mlco2_job(const Job& job) {
  std::vector<Assumption> assumptions;
  const auto power = page_power(job, assumptions);
  if (!power) return fail(power.error());
  const auto place = page_place(job.place, assumptions);
  if (!place) return fail(place.error());
  assumptions.push_back({"the page has no PUE, no memory, no storage", "they count 0"});
  const auto compute = place->typed ? mlco2::footprint_typed : mlco2::footprint;
  const auto found = compute(*power, job.time * job.repeats, place->intensity, place->offset);

  MethodResult result;
  result.method = "mlco2";
  result.energy = found.energy;
  result.emissions = found.emissions;
  result.intensity = found.intensity;
  result.parts.push_back({job.gpus.empty() ? "CPUs" : "GPUs", found.energy, found.emissions});
  result.assumptions = std::move(assumptions);
  if (found.emissions != found.unrounded)
    result.faults.push_back(fmt::format("rounded to 10 g/kWh and two decimals; without: {:.6g} kg",
                                        found.unrounded.value() / 1000.0));
  if (found.page_fails) result.faults.emplace_back("the page itself dies on this result");
  for (const GpuUse& gpu : job.gpus)
    if (!gpu.tdp && gpu.model.find("V100") != std::string::npos)
      result.faults.emplace_back(
          "its table has V100 PCIe (250 W) and SXM2 16 GB (300 W) exchanged");
  if (!place->typed) result.faults.emplace_back("its figures of grids are of 2016 to 2018");
  return result;
}

Result<MethodResult> green_algorithms_job(const Job& job) {
  std::vector<Assumption> assumptions;
  const auto powers = page_powers(job, true, assumptions);
  if (!powers) return fail(powers.error());
  const auto intensity = page_intensity(job.place, assumptions);
  if (!intensity) return fail(intensity.error());
  const auto platform = job.place.provider.empty() ? green_algorithms::Platform::local_server
                                                   : green_algorithms::Platform::cloud;
  const auto usual = green_algorithms::assumed_pue(platform, job.place.provider, job.place.region);
  if (!usual) return fail(usual.error());
  const Pue pue = pue_or(job, *usual, "as the page has it", assumptions);
  return weigh("green-algorithms", job, pue, *intensity,
               {{"CPUs", powers->cpus * job.time},
                {"GPUs", powers->gpus * job.time},
                {"memory", powers->memory * job.time}},
               std::move(assumptions));
}

Result<MethodResult> green_algorithms_hpc_job(const Job& job) {
  std::vector<Assumption> assumptions;
  const auto powers = page_powers(job, false, assumptions);
  if (!powers) return fail(powers.error());
  const auto intensity = page_intensity(job.place, assumptions);
  if (!intensity) return fail(intensity.error());
  const auto pue = hpc_pue(job, assumptions);
  if (!pue) return fail(pue.error());
  auto result = weigh("green-algorithms-4hpc", job, *pue, *intensity,
                      {{"CPUs", powers->cpus * job.time},
                       {"GPUs", powers->gpus * job.time},
                       {"memory", powers->memory * job.time}},
                      std::move(assumptions));
  add_hpc_faults(result);
  return result;
}

}  // namespace wattprint::estimate::methods
