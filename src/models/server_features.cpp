#include "models/server_features.hpp"

#include <algorithm>
#include <cmath>

namespace wattprint::models {
namespace {

// Of the clock feature: where nothing is known, the middle of what servers have.
constexpr double kMiddleMegahertz = 2500.0;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Platforms for one socket with two memory channels: desktops, and the server parts made from
/// them (ENTRY_SEGMENTS and ENTRY_NAMES of tools/server_power_data.py).
bool is_entry(const catalog::CpuMatch& cpu) {
  if (cpu.segment == "desktop" || cpu.segment == "mobile" || cpu.segment == "handheld") return true;
  if (cpu.name.starts_with("AMD EPYC 4")) return true;
  constexpr std::string_view kXeon = "Intel Xeon ";
  if (!cpu.name.starts_with(kXeon)) return false;
  const std::string_view model = cpu.name.substr(kXeon.size());
  for (const std::string_view start : {"E3", "E-2", "X3", "L3"})
    if (model.starts_with(start)) return true;
  // "Xeon 3040" of 2006
  return model.size() == 4 && model[0] == '3' && std::all_of(model.begin(), model.end(), is_digit);
}

/// One package may count as several chips, such as a Grace superchip: then its TDP is that of all.
double tdp_of_a_chip(const Figure<Watts>& tdp, const catalog::CpuMatch& cpu,
                     const ServerHardware& hardware) {
  const bool in_one_package = hardware.chips > 1 && cpu.cores == hardware.cores;
  return tdp.value.value() / (in_one_package ? hardware.chips : 1);
}

double guess_tdp(double cores_per_chip) {
  const auto& guess = fit::numbers().unknown_tdp;
  return std::min(guess.base + guess.step * cores_per_chip, guess.most);
}

double guess_year(double cores_per_chip) {
  const auto& guess = fit::numbers().unknown_year;
  return std::min(guess.base + guess.step * std::log2(std::max(cores_per_chip, 1.0)), guess.most);
}

}  // namespace

ServerFeatures features_of(const ServerHardware& hardware, const catalog::CpuMatch& cpu) {
  const auto& numbers = fit::numbers();
  const double chips = hardware.chips;
  const double cores = hardware.cores;
  const double cores_per_chip = cores / chips;
  const double tdp = cpu.tdp ? tdp_of_a_chip(*cpu.tdp, cpu, hardware) : guess_tdp(cores_per_chip);
  const double year = cpu.launch_year ? *cpu.launch_year : guess_year(cores_per_chip);
  const bool named = !cpu.name.empty();
  const double stated = hardware.clock ? hardware.clock->value() : kMiddleMegahertz;
  const double megahertz = named && cpu.base_mhz ? *cpu.base_mhz : stated;
  const double gigabytes = hardware.memory ? hardware.memory->value() : 0.0;

  const double log_tdp = std::log(tdp / 100.0);
  const double log_chips = std::log(chips);
  const double log_cores = std::log(cores_per_chip / 8.0);
  const double memory = std::log(gigabytes / chips / 16.0 + 0.25);
  const double clock = 2.0 * std::log(megahertz / 2500.0);
  const double smt = hardware.threads > hardware.cores ? 1.0 : 0.0;
  const double entry = is_entry(cpu) ? 1.0 : 0.0;
  return {
      .cpu = {log_tdp, log_cores, clock, smt, (year - 2012.0) / 5.0},
      .system = {log_chips, memory, entry},
      .linear = {std::log(std::min(tdp, numbers.straight_tdp) / 100.0), log_chips,
                 std::log(std::min(cores_per_chip, numbers.straight_cores) / 8.0), memory, entry,
                 cpu.vendor == "AMD" ? 1.0 : 0.0, clock, smt, hardware.chips > 2 ? 1.0 : 0.0},
      .amounts = {1.0, chips, tdp * chips, cores, std::pow(gigabytes, numbers.memory_exponent)},
      .microarchitecture =
          cpu.microarchitectures.size() == 1 ? cpu.microarchitectures.front() : std::string_view(),
      .cpu_model = cpu.name,
      .chips = hardware.chips,
      .memory_doublings =
          gigabytes > 0.0 ? static_cast<int>(std::nearbyint(std::log2(gigabytes))) : -1000};
}

}  // namespace wattprint::models
