#pragma once

#include <functional>
#include <memory>

#include "sensors/nvidia/nvml.hpp"
#include "sensors/nvidia/visible_devices.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// NVIDIA GPUs by NVML, opened at run time: the total-energy counter where the GPU has one (Volta
/// and later), else its power, integrated.
///
/// All GPUs of the machine are read; who used them is told with each reading. The environment at
/// the time of the call tells which of them the run can see. Slow: the driver may need seconds to
/// wake up, but a machine without the library costs one failed look-up.
std::unique_ptr<Sensor> make_nvidia(const Machine& machine);

struct NvidiaOptions {
  nvml::VisibleDevices visible_devices;
};
using NvmlOpener = std::function<Result<std::shared_ptr<const nvml::Library>>()>;

/// As above, with another library and environment.
std::unique_ptr<Sensor> make_nvidia(const Machine& machine, NvmlOpener open, NvidiaOptions options);

}  // namespace wattprint::sensors
