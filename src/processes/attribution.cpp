#include "processes/attribution.hpp"

#include <algorithm>

namespace wattprint::processes {

using measure::Component;
using measure::CpuUse;
using measure::DomainEnergy;
using measure::IdlePolicy;
using measure::Scope;

namespace {

constexpr Fraction kNone{0.0};
constexpr Fraction kAll{1.0};

Fraction ratio(double part, double whole) {
  return whole > 0.0 ? Fraction{std::clamp(part / whole, 0.0, 1.0)} : kNone;
}

}  // namespace

Attribution::Attribution(Rules rules, InRun in_run, IdlePrior idle_prior)
    : rules_(rules), in_run_(std::move(in_run)), idle_prior_(std::move(idle_prior)) {}

void Attribution::apply(measure::Interval& interval, std::span<const measure::Domain> domains) {
  while (idle_.size() < domains.size()) idle_.emplace_back(idle_prior_(domains[idle_.size()]));
  const Seconds length = interval.awake();
  for (auto& energy : interval.energy) {
    const auto& domain = domains[energy.domain];
    const Shares shares = shares_of(energy, domain.component, interval.cpu);
    auto& idle = idle_[energy.domain];
    if (length > Seconds{0} && domain.basis == Basis::measured)
      idle.observe(energy.machine / length, shares.utilisation, length);
    split(energy, shares, idle.belief(), length);
  }
}

Attribution::Shares Attribution::shares_of(const DomainEnergy& energy, Component component,
                                           const std::optional<CpuUse>& cpu) const {
  if (component == Component::gpu) {
    double run = 0.0;
    double all = 0.0;
    for (const auto& user : energy.users) {
      all += user.weight;
      if (in_run_(user.pid)) run += user.weight;
    }
    // Without per-process figures a GPU may be idle or full: its utilisation is not known to be
    // low.
    const Fraction share = ratio(run, all);
    const bool in_use = !energy.users_known || all > 0.0;
    return {share, energy.users_known && all > 0.0 ? kAll : kNone, share, in_use ? kAll : kNone};
  }
  if (!cpu || cpu->capacity <= CpuSeconds{}) return {kNone, kNone, kNone, kAll};
  return {ratio(cpu->run.value(), cpu->busy.value()), cpu->busy > CpuSeconds{} ? kAll : kNone,
          ratio(cpu->run.value(), cpu->capacity.value()),
          ratio(cpu->busy.value(), cpu->capacity.value())};
}

Fraction Attribution::idle_charged(const Shares& shares) const {
  if (rules_.idle == IdlePolicy::exclude) return kNone;
  if (rules_.idle == IdlePolicy::include || rules_.scope == Scope::machine)
    return rules_.of_machine;
  return shares.idle_run;
}

Joules Attribution::charged(Joules machine, Joules idle, const Shares& shares) const {
  const Joules active = machine - idle;
  const Joules run_active = rules_.scope == Scope::machine
                                ? active * rules_.of_machine
                                : active * shares.active_known * shares.active_run;
  return run_active + idle * idle_charged(shares);
}

void Attribution::split(DomainEnergy& energy, const Shares& shares, const IdlePower::Belief& belief,
                        Seconds length) const {
  const auto idle_energy = [&](Watts power) { return std::min(energy.machine, power * length); };
  const Joules idle = idle_energy(belief.value);
  const Joules active = energy.machine - idle;

  const bool all_ours = rules_.scope == Scope::machine;
  const Joules known = all_ours ? active : active * shares.active_known;
  energy.run_active = all_ours ? active * rules_.of_machine : known * shares.active_run;
  energy.others = known - energy.run_active;
  energy.unattributed = active - known;
  energy.run_idle = idle * idle_charged(shares);
  energy.idle = idle - energy.run_idle;

  // Which end of the idle belief makes the run dearer depends on the shares.
  const Joules a = charged(energy.machine, idle_energy(belief.low), shares);
  const Joules b = charged(energy.machine, idle_energy(belief.high), shares);
  const Joules value = energy.run_active + energy.run_idle;
  energy.run_if_idle_low = std::min({a, b, value});
  energy.run_if_idle_high = std::max({a, b, value});
}

std::optional<Watts> Attribution::learned_idle(std::size_t domain) const {
  return domain < idle_.size() ? idle_[domain].learned() : std::nullopt;
}

}  // namespace wattprint::processes
