#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// ENTSO-E Transparency Platform: generation by type of European bidding zones (document A75),
/// weighed with our emission factors. A free key; CC BY 4.0 for most of it.
///
/// Option: `intensity_kind`, lifecycle (default) or direct. Source of the interface:
/// https://transparencyplatform.zendesk.com/hc/en-us/articles/15692855254548
Result<std::unique_ptr<Provider>> make_entsoe(const ProviderOptions& options);

}  // namespace wattprint::grid
