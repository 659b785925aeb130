#pragma once

#include <optional>
#include <string>

#include "base/machine.hpp"
#include "catalog/instances.hpp"

namespace wattprint::models {

/// What cloud this machine is rented from, and as what.
struct CloudIdentity {
  std::string provider;       ///< as in the catalog: "aws", "azure", "gcp"; others: "hetzner", ...
  std::string provider_name;  ///< "Amazon Web Services"
  std::string instance_type;  ///< "m5.large"; empty when not known
  std::string region;         ///< "eu-central-1"; empty when not known
  std::string evidence;       ///< for people: what says so

  /// The catalog's row of the type; nothing when the type is not known or not in it.
  std::optional<catalog::Instance> instance() const;
};

/// The cloud by what the firmware says (<sysfs>/class/dmi/id, <sysfs>/hypervisor/uuid): a few small
/// reads, no network. AWS tells its type there, others only who they are. Nothing for a machine
/// that is none of a cloud we know.
std::optional<CloudIdentity> identify_cloud(const Machine& machine);

}  // namespace wattprint::models
