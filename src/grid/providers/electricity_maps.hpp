#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Electricity Maps: flow-traced consumption, hourly and finer, all zones; a key per plan.
///
/// Options: `version` (v3, v4), `emission_factor_type` (lifecycle, direct), `granularity` (hourly,
/// 15_minutes, 5_minutes). Source: https://app.electricitymaps.com/developer-hub/api/reference; the
/// versions differ in their path alone.
Result<std::unique_ptr<Provider>> make_electricity_maps(const ProviderOptions& options);

}  // namespace wattprint::grid
