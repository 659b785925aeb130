#pragma once

#include <functional>
#include <memory>

#include "sensors/amd/rocm_smi.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// AMD GPUs by ROCm SMI, opened at run time: the energy accumulator where it moves, else power,
/// integrated. What the kernel alone can tell of them (amdgpu's power) the hwmon sensor reads; this
/// one helps where that is hidden, and knows who uses the GPU.
///
/// Slow, except on a machine without the amdgpu driver, where the library is not even looked for.
std::unique_ptr<Sensor> make_amd(const Machine& machine);

using RocmOpener = std::function<Result<std::shared_ptr<const rocm::Library>>()>;
/// As above, with another library.
std::unique_ptr<Sensor> make_amd(const Machine& machine, RocmOpener open);

}  // namespace wattprint::sensors
