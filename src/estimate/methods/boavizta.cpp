#include "estimate/methods/boavizta.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace wattprint::estimate::methods::boavizta {
namespace {

constexpr Impacts impacts(double kg, double antimony, double megajoules) {
  return {Grams{kg * 1000.0}, Antimony{antimony}, PrimaryEnergy{megajoules}};
}

// Per mm2 of a CPU, per cm2 of memory and flash, and of the package around them.
constexpr Impacts kCpuDie = impacts(0.0197, 5.87e-9, 0.265);
constexpr Impacts kCpuBase = impacts(9.14, 2.04e-2, 156.0);
constexpr Impacts kMemoryDie = impacts(2.20, 6.30e-5, 27.3);
constexpr Impacts kMemoryBase = impacts(5.22, 1.69e-3, 74.0);
constexpr Impacts kSsdBase = impacts(6.34, 5.63e-4, 73.98);

struct DensityRange {
  Density mean, least, most;
};
// Where nobody says how dense: the mean over the processes of its tables, and their ends.
constexpr DensityRange kMemoryDensity{Density{1.2443636363636363}, Density{0.625}, Density{2.375}};
constexpr DensityRange kSsdDensity{Density{54.8842105263158}, Density{16.4}, Density{128.0}};

Impacts silicon(Gigabytes capacity, Density density, const Impacts& per_cm2, const Impacts& base) {
  return per_cm2 * (capacity.value() / density.value()) + base;
}

Bounds silicon(Gigabytes capacity, std::optional<Density> density, const DensityRange& unknown,
               const Impacts& per_cm2, const Impacts& base) {
  if (density) return exact(silicon(capacity, *density, per_cm2, base));
  return {silicon(capacity, unknown.mean, per_cm2, base),
          silicon(capacity, unknown.most, per_cm2, base),
          silicon(capacity, unknown.least, per_cm2, base)};
}

}  // namespace

Impacts operator+(const Impacts& a, const Impacts& b) {
  return {a.carbon + b.carbon, a.metals + b.metals, a.primary + b.primary};
}
Impacts operator*(const Impacts& impacts, double times) {
  return {impacts.carbon * times, impacts.metals * times, impacts.primary * times};
}
Bounds operator+(const Bounds& a, const Bounds& b) {
  return {a.value + b.value, a.low + b.low, a.high + b.high};
}
Bounds operator*(const Bounds& bounds, double times) {
  return {bounds.value * times, bounds.low * times, bounds.high * times};
}
Bounds exact(const Impacts& impacts) { return {impacts, impacts, impacts}; }

Impacts cpu(SquareMillimetres die) { return kCpuDie * die.value() + kCpuBase; }

Bounds memory(Gigabytes capacity, std::optional<Density> density) {
  return silicon(capacity, density, kMemoryDensity, kMemoryDie, kMemoryBase);
}

Bounds ssd(Gigabytes capacity, std::optional<Density> density) {
  return silicon(capacity, density, kSsdDensity, kMemoryDie, kSsdBase);
}

Impacts hdd() { return impacts(31.11, 2.50e-4, 276.0); }
Impacts mainboard() { return impacts(66.10, 3.69e-3, 836.0); }
Impacts power_supply(Kilograms mass) { return impacts(24.30, 8.30e-3, 352.0) * mass.value(); }
Impacts assembly() { return impacts(6.68, 1.41e-6, 68.6); }

Impacts server_case(Case kind) {
  if (kind == Case::rack) return impacts(150.0, 2.02e-2, 2200.0);
  // Sixteen blades share an enclosure.
  return impacts(880.0, 4.32e-1, 12700.0) * (1.0 / 16.0) + impacts(30.9, 6.72e-4, 435.0);
}

SquareMillimetres wafer_area(SquareMillimetres die) {
  constexpr double kDiameter = 300.0;
  constexpr double kKerf = 0.2;
  const double wafer = std::numbers::pi * kDiameter * kDiameter / 4.0;
  const double side = std::sqrt(die.value()) + kKerf;
  const double dies =
      wafer / (side * side) - std::numbers::pi * kDiameter / std::sqrt(2.0 * side * side);
  const double yield = std::exp(-std::sqrt(die.value() / 1000.0));
  return SquareMillimetres{wafer / (dies * yield)};
}

Grams gpu(const GpuFields& f) {
  // kg CO2e by kg, cm2 or mm2; a gigabyte of video memory is 15.5 mm2 of die.
  constexpr double kMemoryAreaPerGb = 15.5;
  const SquareMillimetres die{kMemoryAreaPerGb * f.memory.value() / f.memory_dies};
  const double memory_wafer = wafer_area(die).value() * f.memory_dies;
  const double board_cm2 = f.board.value() / 100.0;
  const double transport = f.boat_km * 1.33e-5 + f.truck_km * 5.04e-5 + f.plane_km * 2.11e-3;
  const double kg = f.casing.value() * 8.2542 + f.heatsink.value() * 5.7412 + board_cm2 * 0.032549 +
                    f.chip.value() * 0.042592 + memory_wafer * 0.18495607358385968 +
                    f.mass.value() * (0.25955 + transport + 1.5062);
  return Grams{kg * 1000.0};
}

Impacts gpu_by_name() {
  return impacts(575.0875462950546, 5.825949037057233e-3, 7911.863079169408);
}

Bounds server(const Server& server) {
  Bounds all = exact(mainboard() + assembly() + server_case(server.kind) +
                     power_supply(server.power_supply) * server.power_supplies +
                     cpu(server.cpus.die) * server.cpus.units + gpu_by_name() * server.gpus);
  for (const MemoryModules& modules : server.memory)
    all = all + memory(modules.capacity, modules.density) * modules.units;
  for (const Drives& drives : server.drives)
    all = all +
          (drives.type == DriveType::hdd ? exact(hdd()) : ssd(drives.capacity, drives.density)) *
              drives.units;
  return all;
}

Impacts amortised(const Impacts& impacts, Seconds time, Seconds life) {
  return impacts * std::min(1.0, time / life);
}

Watts cpu_power(Watts tdp, Fraction load) {
  // Least squares of a ln(load + c) + d to the four points; load in percent.
  const double share = 0.50847934 * std::log(load.value() * 100.0 + 20.451103088) - 1.41535595;
  return tdp * share;
}

double as_printed(double value, double low, double high) {
  if (value == 0.0 || !std::isfinite(value)) return value;
  const auto magnitude = [](double x) { return static_cast<int>(std::floor(std::log10(x))); };
  int place = magnitude(std::abs(value)) - 3;  // of the last of four digits
  if (high > low) place = std::max(place, magnitude(high - low) - 1);
  const double unit = std::pow(10.0, std::abs(place));
  return place < 0 ? std::round(value * unit) / unit : std::round(value / unit) * unit;
}

}  // namespace wattprint::estimate::methods::boavizta
