#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sensors/nvidia/nvml.hpp"
#include "sensors/nvidia/visible_devices.hpp"

namespace wattprint::sensors::nvml {

/// By what the energy of a GPU is known.
enum class Method {
  none,
  energy_counter,  ///< mJ since the driver was loaded
  power_instant,   ///< field 186, mW
  power_average,   ///< nvmlDeviceGetPowerUsage where it is a one-second average
  power_usage,     ///< nvmlDeviceGetPowerUsage where it is a snapshot, or the driver does not say
};

/// "average power over 1 s, integrated" and the like, for a figure's source.
std::string_view describe(Method method);

/// One GPU as the driver lists it.
struct Gpu {
  Device device = nullptr;
  std::string uuid;
  std::string model;
  std::string pci_address;  ///< "0000:65:00.0"; empty when the driver does not tell
  Method method = Method::none;
  Status status = Status::success;  ///< of the attempts to read it, when there is no meter
  bool is_visible = true;           ///< to the run
  std::vector<std::string> mig_uuids;

  /// "GPU-1a2b3c4d": enough of the UUID to tell the GPUs of a machine apart.
  std::string short_name() const { return uuid.substr(0, 12); }
};

/// All GPUs, with the best meter of each. Errc::unavailable when they cannot even be counted; a GPU
/// that cannot be opened is listed with its status.
Result<std::vector<Gpu>> find_gpus(const Library& library, const VisibleDevices& environment);

/// Power now, by field 186.
std::optional<unsigned> instant_milliwatts(const Library& library, Device device, Status& status);

}  // namespace wattprint::sensors::nvml
