#pragma once

#include "units/units.hpp"

namespace wattprint::models {

/// Part of a GPU's rated power with its 90 % interval.
struct RatedShare {
  double value;
  double low;
  double high;
};

/// What tools/fit_gpu_power.py found; docs/gpu-power.md says on which data, and how good it is.
struct GpuPowerFit {
  RatedShare idle_hbm;   ///< nothing loaded; memory stays at full speed
  RatedShare idle_gddr;  ///< nothing loaded; memory and clocks go down
  RatedShare idle_any;   ///< kind of memory not known
  RatedShare held;       ///< between kernels of a program: clocks and memory are up
  RatedShare busy;       ///< kernels all the time
  RatedShare typical;    ///< mean of a job of which nothing is known
  // Power under a limit L of a job that draws P at the rated power T: with s = -sharpness,
  // (P^s + (ceiling L)^s - (ceiling T)^s)^(1/s).
  double limit_ceiling;
  double limit_sharpness;
  // Its interval as e^(error x sqrt(1 - L / T)).
  double limit_low_error;
  double limit_high_error;
};

const GpuPowerFit& gpu_power_fit();

}  // namespace wattprint::models
