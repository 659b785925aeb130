#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "base/result.hpp"
#include "measure/counter.hpp"
#include "measure/power_integrator.hpp"
#include "measure/source.hpp"

namespace wattprint::sensors {

/// One domain of a source on its way from raw values to readings: counts energy or integrates
/// power, and puts what went wrong into words, once per outage.
class Meter {
 public:
  /// name    for messages: "hwmon: xe-0000:03:00.0".
  /// domain  index into the source's domains.
  static Meter of_counter(std::string name, std::size_t domain, measure::CounterTraits traits);
  /// usual_step  see measure::PowerIntegrator.
  static Meter of_power(std::string name, std::size_t domain, std::chrono::nanoseconds usual_step);

  /// Appends the reading that a counter's value makes, and a `counter-reset` warning when the
  /// counter started over. Returns the reading, for whoever knows its users; valid until the batch
  /// grows.
  measure::Reading& count(std::uint64_t raw, Instant now, measure::Batch& out);

  /// Appends the reading that a power makes, and a `sensor-gap` warning when nobody had looked for
  /// too long.
  measure::Reading& integrate(Watts power, Instant now, measure::Batch& out);

  /// Explains a failed read with a `sensor-unreadable` warning, the first time in a row.
  void fail(const Error& error, std::string fix, measure::Batch& out);

  /// Forgets the last power: what comes next is a first reading.
  void restart();

  const std::string& name() const { return name_; }

 private:
  using Account = std::variant<measure::EnergyCounter, measure::PowerIntegrator>;
  Meter(std::string name, std::size_t domain, Account account)
      : name_(std::move(name)), domain_(domain), account_(std::move(account)) {}
  measure::Reading& append(Joules used, measure::Batch& out);

  std::string name_;
  std::size_t domain_;
  Account account_;
  bool is_failing_ = false;
};

}  // namespace wattprint::sensors
