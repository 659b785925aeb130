#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wattprint::sensors::nvml {

/// The environment by which a CUDA program is told which GPUs to use.
struct VisibleDevices {
  std::optional<std::string> list;   ///< CUDA_VISIBLE_DEVICES
  std::optional<std::string> order;  ///< CUDA_DEVICE_ORDER
};

/// That of this process. NVIDIA_VISIBLE_DEVICES is not looked at: it tells a container runtime
/// which GPUs to put into the container, and NVML shows no others in there.
VisibleDevices visible_devices_from_environment();

/// A GPU as far as such a list can name it.
struct GpuName {
  std::string uuid;                    ///< "GPU-8f6d...-..."
  std::string model;                   ///< "NVIDIA A100-SXM4-80GB"
  std::vector<std::string> mig_uuids;  ///< of its MIG devices
};

/// Which of the GPUs (in NVML's order) a CUDA program would see.
///
/// Entries are indices, UUIDs, unique beginnings of UUIDs, or MIG UUIDs (also of the old form
/// MIG-GPU-<uuid>/gi/ci); the list ends at its first invalid entry; an empty list means none.
/// Nothing when the environment does not say, and when it gives indices but the models differ and
/// CUDA_DEVICE_ORDER is not PCI_BUS_ID: CUDA then numbers the fastest first, by an unpublished
/// rule. Source: CUDA C++ Programming Guide, "CUDA Environment Variables"; MIG User Guide.
std::optional<std::vector<bool>> visible_gpus(const VisibleDevices& environment,
                                              std::span<const GpuName> gpus);

}  // namespace wattprint::sensors::nvml
