#include "sensors/nvidia/gpu.hpp"

#include <array>

#include "base/text.hpp"

namespace wattprint::sensors::nvml {
namespace {

// NVML_DEVICE_ARCH_AMPERE; later architectures have greater numbers.
constexpr unsigned kAmpere = 7;
constexpr unsigned kUnknownArchitecture = 0xffffffff;

/// nvmlDeviceGetPowerUsage is a one-second average on Ampere and later, except on GA100, the chip
/// of the A100 and A30 (NVML guide).
Method power_usage_kind(const Library& library, const Gpu& gpu) {
  unsigned architecture = kUnknownArchitecture;
  const auto& nvml = library.functions();
  if (nvml.architecture == nullptr ||
      nvml.architecture(gpu.device, &architecture) != Status::success ||
      architecture == kUnknownArchitecture || architecture < kAmpere)
    return Method::power_usage;
  const bool is_ga100 =
      gpu.model.find("A100") != std::string::npos || gpu.model.find("A30") != std::string::npos;
  return architecture == kAmpere && is_ga100 ? Method::power_usage : Method::power_average;
}

void choose_meter(const Library& library, Gpu& gpu) {
  const auto& nvml = library.functions();
  gpu.status = Status::not_supported;
  if (nvml.total_energy != nullptr) {
    unsigned long long millijoules = 0;
    gpu.status = nvml.total_energy(gpu.device, &millijoules);
    // Virtual GPUs answer with a zero that never moves.
    if (gpu.status == Status::success && millijoules > 0) {
      gpu.method = Method::energy_counter;
      return;
    }
  }
  Status status = Status::not_supported;
  if (instant_milliwatts(library, gpu.device, status).value_or(0) > 0) {
    gpu.method = Method::power_instant;
    return;
  }
  if (nvml.power_usage == nullptr) return;
  unsigned milliwatts = 0;
  status = nvml.power_usage(gpu.device, &milliwatts);
  if (status == Status::success && milliwatts > 0) {
    gpu.method = power_usage_kind(library, gpu);
  } else if (status != Status::success) {
    gpu.status = status;
  }
}

std::string text_of(Status (*get)(Device, char*, unsigned), Device device) {
  std::array<char, 128> text{};
  if (get == nullptr || get(device, text.data(), text.size() - 1) != Status::success) return "";
  return text.data();
}

/// "00000000:65:00.0" becomes "0000:65:00.0", as the kernel writes it.
std::string kernel_pci_address(std::string_view bus_id) {
  constexpr std::size_t kKernelLength = 12;
  while (bus_id.size() > kKernelLength && bus_id.front() == '0') bus_id.remove_prefix(1);
  return to_lower(bus_id);
}

void name_gpu(const Library& library, Gpu& gpu) {
  const auto& nvml = library.functions();
  gpu.uuid = text_of(nvml.uuid, gpu.device);
  gpu.model = text_of(nvml.name, gpu.device);
  PciInfo pci{};
  if (nvml.pci_info != nullptr && nvml.pci_info(gpu.device, &pci) == Status::success) {
    pci.bus_id[sizeof pci.bus_id - 1] = '\0';
    gpu.pci_address = kernel_pci_address(pci.bus_id);
  }
  unsigned most = 0;
  if (nvml.max_mig_devices == nullptr || nvml.mig_device == nullptr ||
      nvml.max_mig_devices(gpu.device, &most) != Status::success)
    return;
  for (unsigned i = 0; i < most; ++i) {
    Device instance = nullptr;
    if (nvml.mig_device(gpu.device, i, &instance) == Status::success)
      gpu.mig_uuids.push_back(text_of(nvml.uuid, instance));
  }
}

}  // namespace

std::string_view describe(Method method) {
  switch (method) {
    case Method::energy_counter: return "total energy counter";
    case Method::power_instant: return "instantaneous power, integrated";
    case Method::power_average: return "average power over 1 s, integrated";
    case Method::power_usage: return "instantaneous power as the driver gives it, integrated";
    case Method::none: break;
  }
  return "no meter";
}

std::optional<unsigned> instant_milliwatts(const Library& library, Device device, Status& status) {
  const auto& nvml = library.functions();
  status = Status::function_not_found;
  if (nvml.field_values == nullptr) return std::nullopt;
  FieldValue value{};
  value.field = kFieldPowerInstant;
  status = nvml.field_values(device, 1, &value);
  if (status == Status::success) status = value.status;
  if (status != Status::success) return std::nullopt;
  // nvmlValueType_t: 1 unsigned int, 3 unsigned long long; milliwatts fit in the lower half.
  constexpr int kUnsigned = 1;
  return value.type == kUnsigned ? value.value.as_unsigned
                                 : static_cast<unsigned>(value.value.as_unsigned_long_long);
}

Result<std::vector<Gpu>> find_gpus(const Library& library, const VisibleDevices& environment) {
  const auto& nvml = library.functions();
  unsigned count = 0;
  const Status counted = nvml.count(&count);
  if (counted != Status::success)
    return fail(Errc::unavailable, "NVML cannot count the GPUs: " + library.describe(counted));
  std::vector<Gpu> gpus;
  std::vector<GpuName> names;
  for (unsigned i = 0; i < count; ++i) {
    Gpu gpu;
    gpu.status = nvml.handle_by_index(i, &gpu.device);
    if (gpu.status == Status::success) {
      name_gpu(library, gpu);
      choose_meter(library, gpu);
    }
    if (gpu.uuid.empty()) gpu.uuid = "GPU-" + std::to_string(i);
    names.push_back({gpu.uuid, gpu.model, gpu.mig_uuids});
    gpus.push_back(std::move(gpu));
  }
  if (const auto visible = visible_gpus(environment, names))
    for (std::size_t i = 0; i < gpus.size(); ++i) gpus[i].is_visible = (*visible)[i];
  return gpus;
}

}  // namespace wattprint::sensors::nvml
