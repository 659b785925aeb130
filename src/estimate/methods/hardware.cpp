#include "estimate/methods/hardware.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalog/cpus.hpp"
#include "catalog/gpus.hpp"
#include "catalog/zones.hpp"

namespace wattprint::estimate::methods {
namespace {

/// The one card that the catalog takes a name for; empty for several or none.
Result<std::string_view> card(std::string_view name) {
  const auto match = catalog::find_gpu(name);
  if (!match) return fail(match.error());
  return match->gpus.size() == 1 ? match->gpus.front().name : std::string_view();
}

std::string named(std::string_view model) {
  return model.empty() ? std::string("a GPU without a name") : std::string(model);
}

}  // namespace

Result<std::optional<Published>> row_of_gpu(std::string_view prefix, std::string_view model) {
  const auto rows = published_under(prefix);
  if (!rows) return fail(rows.error());
  const std::string lower = to_lower(model);
  for (const Published& row : *rows)
    if (to_lower(row.name) == lower) return row;
  const auto wanted = card(model);
  if (!wanted) return fail(wanted.error());
  if (wanted->empty()) return std::nullopt;
  for (const Published& row : *rows) {
    const auto same = card(row.name);
    if (!same) return fail(same.error());
    if (*same == *wanted) return row;
  }
  return std::nullopt;
}

Result<std::optional<Published>> row_of_cpu(std::string_view prefix, std::string_view model) {
  const auto rows = published_under(prefix);
  if (!rows) return fail(rows.error());
  const std::string lower = to_lower(model);
  for (const Published& row : *rows)
    if (to_lower(row.name) == lower) return row;
  const std::string_view wanted = catalog::find_cpu(model).name;
  if (wanted.empty()) return std::nullopt;
  for (const Published& row : *rows)
    if (catalog::find_cpu(row.name).name == wanted) return row;
  return std::nullopt;
}

Result<Watts> gpu_power(const GpuUse& gpu, std::string_view prefix,
                        std::vector<Assumption>& assumptions) {
  if (gpu.tdp) return *gpu.tdp;
  if (!prefix.empty()) {
    const auto row = row_of_gpu(prefix, gpu.model);
    if (!row) return fail(row.error());
    // Where a row has a value for each version, the last is the newest.
    if (*row)
      if (const auto watts = (*row)->number((*row)->values.size() == 6 ? 5 : 0))
        return Watts{*watts};
  }
  const auto match = catalog::find_gpu(gpu.model);
  if (!match) return fail(match.error());
  const auto rated = catalog::rated_power(match->gpus);
  if (!rated) {
    const auto near = catalog::nearest_gpus(gpu.model);
    return fail(
        Errc::not_present,
        fmt::format(
            "{} is in no table of GPUs{}; its rated power can be given instead", named(gpu.model),
            near && !near->empty() ? fmt::format("; nearest: {}", fmt::join(*near, ", ")) : ""));
  }
  assumptions.push_back(
      {fmt::format("{} is not in the method's table: rated power of the catalog", gpu.model),
       fmt::format("{:.0f} W each", rated->value.value())});
  return rated->value;
}

Package package_of(const CpuUse& cpu) {
  Package package{cpu.tdp, std::nullopt};
  const auto match = catalog::find_cpu(cpu.model);
  if (!package.tdp && match.tdp) package.tdp = match.tdp->value;
  if (match.cores) package.cores = static_cast<double>(*match.cores);
  return package;
}

double packages_used(const CpuUse& cpu) {
  const auto cores = package_of(cpu).cores;
  return cpu.cores && cores ? *cpu.cores / *cores : cpu.packages;
}

std::optional<Country> country_of(const Place& place) {
  if (place.zone.empty()) return std::nullopt;
  const auto match = catalog::find_zone(place.zone);
  if (!match || match->zone.iso2.empty()) return std::nullopt;
  return Country{match->zone.iso2, match->zone.iso3};
}

Pue pue_or(const Job& job, Pue otherwise, std::string_view why,
           std::vector<Assumption>& assumptions) {
  if (job.pue) return *job.pue;
  assumptions.push_back(
      {fmt::format("no PUE is given: {} ({})", otherwise.value(), why),
       otherwise == Pue{1.0}
           ? std::string("cooling and power supply are not counted")
           : fmt::format("energy is {} times that of the hardware", otherwise.value())});
  return otherwise;
}

MethodResult weigh(std::string_view method, const Job& job, Pue pue, CarbonIntensity intensity,
                   const std::vector<PartEnergy>& parts, std::vector<Assumption> assumptions) {
  MethodResult result;
  result.method = method;
  result.intensity = intensity;
  result.pue = pue;
  for (const PartEnergy& part : parts) {
    if (part.hardware == Joules{0.0}) continue;
    const Joules energy = part.hardware * pue * job.repeats;
    result.parts.push_back({std::string(part.what), energy, energy * intensity});
    result.energy += energy;
  }
  result.emissions = result.energy * intensity;
  result.assumptions = std::move(assumptions);
  return result;
}

}  // namespace wattprint::estimate::methods
