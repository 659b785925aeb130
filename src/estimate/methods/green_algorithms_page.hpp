#pragma once

#include <vector>

#include "base/result.hpp"
#include "estimate/methods/methods.hpp"

// What Green Algorithms' page knows of a place and of a CPU, and what it takes where it does not;
// GreenAlgorithms4HPC has that from whoever sets it up, who has it from the page.
namespace wattprint::estimate::methods {

/// The figure of the nearest place that the page has: the data centre's, the zone, what contains
/// it, the world.
Result<CarbonIntensity> page_intensity(const Place& place, std::vector<Assumption>& assumptions);

struct Cores {
  double count = 0.0;
  Watts each{0.0};
};
/// Cores of a CPU and what the page takes for one: its row, else the catalog's package by its
/// cores, else its row "Any".
Result<Cores> page_cores(const CpuUse& cpu, std::vector<Assumption>& assumptions);

/// The PUE that was stated, else the page's for a server of one's own.
Result<Pue> hpc_pue(const Job& job, std::vector<Assumption>& assumptions);

/// Known faults of GreenAlgorithms4HPC that touch a result.
void add_hpc_faults(MethodResult& result);

}  // namespace wattprint::estimate::methods
