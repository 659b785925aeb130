#include "sensors/intel/sysman.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/dynamic_library.hpp"

namespace wattprint::sensors::sysman {
namespace {

constexpr const char* kLibrary = "libze_loader.so.1";

template <class Pointer>
bool find(const DynamicLibrary& library, Pointer& function, const char* symbol) {
  function = library.find<std::remove_pointer_t<Pointer>>(symbol);
  return function != nullptr;
}

/// Calls an enumerator twice, as Level Zero wants it: for the number, then for the handles.
template <class Handle, class Enumerate>
std::vector<Handle> all(Enumerate enumerate) {
  std::uint32_t count = 0;
  if (enumerate(&count, nullptr) != Status::success || count == 0) return {};
  std::vector<Handle> handles(count);
  if (enumerate(&count, handles.data()) != Status::success) return {};
  handles.resize(std::min<std::size_t>(count, handles.size()));
  return handles;
}

/// Smaller is better; negative is of no use.
int rank(Level level) {
  switch (level) {
    case Level::card: return 0;
    case Level::package: return 1;
    case Level::gpu: return 2;
    case Level::unknown: return 3;  // an old driver that has only one
    case Level::stack:
    case Level::memory: break;
  }
  return -1;
}

bool can_be_read(const Library& library, PowerDomain domain, Status& status) {
  EnergyCounter counter;
  status = library.functions().energy(domain, &counter);
  return status == Status::success;
}

void choose_domain(const Library& library, Device device, Gpu& gpu) {
  const auto& zes = library.functions();
  gpu.status = Status::unsupported_feature;
  PowerDomain card = nullptr;
  if (zes.card_domain != nullptr && zes.card_domain(device, &card) == Status::success &&
      can_be_read(library, card, gpu.status)) {
    gpu.domain = card;
    return;
  }
  int best = -1;
  const auto domains = all<PowerDomain>(
      [&](std::uint32_t* count, PowerDomain* out) { return zes.domains(device, count, out); });
  for (const auto domain : domains) {
    PowerLevel level;
    PowerProperties properties;
    properties.next = &level;
    if (zes.properties != nullptr && zes.properties(domain, &properties) != Status::success)
      continue;
    const int r = rank(level.level);
    const bool is_better = r >= 0 && (best < 0 || r < best);
    if (properties.on_subdevice != 0 || !is_better || !can_be_read(library, domain, gpu.status))
      continue;
    best = r;
    gpu.domain = domain;
  }
}

}  // namespace

Result<std::shared_ptr<const Library>> Library::open() {
  auto opened = DynamicLibrary::open(kLibrary);
  if (!opened) return fail(opened.error());
  auto library = std::make_shared<DynamicLibrary>(std::move(*opened));
  Functions f{};
  const bool has_all = find(*library, f.init, "zesInit") &&
                       find(*library, f.drivers, "zesDriverGet") &&
                       find(*library, f.devices, "zesDeviceGet") &&
                       find(*library, f.pci, "zesDevicePciGetProperties") &&
                       find(*library, f.domains, "zesDeviceEnumPowerDomains") &&
                       find(*library, f.energy, "zesPowerGetEnergyCounter");
  if (!has_all)
    return fail(Errc::not_present, std::string(kLibrary) + ": too old for Sysman (no zesInit)");
  find(*library, f.card_domain, "zesDeviceGetCardPowerDomain");
  find(*library, f.properties, "zesPowerGetProperties");
  return adopt(f, std::move(library));
}

Result<std::shared_ptr<const Library>> Library::adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive) {
  const Status status = functions.init(0);
  const std::string text = "Level Zero Sysman does not start: " + describe(status);
  if (status == Status::insufficient_permissions) return fail(Errc::permission_denied, text);
  // The loader is there, but no driver of Intel's behind it.
  if (status == Status::uninitialized) return fail(Errc::not_present, text);
  if (status != Status::success) return fail(Errc::unavailable, text);
  return std::shared_ptr<const Library>(new Library(functions, std::move(keep_alive)));
}

std::vector<Gpu> find_gpus(const Library& library) {
  const auto& zes = library.functions();
  std::vector<Gpu> gpus;
  const auto drivers =
      all<Driver>([&](std::uint32_t* count, Driver* out) { return zes.drivers(count, out); });
  for (const auto driver : drivers) {
    const auto devices = all<Device>(
        [&](std::uint32_t* count, Device* out) { return zes.devices(driver, count, out); });
    for (const auto device : devices) {
      Gpu gpu;
      PciProperties pci;
      if (zes.pci(device, &pci) == Status::success)
        gpu.pci_address =
            fmt::format("{:04x}:{:02x}:{:02x}.{:x}", pci.domain, pci.bus, pci.device, pci.function);
      else
        gpu.pci_address = fmt::format("device-{}", gpus.size());
      choose_domain(library, device, gpu);
      gpus.push_back(std::move(gpu));
    }
  }
  return gpus;
}

std::string describe(Status status) {
  const char* text = "an error";
  switch (status) {
    case Status::success: text = "success"; break;
    case Status::device_lost: text = "device lost"; break;
    case Status::insufficient_permissions: text = "insufficient permissions"; break;
    case Status::not_available: text = "not available"; break;
    case Status::uninitialized: text = "no driver"; break;
    case Status::unsupported_feature: text = "unsupported feature"; break;
  }
  return fmt::format("{} (Level Zero status {:#x})", text, static_cast<std::uint32_t>(status));
}

}  // namespace wattprint::sensors::sysman
