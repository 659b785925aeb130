#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// WattTime, version 3: marginal (and, by plan, average) operating emissions in steps of 5 minutes.
///
/// The key is "user:password". Options: `signal` (co2_moer, co2_aoer), and `region` with `zones`;
/// without them the region is the one at a point inside the zone. Source:
/// https://docs.watttime.org
Result<std::unique_ptr<Provider>> make_watttime(const ProviderOptions& options);

}  // namespace wattprint::grid
