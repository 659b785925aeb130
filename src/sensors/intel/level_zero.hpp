#pragma once

#include <functional>
#include <memory>

#include "sensors/intel/sysman.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// Intel GPUs by Level Zero Sysman, opened at run time: the energy counter of the whole card. What
/// the kernel alone can tell of them (i915 and xe) the hwmon sensor reads; this one helps where
/// that is hidden.
///
/// Slow, except on a machine without an Intel GPU driver, where the library is not even looked for.
std::unique_ptr<Sensor> make_level_zero(const Machine& machine);

using SysmanOpener = std::function<Result<std::shared_ptr<const sysman::Library>>()>;
/// As above, with another library.
std::unique_ptr<Sensor> make_level_zero(const Machine& machine, SysmanOpener open);

}  // namespace wattprint::sensors
