#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "measure/source.hpp"
#include "sensors/extent.hpp"

namespace wattprint::sensors {

enum class State {
  ok,         ///< can be read now
  denied,     ///< present, but not for this user
  absent,     ///< not on this machine
  broken,     ///< present, but gives garbage, errors, or never moves
  duplicate,  ///< readable, but its energy is already in another domain that is used
};

std::string_view to_string(State state);

/// One thing that could be read, as `wattprint doctor` shows it.
struct Finding {
  std::string name;  ///< "rapl-powercap:package-0"; just "nvidia" when the whole sensor is absent
  measure::Component component = measure::Component::cpu;
  State state = State::absent;
  std::string detail;  ///< a sentence: what was found where, or why it is not used
  std::string fix;     ///< the exact command that would improve it; empty when nothing would

  Extent extent;            ///< the hardware that its energy covers; meaningful unless absent
  std::size_t channel = 0;  ///< the sensor's own number for it, handed back to open()
};

/// One way to read energy: a folder of sensors/, an entry in all.cpp.
class Sensor {
 public:
  virtual ~Sensor() = default;
  virtual std::string_view name() const = 0;

  /// Looks at what is there, without root and without waiting on hardware. At least one finding,
  /// also when nothing is there.
  virtual std::vector<Finding> probe() = 0;

  /// Opens the chosen findings (state ok, from the last probe) as one source.
  virtual Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) = 0;

  /// True when probe() itself may take long (a driver that wakes up devices); the engine then
  /// probes and reads it from a thread of its own, and the user's command does not wait for it.
  virtual bool is_slow() const { return false; }
};

}  // namespace wattprint::sensors
