#include "estimate/jobs/lookups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "catalog/cloud_figures.hpp"
#include "catalog/cloud_regions.hpp"
#include "catalog/gpus.hpp"
#include "catalog/zones.hpp"
#include "estimate/did_you_mean.hpp"
#include "grid/offline.hpp"

namespace wattprint::estimate::jobs {
namespace {

/// Kept of each table; jobs of one place use some dozens of names.
constexpr std::size_t kMostKept = 1024;

/// Servers with one or two packages are nine in ten of those sold.
constexpr double kChipsPerServer = 2.0;

/// Of a CPU of which nobody says how many cores it has: the middle of what servers have, and what
/// else is usual.
constexpr double kUsualCores = 32.0;
constexpr std::array kOtherCores{16.0, 64.0};

template <class Number>
void append_bytes(std::string& key, Number number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The same GPU with the rating that was stated.
void restate(catalog::GpuMatch& match, std::string_view name, Watts tdp) {
  if (match.gpus.empty()) {
    match.kind = catalog::GpuMatch::Kind::exact;
    match.gpus.emplace_back();
    match.gpus.front().name = name;
  }
  for (auto& gpu : match.gpus) gpu.tdp = catalog::Gpu::Rating{tdp, tdp, tdp};
}

std::optional<Gigabytes> memory_of(const catalog::GpuMatch& match) {
  const auto first = match.gpus.front().memory_gb;
  const bool is_same = std::all_of(match.gpus.begin(), match.gpus.end(),
                                   [&](const auto& gpu) { return gpu.memory_gb == first; });
  if (!first || !is_same) return std::nullopt;
  return Gigabytes{static_cast<double>(*first)};
}

Result<KnownGpu> look_up_gpu(const GpuUse& use) {
  auto match = catalog::find_gpu(use.model);
  if (!match) return fail(match.error());
  if (use.tdp) restate(*match, use.model, *use.tdp);
  auto power = models::GpuPower::of(*match);
  if (!power && match->kind != catalog::GpuMatch::Kind::none)
    return fail(Errc::malformed, "nobody publishes the power of \"" + use.model + '"');
  if (!power) {
    const auto near = catalog::nearest_gpus(use.model);
    if (!near) return fail(near.error());
    return fail(Errc::malformed,
                "no GPU of the catalog is called \"" + use.model + '"' + did_you_mean(*near));
  }
  const bool is_one = match->gpus.size() == 1;
  KnownGpu known{is_one ? std::string(match->gpus.front().name) : use.model,
                 {},
                 std::move(*power),
                 memory_of(*match)};
  if (!is_one)
    for (const auto& gpu : match->gpus) known.candidates.emplace_back(gpu.name);
  return known;
}

models::ServerPower server_power(const CpuUse& use, const catalog::CpuMatch& cpu, double chips,
                                 double per_chip) {
  const double threads_per_core =
      cpu.threads ? std::max(1.0, std::floor(*cpu.threads / per_chip)) : 1.0;
  return models::ServerPower::of(
      models::ServerHardware{.cpu = use.model,
                             .chips = static_cast<unsigned>(chips),
                             .cores = static_cast<unsigned>(chips * per_chip),
                             .threads = static_cast<unsigned>(chips * per_chip * threads_per_core),
                             .clock = std::nullopt,
                             .memory = std::nullopt},
      cpu);
}

Result<KnownServer> look_up_server(const CpuUse& use) {
  catalog::CpuMatch cpu;
  if (!use.model.empty()) cpu = catalog::find_cpu(use.model);
  if (!use.model.empty() && cpu.kind == catalog::CpuMatchKind::none && !use.tdp)
    return fail(Errc::malformed, "no CPU of the catalog is called \"" + use.model + '"' +
                                     did_you_mean(catalog::similar_cpus(use.model)));
  if (use.tdp) cpu.tdp = Figure<Watts>::exact(*use.tdp, Basis::assumed, "rated power as stated");
  KnownServer known;
  known.cpu = cpu.name.empty() ? use.model : std::string(cpu.name);
  known.is_known =
      cpu.kind == catalog::CpuMatchKind::exact || cpu.kind == catalog::CpuMatchKind::alias;
  if (cpu.cores) known.chip_cores = *cpu.cores;
  const double per_chip = known.chip_cores.value_or(kUsualCores);
  const double packages = use.cores ? std::ceil(*use.cores / per_chip) : use.packages;
  known.chips = std::clamp(std::ceil(packages), 1.0, kChipsPerServer);
  known.cores = known.chips * per_chip;
  known.power = server_power(use, cpu, known.chips, per_chip);
  if (!known.chip_cores)
    for (const double cores : kOtherCores)
      known.others.push_back({known.chips * cores, server_power(use, cpu, known.chips, cores)});
  return known;
}

Result<catalog::CloudRegion> region_of(const Place& place) {
  return catalog::find_cloud_region(place.provider.empty() ? place.region
                                                           : place.provider + ':' + place.region);
}

Result<KnownPlace> look_up_place(const Place& place, std::optional<int> year) {
  KnownPlace known;
  known.is_stated = true;
  grid::Location location{.zone = std::string(grid::kWorld),
                          .basis = Basis::assumed,
                          .how = "nothing says where the job runs",
                          .note = ""};
  if (!place.region.empty()) {
    const auto region = region_of(place);
    if (!region) return fail(region.error());
    auto pue = catalog::region_pue(region->key);
    if (!pue) return fail(pue.error());
    auto water = catalog::region_water(region->key);
    if (!water) return fail(water.error());
    known.pue = std::move(*pue);
    known.water = std::move(*water);
    location = {.zone = std::string(region->zone),
                .basis = Basis::estimated,
                .how = "the zone of " + std::string(region->key),
                .note = std::string(region->note)};
  } else if (!place.zone.empty()) {
    auto zone = catalog::find_zone(place.zone);
    if (!zone) return fail(zone.error());
    const bool is_world = zone->zone.code == grid::kWorld;
    location = {.zone = std::move(zone->zone.code),
                .basis = is_world ? Basis::assumed : Basis::estimated,
                .how = "the zone as stated",
                .note = std::move(zone->note)};
  } else {
    known.is_stated = place.intensity.has_value();
  }
  const bool has_zone = location.zone != grid::kWorld;
  auto grid = place.intensity
                  ? grid::stated_intensity(*place.intensity, "the intensity that was stated",
                                           has_zone ? location.zone : std::string())
              : year ? grid::yearly_average(location, *year)
                     : grid::yearly_average(location);
  if (!grid) return fail(grid.error());
  known.grid = std::move(*grid);
  return known;
}

/// What is kept under key, else what look_up() finds.
template <class Value, class LookUp>
Result<const Value*> kept(std::unordered_map<std::string, Value>& table, const std::string& key,
                          LookUp look_up) {
  if (const auto found = table.find(key); found != table.end()) return &found->second;
  auto value = look_up();
  if (!value) return fail(value.error());
  if (table.size() >= kMostKept) table.clear();
  return &table.emplace(key, std::move(*value)).first->second;
}

}  // namespace

Result<const KnownGpu*> Lookups::gpu(const GpuUse& use) {
  key_.assign(use.model);
  append_bytes(key_, use.tdp.value_or(Watts{-1.0}));
  return kept(gpus_, key_, [&] { return look_up_gpu(use); });
}

Result<const KnownServer*> Lookups::server(const CpuUse& use) {
  key_.assign(use.model);
  append_bytes(key_, use.tdp.value_or(Watts{-1.0}));
  append_bytes(key_, use.cores.value_or(-1.0));
  append_bytes(key_, use.cores ? 1.0 : use.packages);
  return kept(servers_, key_, [&] { return look_up_server(use); });
}

Result<const KnownPlace*> Lookups::place(const Place& place, std::optional<int> year) {
  key_.assign(place.provider).append(1, '\n').append(place.region).append(1, '\n');
  key_.append(place.zone).append(1, '\n');
  append_bytes(key_, place.intensity.value_or(CarbonIntensity{-1.0}));
  append_bytes(key_, year.value_or(0));
  return kept(places_, key_, [&] { return look_up_place(place, year); });
}

Result<const Coefficients*> Lookups::coefficients() {
  if (coefficients_) return &*coefficients_;
  auto memory = catalog::memory_power();
  if (!memory) return fail(memory.error());
  auto storage = catalog::allocated_storage_power();
  if (!storage) return fail(storage.error());
  auto network = catalog::network_energy();
  if (!network) return fail(network.error());
  auto embodied = catalog::embodied();
  if (!embodied) return fail(embodied.error());
  coefficients_ = Coefficients{std::move(*memory), std::move(*storage), std::move(*network),
                               std::move(*embodied)};
  return &*coefficients_;
}

}  // namespace wattprint::estimate::jobs
