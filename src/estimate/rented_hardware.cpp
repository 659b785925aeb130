#include "estimate/rented_hardware.hpp"

#include <fmt/format.h>

#include <utility>

#include "estimate/jobs/lookups.hpp"

namespace wattprint::estimate {
namespace {

Figure<Joules> over(Seconds time, const Figure<Watts>& power) {
  return {power.value * time, power.low * time, power.high * time, power.basis, power.source};
}

Result<> add_gpus(const RentedHardware& hardware, jobs::Lookups& lookups, HardwareEnergy& result) {
  const auto gpu = lookups.gpu({.model = hardware.gpu, .tdp = std::nullopt, .utilisation = {}});
  if (!gpu) return fail(gpu.error());
  result.energy =
      over(hardware.time * static_cast<double>(hardware.count),
           (*gpu)->power.under({.utilisation = hardware.utilisation, .limit = std::nullopt}));
  result.what = fmt::format("{} x {}", hardware.count, (*gpu)->name);
  if (!hardware.utilisation)
    result.notes.push_back(
        "how busy the GPUs are is not known: --utilization makes their power surer");
  if (hardware.cpu.empty())
    result.notes.push_back("the GPUs alone, without the computers around them");
  return {};
}

Result<> add_cores(const RentedHardware& hardware, jobs::Lookups& lookups, HardwareEnergy& result) {
  CpuUse use;
  use.model = hardware.cpu;
  if (hardware.cores) use.cores = *hardware.cores;
  const auto server = lookups.server(use);
  if (!server) return fail(server.error());
  if (!(*server)->chip_cores && !hardware.cores)
    return fail(Errc::malformed, "the catalog does not know how many cores \"" + hardware.cpu +
                                     "\" has: say how many work with --cores");
  const double cores = use.cores.value_or((*server)->cores);
  // The server runs as busy as the part of it that is asked about: nobody knows its neighbours.
  const auto power = (*server)->power.at(hardware.utilisation.value_or(Fraction{1.0}));
  const auto energy = over(hardware.time * (cores / (*server)->cores),
                           {power.value, power.low, power.high, Basis::estimated,
                            "server power model, " + (*server)->cpu});
  if (hardware.gpu.empty()) {
    result.energy = energy;
  } else {
    result.energy = add(result.energy, energy, Errors::independent);
    result.what += " and ";
  }
  result.what += fmt::format("{} cores of {}", cores, (*server)->cpu);
  result.notes.push_back(cores <= (*server)->cores
                             ? fmt::format("{} of {} cores of a server with this CPU, at the wall",
                                           cores, (*server)->cores)
                             : fmt::format("{} cores of servers of {} with this CPU, at the wall",
                                           cores, (*server)->cores));
  if (!(*server)->chip_cores)
    result.notes.push_back(fmt::format("how many cores it has is not known: {} to a package",
                                       (*server)->cores / (*server)->chips));
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
  jobs::Lookups lookups;
  HardwareEnergy result;
  if (!hardware.gpu.empty())
    if (auto fine = add_gpus(hardware, lookups, result); !fine) return fail(fine.error());
  if (!hardware.cpu.empty())
    if (auto fine = add_cores(hardware, lookups, result); !fine) return fail(fine.error());
  result.what += ", " + hours_text(hardware.time);
  return result;
}

}  // namespace wattprint::estimate
