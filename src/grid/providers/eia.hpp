#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// U.S. Energy Information Administration, form EIA-930: hourly generation by fuel of each
/// balancing authority, weighed with our emission factors. A free key; public domain.
///
/// Option: `intensity_kind`, lifecycle (default) or direct. Source of the interface:
/// https://www.eia.gov/opendata/documentation.php
Result<std::unique_ptr<Provider>> make_eia(const ProviderOptions& options);

}  // namespace wattprint::grid
