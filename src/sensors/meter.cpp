#include "sensors/meter.hpp"

#include <fmt/format.h>

namespace wattprint::sensors {

Meter Meter::of_counter(std::string name, std::size_t domain, measure::CounterTraits traits) {
  return {std::move(name), domain, measure::EnergyCounter(traits)};
}

Meter Meter::of_power(std::string name, std::size_t domain, std::chrono::nanoseconds usual_step) {
  return {std::move(name), domain, measure::PowerIntegrator(usual_step)};
}

measure::Reading& Meter::count(std::uint64_t raw, Instant now, measure::Batch& out) {
  const auto advance = std::get<measure::EnergyCounter>(account_).advance(raw, now);
  if (advance.step == measure::EnergyCounter::Step::reset)
    out.warnings.push_back(
        {"counter-reset",
         fmt::format("{}: the energy counter started over or jumped; the energy of {:.2f} s is not "
                     "known",
                     name_, Seconds(advance.lost).count()),
         ""});
  return append(advance.used, out);
}

measure::Reading& Meter::integrate(Watts power, Instant now, measure::Batch& out) {
  const auto step = std::get<measure::PowerIntegrator>(account_).advance(power, now);
  if (step.lost > std::chrono::nanoseconds(0))
    out.warnings.push_back(
        {"sensor-gap",
         fmt::format(
             "{}: the power was not read for {:.2f} s (was wattprint stopped?); the energy of "
             "that time is not known",
             name_, Seconds(step.lost).count()),
         ""});
  return append(step.used, out);
}

void Meter::fail(const Error& error, std::string fix, measure::Batch& out) {
  if (is_failing_) return;
  is_failing_ = true;
  out.warnings.push_back({"sensor-unreadable", name_ + ": " + error.what, std::move(fix)});
}

void Meter::restart() {
  if (auto* integrator = std::get_if<measure::PowerIntegrator>(&account_)) integrator->restart();
}

measure::Reading& Meter::append(Joules used, measure::Batch& out) {
  is_failing_ = false;
  measure::Reading reading;
  reading.domain = domain_;
  reading.used = used;
  out.readings.push_back(std::move(reading));
  return out.readings.back();
}

}  // namespace wattprint::sensors
