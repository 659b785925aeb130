#pragma once

#include <memory>

#include "sensors/rapl/perf_calls.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// RAPL through the perf PMU `power`, named "rapl-perf": the preferred way, because the kernel
/// itself follows the wraps (64-bit counts) and a capability of its own, CAP_PERFMON, opens it.
/// The PMU `power_core` of newer AMD kernels is left alone: single cores are parts of a package.
///
/// Without `calls`, only the machine that we run on can be read: system calls know no other.
std::unique_ptr<Sensor> make_perf(const Machine& machine, rapl::PerfCalls calls);
std::unique_ptr<Sensor> make_perf(const Machine& machine);

}  // namespace wattprint::sensors
