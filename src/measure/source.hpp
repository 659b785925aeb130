#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "measure/domain.hpp"
#include "units/units.hpp"

namespace wattprint::measure {

/// Something the user should know about the measurement, with its remedy.
struct Warning {
  std::string code;     ///< stable, kebab-case: "rapl-denied"
  std::string message;  ///< a sentence that names the place
  std::string fix;      ///< what to type or change; empty when nothing helps
  friend bool operator==(const Warning&, const Warning&) = default;
};

/// How much of a device one process used, in any unit that is the same for all of that device.
struct ProcessUse {
  pid_t pid = 0;
  double weight = 0.0;
};

/// Energy that one domain has used since the previous reading of it.
struct Reading {
  std::size_t domain = 0;  ///< index into Source::domains()
  Joules used{};
  /// Who used the device, when its driver tells (GPUs). Meaningful only with `users_known`; known
  /// and empty means that nobody did.
  std::vector<ProcessUse> users;
  bool users_known = false;
};

/// What one look at the sources brought. Kept and cleared by the sampler, so that steady state does
/// not allocate.
struct Batch {
  std::vector<Reading> readings;
  std::vector<Warning> warnings;
  void clear() {
    readings.clear();
    warnings.clear();
  }
};

/// A reader of energy.
///
/// A domain whose read fails is left out of the batch and explained by a warning; the energy it
/// used meanwhile arrives with its next good reading when the counter allows, and is never
/// invented. Thread safety: one caller at a time.
class Source {
 public:
  virtual ~Source() = default;

  /// What this source reads. Domains may be appended later (a slow driver), never moved or removed.
  virtual std::span<const Domain> domains() const = 0;

  /// Appends a reading for every domain that can be read now. The first reading of a domain is its
  /// starting point and carries zero joules.
  virtual void read(Instant now, Batch& out) = 0;

  /// The last reading of a run; may wait a little for what a slow driver still owes.
  virtual void finish(Instant now, Batch& out) { read(now, out); }

  /// Longest time between reads in which no counter can wrap unseen: half the shortest wrap time.
  virtual std::chrono::nanoseconds longest_interval() const { return std::chrono::hours(1); }
};

}  // namespace wattprint::measure
