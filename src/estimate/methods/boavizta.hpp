#pragma once

#include <optional>
#include <vector>

#include "estimate/job.hpp"
#include "estimate/methods/impacts.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// BoaviztAPI 2.4.1 (Boavizta/boaviztapi@15878f0, AGPL-3.0): what making a component or a server
/// takes. The formulas and factors are those of its published methodology (Boavizta, "Digital &
/// environment: how to evaluate server manufacturing footprint, beyond greenhouse gas emissions?",
/// 2021; of GPUs Falk et al. 2025 for ADEME). Its tables of CPUs, memory processes, archetypes and
/// cloud machines are not shipped: the caller gives die sizes and densities.
///
/// Known faults, kept: a GPU's name has no effect (`gpu_by_name`), and GPUs have no power in use.
namespace wattprint::estimate::methods::boavizta {

struct Impacts {
  Grams carbon;
  Antimony metals;
  PrimaryEnergy primary;
};
Impacts operator+(const Impacts& a, const Impacts& b);
Impacts operator*(const Impacts& impacts, double times);

/// An impact with its ends: where something was not given, of the least and the most that it may
/// be.
struct Bounds {
  Impacts value, low, high;
};
Bounds operator+(const Bounds& a, const Bounds& b);
Bounds operator*(const Bounds& bounds, double times);
Bounds exact(const Impacts& impacts);

using Density = Quantity<struct GigabytePerSquareCentimetreTag>;

Impacts cpu(SquareMillimetres die);
/// A module of memory, and a drive. A density that is not given is the tool's mean, with its ends.
Bounds memory(Gigabytes capacity, std::optional<Density> density);
Bounds ssd(Gigabytes capacity, std::optional<Density> density);
Impacts hdd();
Impacts mainboard();
Impacts power_supply(Kilograms mass);
enum class Case { rack, blade };
Impacts server_case(Case kind);
Impacts assembly();

struct GpuFields {
  Kilograms mass, heatsink, casing;
  SquareMillimetres board;  ///< of the wiring board
  SquareMillimetres chip;   ///< of wafer, losses included
  Gigabytes memory;
  unsigned memory_dies = 1;
  double boat_km = 19000.0, truck_km = 1000.0, plane_km = 0.0;
};
/// Emissions only: factors of the other impacts are not published with a licence that lets us have
/// them.
Grams gpu(const GpuFields& fields);
/// What the tool has for a GPU that is given by name, whatever the name.
Impacts gpu_by_name();

/// Wafer that a die takes, losses included: round dies of 300 mm, 0.2 mm of kerf, yield
/// exp(-sqrt(A)).
SquareMillimetres wafer_area(SquareMillimetres die);

// Servers: so many of each.
struct Cpus {
  double units = 0.0;
  SquareMillimetres die;
};
struct MemoryModules {
  double units = 0.0;
  Gigabytes capacity;
  std::optional<Density> density;
};
struct Drives {
  double units = 0.0;
  DriveType type = DriveType::ssd;
  Gigabytes capacity;
  std::optional<Density> density;
};
struct Server {
  Cpus cpus;
  std::vector<MemoryModules> memory;
  std::vector<Drives> drives;
  double gpus = 0.0;
  double power_supplies = 0.0;
  Kilograms power_supply{2.99};
  Case kind = Case::rack;
};
Bounds server(const Server& server);

// Life, over which making is written off.
inline constexpr Seconds kComponentLife{26280.0 * 3600.0};
inline constexpr Seconds kServerLife{35040.0 * 3600.0};
inline constexpr Seconds kCloudLife{52560.0 * 3600.0};
/// The share of a time; all of it for one longer than the life.
Impacts amortised(const Impacts& impacts, Seconds time, Seconds life);

/// A CPU's power by its load: the tool's curve, fitted to 12, 32, 75 and 102 % of the rated power
/// at 0, 10, 50 and 100 % of load.
Watts cpu_power(Watts tdp, Fraction load);

/// A value as the API prints it: to a tenth of the leading digit of the width of its interval, with
/// at most four digits.
double as_printed(double value, double low, double high);

}  // namespace wattprint::estimate::methods::boavizta
