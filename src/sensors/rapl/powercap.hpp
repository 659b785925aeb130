#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/files.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

namespace rapl {
/// How the counters are opened; a test hands in one that refuses, because it may run as root.
using OpenFile = std::function<Result<KernelFile>(const std::filesystem::path&)>;
}  // namespace rapl

/// RAPL through /sys/class/powercap, named "rapl-powercap". Intel and AMD; needs the module
/// intel_rapl_msr (or _tpmi), and since kernel 5.10 a reader of energy_uj must be root or be let
/// in.
std::unique_ptr<Sensor> make_powercap(const Machine& machine, rapl::OpenFile open);
std::unique_ptr<Sensor> make_powercap(const Machine& machine);

}  // namespace wattprint::sensors
