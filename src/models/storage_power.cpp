#include "models/storage_power.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::models {
namespace {

namespace fs = std::filesystem;
using catalog::DriveKind;

constexpr std::uint64_t kSector = 512;  // of the file `size`, whatever the drive's own is
// The largest hard disks of 2.5 inch have 5 TB.
constexpr std::uint64_t kLargestSmallDisk = 5'500'000'000'000U;

constexpr std::string_view kScsiDisk = "sd";
constexpr std::string_view kNvme = "nvme";

/// Who makes disks that are none: hypervisors, storage networks, RAID controllers.
bool is_of_hardware(std::string_view maker_and_model) {
  constexpr std::string_view kNot[] = {
      "qemu", "vmware", "vbox",     "msft",    "google", "amazon",
      "xen",  "iscsi",  "lio-org",  "virtual", "perc",   "logical volume",
      "lsi",  "avago",  "megaraid", "netapp",  "pure"};
  const std::string lower = to_lower(maker_and_model);
  return std::none_of(std::begin(kNot), std::end(kNot),
                      [&](std::string_view name) { return lower.find(name) != std::string::npos; });
}

std::string line_of(const fs::path& file) { return read_line(file).value_or(""); }

/// "nvme0" of "nvme0n1"; empty for other names, also for "nvme0c0n1", one of several paths.
std::string nvme_controller(std::string_view name) {
  if (!starts_with(name, kNvme)) return "";
  const auto end = name.find_first_not_of("0123456789", kNvme.size());
  if (end == std::string_view::npos || name[end] != 'n' || !parse_u64(name.substr(end + 1)))
    return "";
  return std::string(name.substr(0, end));
}

bool is_drive(const fs::path& block) {
  std::error_code ignored;
  // Only hardware has a device behind it.
  if (!fs::exists(block / "device", ignored)) return false;
  if (line_of(block / "removable") == "1" || line_of(block / "hidden") == "1") return false;
  const auto transport = line_of(block / "device/transport");
  if (!transport.empty() && transport != "pcie") return false;
  return is_of_hardware(line_of(block / "device/vendor") + ' ' + line_of(block / "device/model"));
}

DriveKind kind_of(const fs::path& block, std::uint64_t bytes) {
  if (line_of(block / "queue/rotational") != "1") return DriveKind::sata_ssd;
  return bytes > kLargestSmallDisk ? DriveKind::hdd_35 : DriveKind::hdd_any;
}

}  // namespace

std::vector<Drive> find_drives(const Machine& machine, bool virtual_machine) {
  std::map<std::string, Drive> drives;
  std::error_code error;
  if (virtual_machine) return {};
  for (auto entry = fs::directory_iterator(machine.sysfs / "block", error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const fs::path& block = entry->path();
    const std::string device = block.filename();
    const std::string controller = nvme_controller(device);
    if (controller.empty() && !starts_with(device, kScsiDisk)) continue;
    const auto sectors = read_u64(block / "size");
    if (!sectors || *sectors == 0 || *sectors > UINT64_MAX / kSector || !is_drive(block)) continue;
    const std::uint64_t bytes = *sectors * kSector;
    auto& drive = drives[controller.empty() ? device : controller];
    drive.kind = controller.empty() ? kind_of(block, bytes) : DriveKind::nvme;
    drive.bytes += bytes;
    drive.devices.push_back(device);
  }
  std::vector<Drive> found;
  for (auto& [name, drive] : drives) {
    drive.name = name;
    std::sort(drive.devices.begin(), drive.devices.end());
    found.push_back(std::move(drive));
  }
  return found;
}

std::optional<std::chrono::milliseconds> io_time(std::string_view diskstats,
                                                 std::string_view device) {
  while (auto line = next_line(diskstats)) {
    next_word(*line);  // major and minor number
    next_word(*line);
    if (next_word(*line) != device) continue;
    for (int skipped = 0; skipped < 9; ++skipped)
      next_word(*line);  // Documentation/iostats, 1 to 9
    const auto field = next_word(*line);
    const auto milliseconds = field ? parse_u64(*field) : std::nullopt;
    if (!milliseconds || *milliseconds > UINT32_MAX) return std::nullopt;
    return std::chrono::milliseconds(*milliseconds);
  }
  return std::nullopt;
}

Fraction busy_share(std::chrono::milliseconds before, std::chrono::milliseconds after,
                    Seconds elapsed) {
  if (elapsed <= Seconds{0}) return Fraction{0};
  // The kernel counts in 32 bits.
  const auto passed =
      static_cast<std::uint32_t>(after.count()) - static_cast<std::uint32_t>(before.count());
  return Fraction{std::min(1.0, static_cast<double>(passed) * 1e-3 / elapsed.count())};
}

Result<Figure<Watts>> drive_power(const Drive& drive, Fraction busy) {
  const auto figures = catalog::drive_power(drive.kind);
  if (!figures) return fail(figures.error());
  const auto& [idle, active] = *figures;
  const Fraction part = std::clamp(busy, Fraction{0}, Fraction{1});
  const auto between = [&](Watts low, Watts high) { return low + (high - low) * part; };
  return Figure<Watts>{between(idle.value, active.value), between(idle.low, active.low),
                       between(idle.high, active.high), idle.basis, idle.source};
}

Result<Figure<Watts>> idle_power(std::span<const Drive> drives) {
  auto sum = Figure<Watts>::exact(Watts{0}, Basis::estimated, "");
  for (const auto& drive : drives) {
    const auto power = drive_power(drive, Fraction{0});
    if (!power) return power;
    sum = sum.source.empty() ? *power : add(sum, *power);
  }
  return sum;
}

}  // namespace wattprint::models
