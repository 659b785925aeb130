#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/amounts.hpp"

namespace wattprint::catalog {

/// A cloud machine by its type. The texts point into the table; lists in them are parted by ';'.
struct Instance {
  std::string_view provider;  ///< aws, azure, gcp
  std::string_view type;      ///< as the provider writes it: "m5.large", "Standard_D4s_v3"
  unsigned vcpus = 0;         ///< hardware threads that the machine sees
  Gigabytes memory;
  double gpus = 0.0;  ///< accelerators; a part of one where it is shared
  std::string_view gpu_model;
  /// Several where the provider runs a type on either; empty where it names none.
  std::string_view cpu_models, microarchitectures;
  /// Of the physical machine, as its provider runs it (SMT on or off); empty where not known.
  std::optional<unsigned> host_threads, host_sockets, host_gpus;
  std::optional<Gigabytes> host_memory;
  std::string_view source;
  std::string_view note;

  /// The part of its host's hardware threads that the machine has; nothing where the host is not
  /// known.
  std::optional<Fraction> share_of_host() const;
};

struct InstanceMatch {
  std::optional<Instance> instance;
  std::vector<std::string> suggestions;  ///< nearest types when there is none
};

/// Finds a machine type, whatever the case: "m5.large", "aws:m5.large", "aws/m5.large",
/// "Standard_D4s_v3", "D4s v3", "projects/1/machineTypes/n2-standard-4" (as Google's metadata
/// service writes it). Only the type itself counts: no type stands for another that looks like it.
///
/// Errc::malformed for a text that cannot be a type: empty, longer than 100 characters, or with
/// other than printable ASCII characters.
Result<InstanceMatch> find_instance(std::string_view text,
                                    std::string_view table = tables::instances());

}  // namespace wattprint::catalog
