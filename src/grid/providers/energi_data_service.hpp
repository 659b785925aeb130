#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Energi Data Service of Energinet, Denmark's system operator: West and East Denmark in steps of 5
/// minutes, and a prognosis of some 9 hours; no key.
///
/// Its figures are of consumption, with exchange, and count what power plants emit: direct. Source:
/// https://www.energidataservice.dk/tso-electricity/CO2Emis and CO2EmisProg
Result<std::unique_ptr<Provider>> make_energi_data_service(const ProviderOptions& options);

}  // namespace wattprint::grid
