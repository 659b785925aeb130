#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

/// The part of Intel's Level Zero Sysman library that we call, declared by ourselves. Names and
/// layouts are those of its C ABI. Source: oneAPI Level Zero Specification, "Sysman Programming
/// Guide".
namespace wattprint::sensors::sysman {

using Driver = struct OpaqueDriver*;
using Device = struct OpaqueDevice*;
using PowerDomain = struct OpaquePowerDomain*;

/// ze_result_t.
enum class Status : std::uint32_t {
  success = 0,
  device_lost = 0x70000001,
  insufficient_permissions = 0x70010000,
  not_available = 0x70010001,
  uninitialized = 0x78000001,
  unsupported_feature = 0x78000003,
};

/// zes_pci_properties_t.
struct PciProperties {
  std::uint32_t type = 2;  // ZES_STRUCTURE_TYPE_PCI_PROPERTIES
  const void* next = nullptr;
  std::uint32_t domain = 0, bus = 0, device = 0, function = 0;
  std::int32_t generation = 0, width = 0;
  std::int64_t bandwidth = 0;
  std::uint8_t has_bandwidth = 0, has_packets = 0, has_replays = 0;
};
static_assert(sizeof(PciProperties) == 56);

/// zes_power_domain_t: levels that contain each other, not parts. Their sum means nothing.
enum class Level : std::int32_t {
  unknown = 0,
  card = 1,
  package = 2,
  stack = 3,
  memory = 4,
  gpu = 5
};

/// zes_power_ext_properties_t.
struct PowerLevel {
  std::uint32_t type = 0x28;  // ZES_STRUCTURE_TYPE_POWER_EXT_PROPERTIES
  const void* next = nullptr;
  Level level = Level::unknown;
  void* default_limit = nullptr;
};
static_assert(sizeof(PowerLevel) == 32);

/// zes_power_properties_t.
struct PowerProperties {
  std::uint32_t type = 0xd;  // ZES_STRUCTURE_TYPE_POWER_PROPERTIES
  const void* next = nullptr;
  std::uint8_t on_subdevice = 0;
  std::uint32_t subdevice = 0;
  std::uint8_t can_control = 0, has_threshold = 0;
  std::int32_t default_limit = 0, min_limit = 0, max_limit = 0;
};
static_assert(sizeof(PowerProperties) == 40);

/// zes_power_energy_counter_t: only differences mean something.
struct EnergyCounter {
  std::uint64_t microjoules = 0;
  std::uint64_t timestamp_us = 0;
};

/// What the library offers; all but `card_domain` and `properties` are in every version with
/// zesInit.
struct Functions {
  Status (*init)(std::uint32_t flags);
  Status (*drivers)(std::uint32_t* count, Driver*);
  Status (*devices)(Driver, std::uint32_t* count, Device*);
  Status (*pci)(Device, PciProperties*);
  Status (*domains)(Device, std::uint32_t* count, PowerDomain*);
  Status (*energy)(PowerDomain, EnergyCounter*);

  Status (*card_domain)(Device, PowerDomain*) = nullptr;
  Status (*properties)(PowerDomain, PowerProperties*) = nullptr;
};

/// The library, initialised. Sysman has no way to end it; closing happens with the last owner.
class Library {
 public:
  /// Loads libze_loader.so.1. Errc::not_present when there is none, or one from before zesInit
  /// (1.5).
  static Result<std::shared_ptr<const Library>> open();
  /// Takes any implementation and initialises it.
  static Result<std::shared_ptr<const Library>> adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive = nullptr);
  const Functions& functions() const { return functions_; }

 private:
  Library(Functions functions, std::shared_ptr<void> keep_alive)
      : functions_(functions), keep_alive_(std::move(keep_alive)) {}
  Functions functions_;
  std::shared_ptr<void> keep_alive_;
};

/// One GPU and the one power domain that stands for all of it.
struct Gpu {
  std::string pci_address;  ///< "0000:03:00.0"
  std::optional<PowerDomain> domain;
  Status status = Status::success;  ///< why there is no domain

  /// Graphics inside a processor sit at this address since Sandy Bridge; their energy is part of
  /// the package's.
  bool is_integrated() const { return pci_address == "0000:00:02.0"; }
};

/// All GPUs, each with the highest readable level: card, else package, else the chip.
std::vector<Gpu> find_gpus(const Library& library);

/// "unsupported feature (Level Zero status 0x78000003)".
std::string describe(Status status);

}  // namespace wattprint::sensors::sysman
