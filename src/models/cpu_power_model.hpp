#pragma once

#include "models/cpu_identity.hpp"
#include "units/figure.hpp"

namespace wattprint::models {

/// Power of a machine's CPU threads where no sensor tells it.
///
///     energy = idle x time + (full - idle) per thread x busy CPU seconds
///
/// Linear in busy CPU time on purpose: the energy of a piece of work is then the same however it is
/// cut into processes, threads and intervals. Real chips draw more for the first busy core than for
/// the last; that error is inside `spread`.
/// A CPU that the catalog knows by name is scaled by its own TDP, any other is its family's middle.
/// A machine with k threads is charged k threads, so a virtual machine pays for its share of idle
/// and active power and never for its host's whole chip. Derivation and errors:
/// docs/power-model.md.
struct CpuPowerModel {
  Watts idle;               ///< of all threads of this machine
  Watts active_per_thread;  ///< added by one busy thread
  Spread spread;            ///< 90 % interval of any energy by this model

  static CpuPowerModel of(const CpuIdentity& cpu);

  /// Energy in `elapsed`, of which threads were busy for `busy` in total.
  Joules energy(CpuSeconds busy, Seconds elapsed) const {
    return idle * elapsed + active_per_thread * Seconds(busy.value());
  }
};

}  // namespace wattprint::models
