#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sensors/sensor.hpp"

namespace wattprint::sensors {

/// Hardware whose energy is read, and by what; nothing that overlaps it may be read as well.
struct Taken {
  std::string name;  ///< that of the finding: "rapl-perf:package-0"
  Extent extent;
};

/// Turns every readable finding that would be counted twice into State::duplicate, with a detail
/// that says of what. What stays ok forms a partition: no two overlap, and none overlaps `taken`.
///
/// findings  of all sensors, preferred ones first.
/// Rules: packages, dram, GPUs and rails before their parts (core, uncore), and both before extents
/// of the whole machine, whatever the order; among equals the earlier finding. So a whole-machine
/// meter is used only where nothing finer can be read, because the work of a run can be told from
/// that of others within a package, but hardly within a whole machine.
void partition(std::vector<Finding>& findings, std::span<const Taken> taken = {});

/// What each sensor found and which of it is to be read.
struct Choice {
  struct PerSensor {
    Sensor* sensor = nullptr;
    std::vector<Finding> chosen;
  };
  std::vector<Finding> findings;   ///< of all sensors, with their final states
  std::vector<PerSensor> sensors;  ///< only those with something to read
};

/// Probes all `sensors` (preferred first) and partitions what they find.
///
/// taken  what is being read already: for slow sensors, which are probed later, in a thread.
Choice choose(std::span<Sensor* const> sensors, std::span<const Taken> taken = {});
Choice choose(std::span<const std::unique_ptr<Sensor>> sensors, std::span<const Taken> taken = {});

/// Sources that read the chosen partition.
struct Opened {
  std::vector<std::unique_ptr<measure::Source>> sources;
  std::vector<Finding> findings;           ///< with their final states
  std::vector<Taken> taken;                ///< what the sources read, without what was taken before
  std::vector<measure::Warning> warnings;  ///< what could have been read, and how
};

/// Probes, chooses and opens. A finding that cannot be opened after all becomes broken (or denied),
/// with a warning, and the choice is made anew without it, so that the next provider steps in.
/// Also warns of denied and broken hardware that no other finding covers ("rapl-denied").
Opened open_all(std::span<Sensor* const> sensors, std::span<const Taken> taken = {});

/// The sensors that may be probed while the user waits, and the others; see Sensor::is_slow.
std::vector<Sensor*> fast_sensors(std::span<const std::unique_ptr<Sensor>> sensors);
std::vector<Sensor*> slow_sensors(std::span<const std::unique_ptr<Sensor>> sensors);

}  // namespace wattprint::sensors
