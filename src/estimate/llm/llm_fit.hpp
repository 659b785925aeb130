#pragma once

#include <array>

#include "units/figure.hpp"

namespace wattprint::estimate::llm {

/// What tools/fit_llm_energy.py found out.
struct Fit {
  /// Of weights, cache, arithmetic, layers, layers with experts, tokens; see gpu_energy.cpp.
  std::array<double, 6> coefficients;
  double layers_factor;  ///< layers of a dense model: factor x total^power
  double layers_power;
  double layers_with_experts;
  double cache_factor;  ///< cache of a token: factor x active^power
  double cache_power;
  /// Measured / estimated: [experts or hybrid][by parameters alone][a GPU that was not measured].
  std::array<std::array<std::array<Spread, 2>, 2>, 2> spreads;
  double power_share;  ///< GPU power while it serves / rated power
  Spread power_share_spread;
};

const Fit& fit();

}  // namespace wattprint::estimate::llm
