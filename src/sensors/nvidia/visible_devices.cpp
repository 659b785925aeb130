#include "sensors/nvidia/visible_devices.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"

namespace wattprint::sensors::nvml {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

/// Position of the only GPU that `matches`; nothing when none or several do.
template <class Matches>
std::optional<std::size_t> only_one(std::span<const GpuName> gpus, Matches matches) {
  const auto first = std::find_if(gpus.begin(), gpus.end(), matches);
  if (first == gpus.end() || std::find_if(first + 1, gpus.end(), matches) != gpus.end())
    return std::nullopt;
  return static_cast<std::size_t>(first - gpus.begin());
}

std::optional<std::size_t> gpu_of(std::string_view entry, std::span<const GpuName> gpus) {
  constexpr std::string_view kOldMig = "MIG-GPU-";
  if (starts_with(entry, kOldMig)) {
    const std::string_view uuid = entry.substr(4, entry.find('/') - 4);
    return only_one(gpus, [&](const GpuName& gpu) { return gpu.uuid == uuid; });
  }
  if (starts_with(entry, "MIG-"))
    return only_one(gpus, [&](const GpuName& gpu) {
      return std::any_of(gpu.mig_uuids.begin(), gpu.mig_uuids.end(),
                         [&](const std::string& uuid) { return starts_with(uuid, entry); });
    });
  if (starts_with(entry, "GPU-"))
    return only_one(gpus, [&](const GpuName& gpu) { return starts_with(gpu.uuid, entry); });
  const auto index = parse_u64(entry);
  if (!index || *index >= gpus.size()) return std::nullopt;
  return static_cast<std::size_t>(*index);
}

}  // namespace

VisibleDevices visible_devices_from_environment() {
  return {environment("CUDA_VISIBLE_DEVICES"), environment("CUDA_DEVICE_ORDER")};
}

std::optional<std::vector<bool>> visible_gpus(const VisibleDevices& environment,
                                              std::span<const GpuName> gpus) {
  if (!environment.list) return std::nullopt;
  const bool all_alike = std::all_of(gpus.begin(), gpus.end(), [&](const GpuName& gpu) {
    return gpu.model == gpus.front().model;
  });
  const bool has_nvml_order = all_alike || environment.order == "PCI_BUS_ID";
  std::vector<bool> visible(gpus.size(), false);
  for (const auto raw : split(*environment.list, ',')) {
    const auto entry = trim(raw);
    const auto gpu = gpu_of(entry, gpus);
    if (!gpu) break;
    if (parse_u64(entry) && !has_nvml_order) return std::nullopt;
    visible[*gpu] = true;
  }
  return visible;
}

}  // namespace wattprint::sensors::nvml
