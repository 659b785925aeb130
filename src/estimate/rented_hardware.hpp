#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

/// Hardware that works for a time.
struct RentedHardware {
  std::string gpu;                      ///< name; empty: none
  unsigned count = 1;                   ///< of the GPU
  std::string cpu;                      ///< name; empty: none
  std::optional<unsigned> cores;        ///< of the CPU; all of one package when not stated
  Seconds time{0};                      ///< of each of them
  std::optional<Fraction> utilisation;  ///< of GPU and CPU; nothing when nobody knows
};

struct HardwareEnergy {
  Figure<Joules> energy;           ///< IT energy, before PUE
  std::string what;                ///< "310 x NVIDIA V100 PCIe 16GB, 2160 h"
  std::vector<std::string> notes;  ///< what was assumed, a sentence each
};

/// Energy by our power models: a GPU by its rated power and load (docs/gpu-power.md), cores by
/// their share of a whole server with such a CPU, at the wall (docs/power-model.md). Many GPUs of
/// one kind are as wrong together as one of them.
///
/// Errc::malformed for a name that nothing has (the nearest are offered), that has no published
/// power, or for more cores than a server with it can have.
Result<HardwareEnergy> hardware_energy(const RentedHardware& hardware);

/// "2160 h"
std::string hours_text(Seconds time);

}  // namespace wattprint::estimate
