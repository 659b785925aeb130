#pragma once

#include <array>
#include <string_view>

#include "models/server_power.hpp"
#include "models/server_power_fit.hpp"

namespace wattprint::models {

/// A server as the fitted function sees it. The numbers are dimensionless;
/// tools/server_power_model.py (`features`) makes the same ones.
struct ServerFeatures {
  fit::CpuPoint cpu;             ///< tdp, cores, clock, smt, year
  fit::SystemPoint system;       ///< chips, memory, entry
  std::array<double, 9> linear;  ///< in the order of fit::linear()
  std::array<double, 5>
      amounts;  ///< in the order of fit::scale(): server, chips, watts of TDP, ...
  std::string_view microarchitecture;  ///< empty unless there is only one
  std::string_view cpu_model;          ///< empty unless the catalog knows it
  unsigned chips;
  int memory_doublings;
};

/// hardware  complete: counts of at least 1, clock and memory known or guessed.
ServerFeatures features_of(const ServerHardware& hardware, const catalog::CpuMatch& cpu);

}  // namespace wattprint::models
