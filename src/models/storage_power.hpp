#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "catalog/coefficients.hpp"
#include "units/figure.hpp"

namespace wattprint::models {

/// A physical drive of this machine. Namespaces of one NVMe controller are one drive.
struct Drive {
  std::string name;  ///< "sda", "nvme0"
  catalog::DriveKind kind = catalog::DriveKind::hdd_any;
  std::uint64_t bytes = 0;
  std::vector<std::string> devices;  ///< as in diskstats: "sda", "nvme0n1"
};

/// The drives that draw power in this machine, by <sysfs>/block, in order of their names.
///
/// Left out: what is no hardware (loop, ram, device mapper, RAID of the kernel), what sits
/// elsewhere (network block devices, NVMe over fabrics, disks of a virtual machine), and removable
/// media. A virtual machine has none: its disks are files and shares of its host's. Logical volumes
/// of a RAID controller are left out too, since the drives behind them are not seen.
std::vector<Drive> find_drives(const Machine& machine, bool virtual_machine);

/// Time in which a device had work, since boot, of one line of <procfs>/diskstats. It wraps at 2^32
/// ms, after 50 days of work. Nothing when the device is not there.
std::optional<std::chrono::milliseconds> io_time(std::string_view diskstats,
                                                 std::string_view device);

/// The part of `elapsed` in which a device had work; elapsed > 0.
Fraction busy_share(std::chrono::milliseconds before, std::chrono::milliseconds after,
                    Seconds elapsed);

/// Power of a drive that has work for the part `busy` of the time: between idle and active.
Result<Figure<Watts>> drive_power(const Drive& drive, Fraction busy);

/// Power of several without work; zero of none.
Result<Figure<Watts>> idle_power(std::span<const Drive> drives);

}  // namespace wattprint::models
