#include "sensors/amd/rocm_smi.hpp"

#include <fmt/format.h>

#include <type_traits>

#include "base/dynamic_library.hpp"

namespace wattprint::sensors::rocm {
namespace {

template <class Pointer>
bool find(const DynamicLibrary& library, Pointer& function, const char* symbol) {
  function = library.find<std::remove_pointer_t<Pointer>>(symbol);
  return function != nullptr;
}

/// ROCm counts its sonames up; Debian has its own. The unversioned name is that of /opt/rocm.
Result<DynamicLibrary> open_any() {
  auto first = DynamicLibrary::open("librocm_smi64.so.1");
  if (first) return first;
  for (const char* name : {"librocm_smi64.so.7", "librocm_smi64.so.6", "librocm_smi64.so.5",
                           "librocm_smi64.so", "/opt/rocm/lib/librocm_smi64.so"}) {
    auto library = DynamicLibrary::open(name);
    if (library) return library;
  }
  return first;
}

}  // namespace

Result<std::shared_ptr<const Library>> Library::open() {
  auto opened = open_any();
  if (!opened) return fail(opened.error());
  auto library = std::make_shared<DynamicLibrary>(std::move(*opened));
  Functions f{};
  if (!find(*library, f.init, "rsmi_init") || !find(*library, f.shut_down, "rsmi_shut_down") ||
      !find(*library, f.count, "rsmi_num_monitor_devices"))
    return fail(Errc::unavailable, "librocm_smi64: lacks functions that every version has");
  find(*library, f.pci_id, "rsmi_dev_pci_id_get");
  find(*library, f.name, "rsmi_dev_name_get");
  find(*library, f.energy, "rsmi_dev_energy_count_get");
  find(*library, f.average_power, "rsmi_dev_power_ave_get");
  find(*library, f.power, "rsmi_dev_power_get");
  find(*library, f.processes, "rsmi_compute_process_info_get");
  find(*library, f.process_on_device, "rsmi_compute_process_info_by_device_get");
  return adopt(f, std::move(library));
}

Result<std::shared_ptr<const Library>> Library::adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive) {
  const Status status = functions.init(0);
  if (status == Status::permission)
    return fail(Errc::permission_denied, "ROCm SMI does not start: " + describe(status));
  if (status != Status::success)
    return fail(Errc::unavailable, "ROCm SMI does not start: " + describe(status));
  return std::shared_ptr<const Library>(new Library(functions, std::move(keep_alive)));
}

Library::~Library() { functions_.shut_down(); }

std::string describe(Status status) {
  const char* text = "an error";
  switch (status) {
    case Status::success: text = "success"; break;
    case Status::not_supported: text = "not supported"; break;
    case Status::permission: text = "no permission"; break;
    case Status::init_error: text = "the amdgpu driver does not answer"; break;
    case Status::not_found: text = "not found"; break;
    case Status::insufficient_size: text = "buffer too small"; break;
  }
  return fmt::format("{} (ROCm SMI status {})", text, static_cast<int>(status));
}

Place place_of(std::uint64_t pci_id) {
  const auto domain = static_cast<unsigned>(pci_id >> 32);
  const auto bus = static_cast<unsigned>(pci_id >> 8 & 0xff);
  const auto device = static_cast<unsigned>(pci_id >> 3 & 0x1f);
  const auto function = static_cast<unsigned>(pci_id & 0x7);
  const auto partition = static_cast<unsigned>(pci_id >> 28 & 0xf);
  // AMD's GPUs are function 0 (their audio is 1), so another function is a partition.
  return {fmt::format("{:04x}:{:02x}:{:02x}.0", domain, bus, device),
          partition != 0 ? partition : function};
}

}  // namespace wattprint::sensors::rocm
