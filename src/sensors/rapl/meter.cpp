#include "sensors/rapl/meter.hpp"

#include <algorithm>

namespace wattprint::sensors::rapl {
namespace {

using namespace std::chrono_literals;
using measure::EnergyCounter;

// RAPL counters move every millisecond (Intel SDM 3B, 15.10.1), and no package draws less than one
// count of 61 uJ in that time: two seconds without any movement is a counter that is not one.
constexpr std::chrono::nanoseconds kStandstill = 2s;
constexpr std::chrono::nanoseconds kShortestInterval = 10ms;

}  // namespace

void ZoneMeter::accept(std::uint64_t raw, Instant now, measure::Batch& out) {
  is_failing_ = false;
  is_lost_ = false;
  watch_for_standstill(raw, now, out);
  const EnergyCounter::Advance advance = counter_.advance(raw, now);
  if (advance.step == EnergyCounter::Step::reset) {
    if (!reset_was_told_) {
      const char* why = traits_.range == 0
                            ? ": the counter went back, and its range is not known"
                            : ": the counter jumped by more than the hardware can draw";
      out.warnings.push_back(
          {"rapl-reset", place_ + why + "; the energy of that interval is unknown and left out",
           ""});
    }
    reset_was_told_ = true;
    return;
  }
  if (is_stuck_) return;
  out.readings.push_back({.domain = domain_, .used = advance.used});
}

void ZoneMeter::watch_for_standstill(std::uint64_t raw, Instant now, measure::Batch& out) {
  if (has_moved_) return;
  if (!first_raw_) {
    first_raw_ = raw;
    first_time_ = now;
    return;
  }
  if (raw != *first_raw_) {
    has_moved_ = true;
    is_stuck_ = false;
    return;
  }
  if (is_stuck_ || now - first_time_ < kStandstill) return;
  is_stuck_ = true;
  out.warnings.push_back(
      {"rapl-stuck",
       place_ + ": the counter never moved, so this is no measurement; virtual machines often show "
                "RAPL registers that always read the same",
       "run `wattprint doctor` on the host, or unload the guest's intel_rapl_msr module so that "
       "the power is estimated instead"});
}

void ZoneMeter::fail(const Error& error, measure::Batch& out) {
  if (!is_failing_)
    out.warnings.push_back({"rapl-unreadable",
                            place_ + " could not be read: " + error.what +
                                "; its energy arrives with the next good reading",
                            "check that the file holds one whole number: cat it as the same user"});
  is_failing_ = true;
}

void ZoneMeter::lose(const Error& error, measure::Batch& out) {
  if (!is_lost_) {
    out.warnings.push_back({"rapl-gone",
                            place_ + " disappeared during the run: " + error.what +
                                "; its energy is unknown until it returns",
                            "load its driver again: sudo modprobe intel_rapl_msr"});
    counter_ = EnergyCounter(traits_);
    first_raw_.reset();
  }
  is_lost_ = true;
}

std::chrono::nanoseconds ZoneMeter::longest_interval() const {
  return std::max(kShortestInterval, counter_.longest_interval());
}

}  // namespace wattprint::sensors::rapl
