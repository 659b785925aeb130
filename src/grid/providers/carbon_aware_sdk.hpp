#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// A web API of the Green Software Foundation's Carbon Aware SDK that somebody runs, at option
/// `url`.
///
/// It hands on the figures of the source that it is set up with, and does not say of which: options
/// `signal` (average, marginal), which must be given, and `intensity_kind`. Option `locations`
/// says by which name it knows a zone, "DE=germanywestcentral SE=swedencentral"; without it by the
/// zone's code. Source: https://github.com/Green-Software-Foundation/carbon-aware-sdk
Result<std::unique_ptr<Provider>> make_carbon_aware_sdk(const ProviderOptions& options);

}  // namespace wattprint::grid
