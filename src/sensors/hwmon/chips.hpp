#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/machine.hpp"

namespace wattprint::sensors::hwmon {

/// One way to learn the energy of something from a chip's files.
struct Channel {
  enum class Kind {
    energy,      ///< energyN_input, microjoules, counts up
    power,       ///< powerN_average or powerN_input, microwatts
    volts_amps,  ///< inN_input (mV) times currN_input (mA), where the chip has no power of its own
  };
  Kind kind = Kind::power;
  unsigned index = 1;             ///< the N
  std::filesystem::path value;    ///< file of the energy, the power or the voltage
  std::filesystem::path current;  ///< file of the current, for volts_amps
  bool is_average = false;        ///< powerN_average
  std::string label;              ///< what the driver or the board calls it; often empty
  std::filesystem::path
      enable;  ///< the file that says 0 when the channel is switched off, or empty
};

/// One directory of <sysfs>/class/hwmon.
struct Chip {
  std::string name;  ///< the driver's name for it: "amdgpu"
  /// Resolved directory of the device behind it; empty when there is none. hwmonN changes from boot
  /// to boot, this does not.
  std::filesystem::path device;
  /// Short and stable: the PCI address, "1-0040" on an I2C bus, "ACPI000D:00", or "hwmon3" when the
  /// chip has no device.
  std::string device_name;
  std::filesystem::path attributes;  ///< directory of the channels' files
  std::vector<Channel> channels;     ///< energy, then power, then volts_amps; each by index
};

/// All chips with at least one channel, in the order of device names; what cannot be read is left
/// out.
std::vector<Chip> find_chips(const Machine& machine);

/// "energy12_input" with ("energy", "_input") is 12; 0 when `file` is something else.
unsigned channel_index(std::string_view file, std::string_view prefix, std::string_view suffix);

}  // namespace wattprint::sensors::hwmon
