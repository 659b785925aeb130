#include "estimate/rented_hardware.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "catalog/cpus.hpp"
#include "catalog/gpus.hpp"
#include "estimate/did_you_mean.hpp"
#include "models/gpu_power.hpp"
#include "models/server_power.hpp"

namespace wattprint::estimate {
namespace {

Figure<Joules> over(Seconds time, const Figure<Watts>& power) {
  return {power.value * time, power.low * time, power.high * time, power.basis, power.source};
}

Result<> add_gpus(const RentedHardware& hardware, HardwareEnergy& result) {
  const auto match = catalog::find_gpu(hardware.gpu);
  if (!match) return fail(match.error());
  const auto power = models::GpuPower::of(*match);
  if (!power) {
    if (match->kind != catalog::GpuMatch::Kind::none)
      return fail(Errc::malformed, "nobody publishes the power of \"" + hardware.gpu + '"');
    const auto near = catalog::nearest_gpus(hardware.gpu);
    if (!near) return fail(near.error());
    return fail(Errc::malformed,
                "no GPU of the catalog is called \"" + hardware.gpu + '"' + did_you_mean(*near));
  }
  const bool is_one = match->gpus.size() == 1;
  const std::string name = is_one ? std::string(match->gpus.front().name) : hardware.gpu;
  result.energy = over(hardware.time * static_cast<double>(hardware.count),
                       power->under({.utilisation = hardware.utilisation, .limit = std::nullopt}));
  result.what = fmt::format("{} x {}", hardware.count, name);
  if (!hardware.utilisation)
    result.notes.push_back(
        "how busy the GPUs are is not known: --utilization makes their power surer");
  if (hardware.cpu.empty())
    result.notes.push_back("the GPUs alone, without the computers around them");
  return {};
}

/// A server with one package of this CPU, or more when more cores are asked for.
Result<models::ServerHardware> server_with(const RentedHardware& hardware,
                                           const catalog::CpuMatch& cpu) {
  if (cpu.kind == catalog::CpuMatchKind::none)
    return fail(Errc::malformed, "no CPU of the catalog is called \"" + hardware.cpu + '"' +
                                     did_you_mean(catalog::similar_cpus(hardware.cpu)));
  if (!cpu.cores && !hardware.cores)
    return fail(Errc::malformed, "the catalog does not know how many cores \"" + hardware.cpu +
                                     "\" has: say how many work with --cores");
  const unsigned per_chip = cpu.cores.value_or(hardware.cores.value_or(1));
  const unsigned wanted = hardware.cores.value_or(per_chip);
  const unsigned chips = (wanted + per_chip - 1) / per_chip;
  const unsigned smt = std::max(1U, cpu.threads.value_or(per_chip) / per_chip);
  return models::ServerHardware{.cpu = hardware.cpu,
                                .chips = chips,
                                .cores = chips * per_chip,
                                .threads = chips * per_chip * smt,
                                .clock = std::nullopt,
                                .memory = std::nullopt};
}

Result<> add_cores(const RentedHardware& hardware, HardwareEnergy& result) {
  const auto cpu = catalog::find_cpu(hardware.cpu);
  const auto server = server_with(hardware, cpu);
  if (!server) return fail(server.error());
  const unsigned cores = hardware.cores.value_or(server->cores);
  const unsigned threads = cores * (server->threads / server->cores);
  // The server runs as busy as the part of it that is asked about: nobody knows its neighbours.
  const auto power = models::ServerPower::of(*server, cpu)
                         .share(threads, hardware.utilisation.value_or(Fraction{1.0}),
                                models::IdlePolicy::proportional);
  const std::string name = cpu.name.empty() ? hardware.cpu : std::string(cpu.name);
  const auto energy = over(hardware.time, {power.value, power.low, power.high, Basis::estimated,
                                           "server power model, " + name});
  if (hardware.gpu.empty()) {
    result.energy = energy;
  } else {
    result.energy = add(result.energy, energy, Errors::independent);
    result.what += " and ";
  }
  result.what += fmt::format("{} cores of {}", cores, name);
  result.notes.push_back(
      fmt::format("{} of {} cores of a server with this CPU, at the wall", cores, server->cores));
  if (!hardware.utilisation) result.notes.push_back("the cores are taken to be busy all the time");
  return {};
}

}  // namespace

std::string hours_text(Seconds time) {
  constexpr double kSecondsPerHour = 3600.0;
  return fmt::format("{:g} h", time.count() / kSecondsPerHour);
}

Result<HardwareEnergy> hardware_energy(const RentedHardware& hardware) {
  if (hardware.gpu.empty() && hardware.cpu.empty())
    return fail(Errc::malformed, "there is neither a GPU nor a CPU to estimate");
  HardwareEnergy result;
  if (!hardware.gpu.empty())
    if (auto fine = add_gpus(hardware, result); !fine) return fail(fine.error());
  if (!hardware.cpu.empty())
    if (auto fine = add_cores(hardware, result); !fine) return fail(fine.error());
  result.what += ", " + hours_text(hardware.time);
  return result;
}

}  // namespace wattprint::estimate
