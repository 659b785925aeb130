#pragma once

#include <array>
#include <span>
#include <string_view>

/// The fitted coefficients of ServerPower, in log watts. tools/server_power_model.py defines the
/// function that they belong to, tools/fit_server_power.py writes server_power_fit.cpp.
namespace wattprint::models::fit {

/// A coefficient at each of the loads that are fitted: idle, half, full.
struct ByLoad {
  double idle, half, full;
};

/// Features in the order of CPU_KERNEL: tdp, cores, clock, smt, year.
using CpuPoint = std::array<double, 5>;
/// Features in the order of SYSTEM_KERNEL: chips, memory, entry.
using SystemPoint = std::array<double, 3>;

struct CpuCentre {
  CpuPoint at;
  ByLoad weight;
};

struct SystemCentre {
  SystemPoint at;
  ByLoad weight;
};

struct YearCentre {
  double year;
  ByLoad weight;
};

struct NamedEffect {
  std::string_view name;
  ByLoad added;
};

/// memory_doublings  log2 of GB, rounded.
struct ConfigurationEffect {
  std::string_view cpu;
  unsigned chips;
  int memory_doublings;
  ByLoad added;
};

/// log P(u) = log P(1) + idle log P(0)/P(1) + half log P(0.5)/P(1) + constant, at one load level.
struct Shape {
  double idle, half, constant;
};

/// Log factors from the fitted curve to the value, and from the value to the ends of its interval.
struct Moves {
  double value, low, high;
};

constexpr unsigned kLevels = 11;  ///< loads of 0, 10, ... 100 %

struct Calibration {
  std::array<Moves, kLevels> by_level;
};

/// base + step x cores of a chip (for a year: x doublings of cores), at most `most`.
struct Guess {
  double base, step, most;
};

struct Numbers {
  double memory_exponent;
  double straight_tdp;
  double straight_cores;
  double drift_length;
  double widening;             ///< of an interval at no likeness at all, less 1
  double many_chips_widening;  ///< of an interval of a server with more than two chips
  Guess unknown_tdp;
  Guess unknown_year;
};

const Numbers& numbers();
const ByLoad& offset();
std::span<const ByLoad> scale();   ///< server, chip, TDP watt, core, GB^memory_exponent
std::span<const ByLoad> linear();  ///< in the order of LINEAR
std::span<const double> cpu_lengths();
std::span<const double> system_lengths();
std::span<const CpuCentre> cpu_centres();
std::span<const SystemCentre> system_centres();
std::span<const YearCentre> drift();
std::span<const NamedEffect> microarchitectures();      ///< by name
std::span<const NamedEffect> cpu_models();              ///< by name
std::span<const ConfigurationEffect> configurations();  ///< by CPU name
std::span<const Shape> shape();                         ///< kLevels of them
std::span<const Calibration> calibrations();            ///< in the order of CpuKnowledge

}  // namespace wattprint::models::fit
