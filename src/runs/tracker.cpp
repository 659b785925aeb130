#include "runs/tracker.hpp"

#include <algorithm>

#include "footprint/operational.hpp"
#include "runs/grid_record.hpp"

namespace wattprint::runs {
namespace {

using measure::DomainEnergy;

// No hardware that is switched on uses nothing for this long: a counter that stands still (as those
// of a virtual machine may) is unknown, not zero. RAPL counters move every millisecond.
constexpr Seconds kSurelyMoving{1.0};

constexpr std::string_view kSplitSource = ", split by CPU time";
constexpr std::string_view kGpuSplitSource = ", split by the driver's per-process use";

/// A part of a domain's energy as a figure: the sensor's own spread on top of the ends that the
/// split leaves open. Parts of one domain are correlated, so factors multiply the ends.
Figure<Joules> part(Joules value, Joules low, Joules high, const measure::Domain& domain,
                    std::string source) {
  return {value, low * domain.spread.low, high * domain.spread.high, domain.basis,
          std::move(source)};
}

Figure<Joules> part(Joules value, const measure::Domain& domain) {
  return part(value, value, value, domain, domain.source);
}

void add_to(std::optional<Figure<Joules>>& sum, const Figure<Joules>& figure) {
  sum = sum ? add(*sum, figure) : figure;
}

}  // namespace

Tracker::Tracker(Identity identity, Weights weights, Scope scope, IdlePolicy idle_policy,
                 Seconds interval)
    : identity_(std::move(identity)), weights_(std::move(weights)) {
  attribution_.scope = scope;
  attribution_.idle_policy = idle_policy;
  sampling_.interval = interval;
}

void Tracker::accept(const measure::Interval& interval, std::span<const measure::Domain> domains) {
  while (totals_.size() < domains.size())
    totals_.push_back({domains[totals_.size()], DomainEnergy{.domain = totals_.size()}});
  for (const auto& energy : interval.energy) {
    auto& sum = totals_[energy.domain].sum;
    sum.machine += energy.machine;
    sum.run_active += energy.run_active;
    sum.run_idle += energy.run_idle;
    sum.others += energy.others;
    sum.idle += energy.idle;
    sum.unattributed += energy.unattributed;
    sum.run_if_idle_low += energy.run_if_idle_low;
    sum.run_if_idle_high += energy.run_if_idle_high;
  }
  add_to_profile(interval);
  for (const auto& warning : interval.warnings) warn(warning);
  ++sampling_.samples;
}

void Tracker::add_to_profile(const measure::Interval& interval) {
  if (!first_instant_) first_instant_ = interval.start;
  Joules charged;
  for (const auto& energy : interval.energy) charged += energy.run_active + energy.run_idle;
  // A machine that is suspended wakes up with the tick that is due; what it drew, it drew before.
  const auto from = interval.start - *first_instant_;
  profile_.add(from, from + awake_between(interval.start, interval.end), charged);
}

void Tracker::started(WallTime wall) {
  outcome_.started_at = wall;
  outcome_.state = State::running;
  profile_ = EnergyProfile(wall);
}

void Tracker::ended(WallTime wall, Seconds duration, std::optional<int> exit_code,
                    std::optional<int> signal, State state) {
  outcome_.ended_at = wall;
  outcome_.duration = duration;
  outcome_.exit_code = exit_code;
  outcome_.signal = signal;
  outcome_.state = state;
}

void Tracker::set_tree(std::optional<CpuSeconds> cpu, std::optional<std::uint64_t> processes,
                       std::string method) {
  attribution_.cpu = cpu;
  attribution_.processes = processes;
  attribution_.method = std::move(method);
}

void Tracker::warn(const measure::Warning& warning) {
  const bool known = std::any_of(warnings_.begin(), warnings_.end(), [&](const auto& other) {
    return other.code == warning.code && other.message == warning.message;
  });
  if (!known) warnings_.push_back(warning);
}

bool Tracker::never_moved(const DomainTotal& total) const {
  return total.sum.machine <= Joules{} && outcome_.duration > kSurelyMoving;
}

std::string Tracker::source_of(const DomainTotal& total) const {
  const bool whole = attribution_.scope == Scope::machine;
  const bool gpu = total.domain.component == measure::Component::gpu;
  if (whole || total.domain.basis != Basis::measured) return total.domain.source;
  return total.domain.source + std::string(gpu ? kGpuSplitSource : kSplitSource);
}

RunRecord Tracker::record() const {
  auto record = record_of_energy();
  if (complete_) complete_(record);
  return record;
}

RunRecord Tracker::record_of_energy() const {
  RunRecord record;
  record.identity = identity_;
  record.outcome = outcome_;
  record.attribution = attribution_;
  record.sampling = sampling_;
  record.grid = grid_record(weights_.grid, profile_.spans(start_by_last_clock(outcome_)));
  record.facility.pue = weights_.pue;
  record.warnings = warnings_;

  auto& attribution = record.attribution;
  for (const auto& total : totals_) {
    const auto& [domain, sum] = total;
    if (never_moved(total)) {
      record.warnings.push_back(
          {"counter-stuck",
           domain.source + " did not move during the run: the energy of " + domain.device +
               " is unknown",
           "a virtual machine's counter may be an empty shell; wattprint doctor shows the others"});
      continue;
    }
    const auto charged = part(sum.run_active + sum.run_idle, sum.run_if_idle_low,
                              sum.run_if_idle_high, domain, source_of(total));
    record.components.push_back({domain.component, domain.device, charged});
    add_to(record.energy, charged);
    add_to(attribution.machine, part(sum.machine, domain));
    add_to(attribution.idle, part(sum.idle, domain));
    add_to(attribution.others, part(sum.others, domain));
    add_to(attribution.unattributed, part(sum.unattributed, domain));
    add_to(attribution.charged_idle, part(sum.run_idle, domain));
  }
  if (!record.energy) return record;

  if (const auto facility = footprint::facility_energy(*record.energy, weights_.pue))
    record.facility.energy = *facility;
  record.emissions = emissions_of(record);
  if (weights_.water) {
    if (const auto water = footprint::site_water(*record.energy, *weights_.water))
      record.facility.water = *water;
  }
  return record;
}

}  // namespace wattprint::runs
