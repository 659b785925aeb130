#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Carbon Intensity API of Great Britain's system operator (NESO): half hours, no key, CC BY 4.0.
///
/// Options: `postcode` (outward part, "M15") or `region` (1 to 17), else the whole of Great
/// Britain. Its factors count what leaves the stack: the figures are direct. Source:
/// https://carbon-intensity.github.io/api-definitions/
Result<std::unique_ptr<Provider>> make_uk(const ProviderOptions& options);

}  // namespace wattprint::grid
