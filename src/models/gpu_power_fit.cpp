// Written by tools/fit_gpu_power.py. What it means and how good it is: docs/gpu-power.md.
#include "models/gpu_power_fit.hpp"

namespace wattprint::models {

const GpuPowerFit& gpu_power_fit() {
  // Shares of rated power as value, low, high.
  // clang-format off
  static constexpr GpuPowerFit kFit{
      .idle_hbm = {0.1449, 0.0924, 0.2272},
      .idle_gddr = {0.0574, 0.0132, 0.2499},
      .idle_any = {0.0880, 0.0238, 0.3251},
      .held = {0.2193, 0.1323, 0.3634},
      .busy = {0.6928, 0.3433, 1.0000},
      .typical = {0.6360, 0.0939, 1.0000},
      .limit_ceiling = 0.98,
      .limit_sharpness = 4,
      .limit_low_error = -0.1684,
      .limit_high_error = 0.1766,
  };
  // clang-format on
  return kFit;
}

}  // namespace wattprint::models
