#include "sensors/nvidia/nvml.hpp"

#include <fmt/format.h>

#include <type_traits>

#include "base/dynamic_library.hpp"

namespace wattprint::sensors::nvml {
namespace {

/// Sets `function` to the first of the symbols that the library has.
template <class Pointer, class... Symbols>
bool find(const DynamicLibrary& library, Pointer& function, Symbols... symbols) {
  using Function = std::remove_pointer_t<Pointer>;
  function = nullptr;
  ((function = function != nullptr ? function : library.find<Function>(symbols)), ...);
  return function != nullptr;
}

Error init_error(const Functions& functions, Status status) {
  const char* text =
      functions.error_string != nullptr ? functions.error_string(status) : "no description";
  const auto say = [&](Errc code, const char* remedy) {
    return Error{code, fmt::format("NVML does not start: {} (status {}); {}", text,
                                   static_cast<int>(status), remedy)};
  };
  switch (status) {
    case Status::driver_not_loaded:
      // Many machines have the library and no GPU. Where there is one, nothing can use it now.
      return say(Errc::not_present, "if there is a GPU: sudo modprobe nvidia");
    case Status::version_mismatch:
      return say(Errc::unavailable,
                 "library and kernel module are of different versions after an upgrade: reboot");
    case Status::no_permission:
      return say(Errc::permission_denied, "your user needs access to /dev/nvidia*");
    default: return say(Errc::unavailable, "see what nvidia-smi says");
  }
}

}  // namespace

Result<std::shared_ptr<const Library>> Library::open(const std::string& name) {
  auto opened = DynamicLibrary::open(name);
  if (!opened) return fail(opened.error());
  auto library = std::make_shared<DynamicLibrary>(std::move(*opened));
  Functions f;
  const bool has_all = find(*library, f.init, "nvmlInit_v2", "nvmlInit") &&
                       find(*library, f.shutdown, "nvmlShutdown") &&
                       find(*library, f.count, "nvmlDeviceGetCount_v2", "nvmlDeviceGetCount") &&
                       find(*library, f.handle_by_index, "nvmlDeviceGetHandleByIndex_v2",
                            "nvmlDeviceGetHandleByIndex") &&
                       find(*library, f.uuid, "nvmlDeviceGetUUID");
  if (!has_all) return fail(Errc::unavailable, name + ": lacks functions that every version has");
  find(*library, f.error_string, "nvmlErrorString");
  find(*library, f.handle_by_uuid, "nvmlDeviceGetHandleByUUID");
  find(*library, f.name, "nvmlDeviceGetName");
  find(*library, f.pci_info, "nvmlDeviceGetPciInfo_v3");
  find(*library, f.architecture, "nvmlDeviceGetArchitecture");
  find(*library, f.total_energy, "nvmlDeviceGetTotalEnergyConsumption");
  find(*library, f.power_usage, "nvmlDeviceGetPowerUsage");
  find(*library, f.field_values, "nvmlDeviceGetFieldValues");
  find(*library, f.process_utilization, "nvmlDeviceGetProcessUtilization");
  // Version 1 of these has a shorter struct and is not worth a second layout: drivers since 2020
  // have version 2.
  find(*library, f.compute_processes, "nvmlDeviceGetComputeRunningProcesses_v3",
       "nvmlDeviceGetComputeRunningProcesses_v2");
  find(*library, f.graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses_v3",
       "nvmlDeviceGetGraphicsRunningProcesses_v2");
  find(*library, f.mig_mode, "nvmlDeviceGetMigMode");
  find(*library, f.max_mig_devices, "nvmlDeviceGetMaxMigDeviceCount");
  find(*library, f.mig_device, "nvmlDeviceGetMigDeviceHandleByIndex");
  find(*library, f.mig_parent, "nvmlDeviceGetDeviceHandleFromMigDeviceHandle");
  find(*library, f.attributes, "nvmlDeviceGetAttributes_v2", "nvmlDeviceGetAttributes");
  return adopt(f, std::move(library));
}

Result<std::shared_ptr<const Library>> Library::adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive) {
  const Status status = functions.init();
  if (status != Status::success) return fail(init_error(functions, status));
  return std::shared_ptr<const Library>(new Library(functions, std::move(keep_alive)));
}

Library::~Library() { functions_.shutdown(); }

std::string Library::describe(Status status) const {
  const char* text =
      functions_.error_string != nullptr ? functions_.error_string(status) : "an error";
  return fmt::format("{} (NVML status {})", text, static_cast<int>(status));
}

}  // namespace wattprint::sensors::nvml
