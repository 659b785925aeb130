// CodeCarbon, carbontracker and eco2AI on a job. They measure where they can; a job that is
// described has nothing to measure, so each is taken by the models that it falls back on.
#include <fmt/format.h>

#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/codecarbon.hpp"
#include "estimate/methods/eco2ai.hpp"
#include "estimate/methods/hardware.hpp"
#include "estimate/methods/of_job.hpp"

namespace wattprint::estimate::methods {
namespace {

/// All three read the power of GPUs from the driver.
Result<Watts> gpus_at_use(const Job& job, std::vector<Assumption>& assumptions) {
  Watts sum{0.0};
  for (const GpuUse& gpu : job.gpus) {
    const auto one = gpu_power(gpu, "", assumptions);
    if (!one) return fail(one.error());
    sum += *one * gpu.count * gpu.utilisation.value_or(Fraction{1.0});
  }
  if (!job.gpus.empty())
    assumptions.push_back({"the tool measures GPUs: rated power by use stands for that",
                           "on most jobs they draw less"});
  return sum;
}

/// What a place means to CodeCarbon, with a fault where it says something else than it seems to.
Result<CarbonIntensity> codecarbon_place(const Place& place, std::vector<Assumption>& assumptions,
                                         std::vector<std::string>& faults) {
  using Of = codecarbon::Located::Of;
  if (place.intensity) return *place.intensity;
  const auto country = country_of(place);
  const std::string alpha3 = country ? country->alpha3 : "";
  const auto located = place.provider.empty()
                           ? codecarbon::intensity(alpha3)
                           : codecarbon::cloud_intensity(place.provider, place.region, alpha3);
  if (!located) return fail(located.error());
  if (!place.provider.empty() && located->of != Of::region)
    faults.push_back(fmt::format("the region {} {} is thrown away for {}", place.provider,
                                 place.region,
                                 located->of == Of::world ? "the world" : "the country"));
  if (located->of == Of::world)
    assumptions.push_back({"the tool does not know the place: the world's mean of 2019",
                           fmt::format("{:.0f} g/kWh", located->intensity.value())});
  return located->intensity;
}

}  // namespace

Result<MethodResult> codecarbon_job(const Job& job) {
  std::vector<Assumption> assumptions;
  std::vector<std::string> faults;
  Watts cpus{0.0};
  for (const CpuUse& cpu : job.cpus) {
    const auto row =
        cpu.tdp ? Result<std::optional<Watts>>(cpu.tdp) : codecarbon::cpu_power(cpu.model);
    if (!row) return fail(row.error());
    std::optional<Watts> tdp = *row;
    if (!tdp && cpu.cores) {
      // Threads are what it counts; cores are all that is known here.
      tdp = codecarbon::kUnknownThread * *cpu.cores;
      assumptions.push_back(
          {fmt::format("CPU \"{}\" is not in the tool's table: 4 W a thread", cpu.model),
           fmt::format("{:.0f} W", tdp->value())});
    } else if (!tdp) {
      faults.push_back(fmt::format("85 W are assumed for CPU \"{}\"", cpu.model));
    }
    const Watts one = cpu.utilisation && tdp ? codecarbon::power_at_load(*tdp, *cpu.utilisation)
                                             : codecarbon::constant_power(tdp);
    if (!cpu.utilisation)
      assumptions.push_back(
          {"no use of the CPUs is given: the tool's constant", "half of rated power"});
    cpus += one * (cpu.cores ? 1.0 : cpu.packages);
  }
  const auto gpus = gpus_at_use(job, assumptions);
  if (!gpus) return fail(gpus.error());
  Watts memory{0.0};
  if (job.memory)
    memory = codecarbon::memory_power(*job.memory, codecarbon::Architecture::x86);
  else
    assumptions.push_back({"no memory is given", "memory counts 0; at least 10 W otherwise"});
  const auto intensity = codecarbon_place(job.place, assumptions, faults);
  if (!intensity) return fail(intensity.error());
  const Pue pue = pue_or(job, Pue{1.0}, "the tool's default", assumptions);
  auto result =
      weigh("codecarbon", job, pue, *intensity,
            {{"CPUs", cpus * job.time}, {"GPUs", *gpus * job.time}, {"memory", memory * job.time}},
            std::move(assumptions));
  if (job.memory && *job.memory > Gigabytes{128.0})
    faults.emplace_back("memory is a guess at modules: 250 GB draw more than 256 GB");
  result.faults = std::move(faults);
  return result;
}

Result<MethodResult> carbontracker_job(const Job& job) {
  std::vector<Assumption> assumptions;
  std::vector<std::string> faults;
  const Fraction usual{0.5};  // its simulated devices, where no use is given
  Watts cpus{0.0};
  for (const CpuUse& cpu : job.cpus) {
    std::optional<Watts> tdp = cpu.tdp;
    if (!tdp) {
      const auto row = carbontracker::matching_tdp(cpu.model);
      if (!row) return fail(row.error());
      tdp = *row;
    }
    if (tdp) {
      cpus += *tdp * cpu.utilisation.value_or(usual) * packages_used(cpu);
      continue;
    }
    const auto mean = carbontracker::average_power();
    if (!mean) return fail(mean.error());
    cpus += *mean;
    faults.push_back(fmt::format("CPU \"{}\" is not matched: half the mean of its table, {:.2f} W",
                                 cpu.model, mean->value()));
  }
  Watts gpus{0.0};
  for (const GpuUse& gpu : job.gpus) {
    const auto one = gpu_power(gpu, "", assumptions);
    if (!one) return fail(one.error());
    gpus += *one * gpu.count * gpu.utilisation.value_or(usual);
  }
  assumptions.push_back({"the tool does not count memory", "memory counts 0"});
  std::optional<CarbonIntensity> intensity = job.place.intensity;
  if (!intensity) {
    const auto country = country_of(job.place);
    const auto known = carbontracker::country_intensity(country ? country->alpha2 : "");
    if (!known) return fail(known.error());
    intensity = known->value_or(carbontracker::kWorld);
    if (!*known)
      assumptions.push_back({"the tool does not know the place: the world's mean of 2024",
                             fmt::format("{:.0f} g/kWh", intensity->value())});
  }
  if (job.pue && *job.pue != carbontracker::kPue)
    faults.emplace_back("its PUE cannot be set: 1.58, whatever is given");
  auto result =
      weigh("carbontracker", job, carbontracker::kPue, *intensity,
            {{"CPUs", cpus * job.time}, {"GPUs", gpus * job.time}}, std::move(assumptions));
  result.faults = std::move(faults);
  return result;
}

Result<MethodResult> eco2ai_job(const Job& job) {
  std::vector<Assumption> assumptions;
  std::vector<std::string> faults;
  Joules cpus{0.0};
  for (const CpuUse& cpu : job.cpus) {
    std::optional<Watts> tdp = cpu.tdp;
    if (!tdp) {
      const auto found = eco2ai::cpu_power(cpu.model);
      if (!found) return fail(found.error());
      tdp = found->tdp;
      if (found->match != eco2ai::CpuPower::Match::in_table)
        faults.push_back(
            fmt::format("CPU \"{}\" is not in its table: {:.1f} W by what its name has in common",
                        cpu.model, tdp->value()));
    }
    if (!cpu.utilisation)
      assumptions.push_back({"no use of the CPUs is given: 1", "all of rated power"});
    cpus += *tdp * cpu.utilisation.value_or(Fraction{1.0}) * packages_used(cpu) * job.time;
  }
  const auto gpus = gpus_at_use(job, assumptions);
  if (!gpus) return fail(gpus.error());
  const auto country = country_of(job.place);
  const auto index =
      eco2ai::carbon_index(country ? country->alpha2 : "WORLD", std::nullopt, job.place.intensity);
  if (!index) return fail(index.error());
  if (!job.place.intensity && (!country || index->of == eco2ai::Index::Of::world))
    assumptions.push_back({"the tool does not know the place: the world's mean of 2021",
                           fmt::format("{:.0f} g/kWh", index->intensity.value())});
  const Pue pue = pue_or(job, Pue{1.0}, "the tool's default", assumptions);
  auto result =
      weigh("eco2ai", job, pue, index->intensity,
            {{"CPUs", cpus},
             {"GPUs", *gpus * job.time},
             {"memory", job.memory ? eco2ai::memory_energy(*job.memory, job.time) : Joules{0.0}}},
            std::move(assumptions));
  result.faults = std::move(faults);
  return result;
}

}  // namespace wattprint::estimate::methods
