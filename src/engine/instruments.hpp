#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/machine.hpp"
#include "measure/source.hpp"
#include "processes/cpu_meter.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::engine {

/// Everything that tells the energy of this machine: its sensors, and a model for what they leave
/// out.
struct Instruments {
  std::vector<std::unique_ptr<measure::Source>> sources;
  std::vector<sensors::Finding> findings;  ///< of the sensors that answer at once
  std::vector<measure::Warning> warnings;
};

/// Opens the instruments of a machine. Slow drivers are opened in the background.
///
/// cpu    drives the model, and must outlive the instruments; null when CPU time cannot be read,
/// and
///        then there is no model, which is a warning.
/// clock  must outlive the process's threads: pass the process-wide clock.
Instruments open_instruments(const Machine& machine, const processes::CpuMeter* cpu,
                             const Clock& clock);

}  // namespace wattprint::engine
