#include "estimate/llm/llm_fit.hpp"

// Written by tools/fit_llm_energy.py; docs/estimate-llm.md says on which data and how wrong it is.

namespace wattprint::estimate::llm {

const Fit& fit() {
  // clang-format off
  static constexpr Fit kFit{
      .coefficients = {{0.76744, 0.93464, 1.47398, 0.669037, 0.347397, 0.041833}},
      .layers_factor = 22.1856,
      .layers_power = 0.257925,
      .layers_with_experts = 48,
      .cache_factor = 60399.6,
      .cache_power = 0.371503,
      .spreads = {{
          {{{{{0.7587, 1.3099}, {0.6001, 1.5024}}}, {{{0.7251, 1.4231}, {0.6124, 1.5687}}}}},
          {{{{{0.5597, 1.9088}, {0.5232, 2.1843}}}, {{{0.4333, 1.9191}, {0.3581, 1.9551}}}}},
      }},
      .power_share = 0.7133,
      .power_share_spread = {0.5733, 1.3584},
  };
  // clang-format on
  return kFit;
}

}  // namespace wattprint::estimate::llm
