#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

namespace rapl {
/// How model-specific registers are read; a test hands in its own.
struct MsrAccess {
  std::function<Result<Fd>(const std::filesystem::path& device)> open;
  std::function<Result<std::uint64_t>(const Fd& device, std::uint32_t address)> read;
};
/// open(2) and pread(2) at the register's address, as the kernel's msr driver wants it (msr(4)).
MsrAccess device_msr_access();
}  // namespace rapl

/// RAPL through the registers themselves, /dev/cpu/N/msr, named "rapl-msr": the last resort, for
/// kernels without the RAPL drivers. Needs the module msr, root and CAP_SYS_RAWIO.
std::unique_ptr<Sensor> make_msr(const Machine& machine, rapl::MsrAccess access);
std::unique_ptr<Sensor> make_msr(const Machine& machine);

}  // namespace wattprint::sensors
