#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/machine.hpp"
#include "models/cloud_identity.hpp"
#include "models/cloud_metadata.hpp"

namespace wattprint::engine {

/// What cloud machine this is, as far as could be found out.
struct CloudHere {
  std::optional<models::CloudIdentity> cloud;
  std::string problem;  ///< why the metadata service told nothing; empty when it was not asked
};

/// By the firmware alone, or, when `metadata` is given, also by the cloud's metadata service: the
/// only use of the network, and only on the user's demand. What the firmware knows stands when
/// the service fails.
CloudHere cloud_here(const Machine& machine, const std::optional<models::MetadataService>& metadata,
                     const Clock& clock);

}  // namespace wattprint::engine
