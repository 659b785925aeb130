// Cloud Carbon Footprint and BoaviztAPI on a job.
#include <fmt/format.h>

#include <array>
#include <cctype>

#include "catalog/cpus.hpp"
#include "catalog/gpus.hpp"
#include "estimate/methods/boavizta.hpp"
#include "estimate/methods/ccf.hpp"
#include "estimate/methods/hardware.hpp"
#include "estimate/methods/of_job.hpp"

namespace wattprint::estimate::methods {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

/// The processor of the tool's table that a CPU of the catalog is; "Unknown" for another.
std::string ccf_processor(std::string_view model) {
  struct Pair {
    std::string_view ours, theirs;
  };
  constexpr std::array kPairs{
      Pair{"Cascade Lake", "Cascade Lake"}, Pair{"Skylake", "Skylake"},
      Pair{"Broadwell", "Broadwell"},       Pair{"Haswell", "Haswell"},
      Pair{"Coffee Lake", "Coffee Lake"},   Pair{"Sandy Bridge", "Sandy Bridge"},
      Pair{"Ivy Bridge", "Ivy Bridge"},     Pair{"Neoverse N1", "AWS Graviton2"},
      Pair{"Zen 2", "AMD EPYC 2nd Gen"},    Pair{"Zen 3", "AMD EPYC 3rd Gen"},
      Pair{"Zen", "AMD EPYC 1st Gen"}};
  const std::string_view architecture = catalog::find_cpu(model).microarchitecture();
  for (const Pair& pair : kPairs)
    if (architecture == pair.ours) return std::string(pair.theirs);
  return "Unknown";
}

/// Whether a name has this in it, and not as a part of a longer one: "A100" is not in "RTX A1000".
bool names(std::string_view model, std::string_view part) {
  const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (auto at = model.find(part); at != std::string_view::npos; at = model.find(part, at + 1)) {
    const auto end = at + part.size();
    if ((at == 0 || !is_letter(model[at - 1])) && (end == model.size() || !is_letter(model[end])))
      return true;
  }
  return false;
}

/// The tool's name of a GPU: "Nvidia Tesla V100" for any V100.
std::optional<std::string> ccf_gpu(std::string_view model) {
  for (const std::string_view name :
       {"K520", "A10G", "T4", "M60", "K80", "V100", "A100", "P100", "P40", "P4"}) {
    if (!names(model, name)) continue;
    const bool tesla = name != "K520" && name != "A10G" && name != "T4";
    return fmt::format("Nvidia {}{}", tesla ? "Tesla " : "", name);
  }
  return std::nullopt;
}

constexpr Fraction kUsual{0.5};  // what it takes for billing data

Result<Joules> ccf_cpus(const Job& job, std::vector<Assumption>& assumptions) {
  Joules sum{0.0};
  for (const CpuUse& cpu : job.cpus) {
    const std::string processor = ccf_processor(cpu.model);
    const auto range = ccf::power(job.place.provider, {processor});
    if (!range) return fail(range.error());
    if (processor == "Unknown")
      assumptions.push_back(
          {fmt::format("CPU \"{}\" is not in the tool's table: the provider's mean", cpu.model),
           fmt::format("{} to {} W a thread", range->low.value(), range->high.value())});
    const auto cores = cpu.cores ? cpu.cores : package_of(cpu).cores;
    if (!cores)
      return fail(Errc::not_present,
                  fmt::format("it is not known how many cores CPU \"{}\" has; they can be given",
                              cpu.model));
    // Its watts are those of a thread; clouds sell two a core.
    const double threads = 2.0 * *cores * (cpu.cores ? 1.0 : cpu.packages);
    if (!cpu.utilisation)
      assumptions.push_back(
          {"no use of the CPUs is given: 50 %, as for billing data",
           fmt::format("{:.2f} W a thread",
                       (range->low + (range->high - range->low) * kUsual).value())});
    sum +=
        ccf::compute_energy(*range, cpu.utilisation.value_or(kUsual), job.time * threads, Pue{1.0});
  }
  return sum;
}

Result<Joules> ccf_gpus(const Job& job, std::vector<Assumption>& assumptions) {
  Joules sum{0.0};
  for (const GpuUse& gpu : job.gpus) {
    const auto name = ccf_gpu(gpu.model);
    const auto row = name ? published(fmt::format("ccf/processor/{}/", job.place.provider), *name)
                          : Result<std::optional<Published>>(std::nullopt);
    if (!row) return fail(row.error());
    if (!*row)
      return fail(Errc::not_present,
                  fmt::format("Cloud Carbon Footprint has no GPU like \"{}\" at {}", gpu.model,
                              job.place.provider));
    const ccf::Range range{Watts{(*row)->number(0).value_or(0.0)},
                           Watts{(*row)->number(1).value_or(0.0)}};
    if (!gpu.utilisation)
      assumptions.push_back(
          {"no use of the GPUs is given: 50 %, as for billing data",
           fmt::format("{:.0f} W each", (range.low + (range.high - range.low) * kUsual).value())});
    sum += ccf::compute_energy(range, gpu.utilisation.value_or(kUsual), job.time * gpu.count,
                               Pue{1.0});
  }
  return sum;
}

}  // namespace

Result<MethodResult> ccf_job(const Job& job) {
  std::vector<Assumption> assumptions;
  const Place& place = job.place;
  const auto usual = ccf::pue(place.provider, place.region);
  if (!usual) return fail(usual.error());
  const auto cpus = ccf_cpus(job, assumptions);
  if (!cpus) return fail(cpus.error());
  const auto gpus = ccf_gpus(job, assumptions);
  if (!gpus) return fail(gpus.error());
  Joules storage{0.0};
  for (const StorageUse& drive : job.storage)
    storage +=
        ccf::storage_energy(ccf::TerabyteHours{drive.capacity.value() * Hours(job.time).count()},
                            drive.type, Pue{1.0}, drive.replicas);
  // The tool has GB of 10^9 or 2^30 bytes, it does not say.
  const Joules network =
      ccf::network_energy(Gigabytes{job.network.value_or(Terabytes{}).value() * 1000.0}, Pue{1.0});
  if (job.memory)
    assumptions.push_back(
        {"memory counts beyond what the measured servers had, by machine type", "memory counts 0"});

  std::vector<std::string> faults;
  std::optional<CarbonIntensity> intensity = place.intensity;
  if (!intensity) {
    const auto row = ccf::published_intensity(place.provider, place.region, false);
    const auto used = ccf::intensity(place.provider, place.region);
    if (!row) return fail(row.error());
    if (!used) return fail(used.error());
    intensity = *used;
    if (!*row)
      assumptions.push_back({fmt::format("the tool does not know region \"{}\": the mean of {}",
                                         place.region, place.provider),
                             fmt::format("{:.1f} g/kWh", used->value())});
    if (place.provider == "gcp" && (place.region == "us-central1" || place.region == "us-central2"))
      faults.emplace_back("its figure of us-central1 is in no year of Google's data");
  }
  const Pue pue = pue_or(job, *usual, "the tool's, of the provider or its region", assumptions);
  auto result =
      weigh("ccf", job, pue, *intensity,
            {{"CPUs", *cpus}, {"GPUs", *gpus}, {"storage", storage}, {"network", network}},
            std::move(assumptions));
  result.faults = std::move(faults);
  return result;
}

Result<MethodResult> boavizta_job(const Job& job) {
  namespace bv = boavizta;
  std::vector<Assumption> assumptions;
  std::vector<std::string> faults;
  bv::Bounds made = bv::exact({});
  Watts cpus{0.0};
  for (const CpuUse& cpu : job.cpus) {
    const Package package = package_of(cpu);
    const double packages = packages_used(cpu);
    if (!package.tdp)
      return fail(
          Errc::not_present,
          fmt::format("no rated power is known for CPU \"{}\"; it can be given", cpu.model));
    // Die sizes by name are not shipped; 522 mm2 is what the tool takes for a CPU without one.
    made = made + bv::exact(bv::cpu(SquareMillimetres{522.0})) * packages;
    if (!cpu.utilisation)
      assumptions.push_back({"no use of the CPUs is given: 50 %", "75 % of rated power"});
    cpus += bv::cpu_power(*package.tdp, cpu.utilisation.value_or(Fraction{0.5})) * packages;
  }
  if (!job.cpus.empty())
    assumptions.push_back(
        {"the size of the die is not known: the tool's mean of 522 mm2", "19.4 kg a CPU"});
  Watts memory{0.0};
  if (job.memory) {
    memory = WattsPerGigabyte{0.284} * *job.memory;  // its factor
    made = made + bv::memory(*job.memory, std::nullopt);
  }
  for (const StorageUse& drive : job.storage) {
    const Gigabytes capacity{drive.capacity.value() * 1000.0};
    made = made +
           (drive.type == DriveType::hdd ? bv::exact(bv::hdd()) : bv::ssd(capacity, std::nullopt)) *
               drive.replicas;
  }
  for (const GpuUse& gpu : job.gpus) made = made + bv::exact(bv::gpu_by_name()) * gpu.count;
  if (!job.gpus.empty())
    faults.emplace_back("a GPU has no power in use, and 575.1 kg of making whatever its name");
  CarbonIntensity intensity{380.0};  // Europe, its default
  if (job.place.intensity)
    intensity = *job.place.intensity;
  else
    assumptions.push_back(
        {"its table of grids is not shipped (AGPL): its default, Europe", "380 g/kWh"});
  if (job.pue) assumptions.push_back({"the tool has no PUE", "the one given counts nothing"});
  auto result =
      weigh("boavizta", job, Pue{1.0}, intensity,
            {{"CPUs", cpus * job.time}, {"memory", memory * job.time}}, std::move(assumptions));
  result.embodied = bv::amortised(made.value, job.time * job.repeats, bv::kComponentLife).carbon;
  result.faults = std::move(faults);
  return result;
}

}  // namespace wattprint::estimate::methods
