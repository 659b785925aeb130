#pragma once

#include <functional>
#include <span>
#include <vector>

#include "measure/interval.hpp"
#include "measure/policy.hpp"
#include "processes/idle_power.hpp"

namespace wattprint::processes {

/// Says whose energy it was.
///
/// Per domain and interval, with P the idle power believed in:
///
///     idle energy   = min(machine energy, P x time);  active energy = the rest
///     cpu, dram, platform: active energy goes by CPU time, run : others = cpu of the run : busy
///     cpu;
///                          idle energy by policy, proportional = cpu of the run / capacity
///     gpu:                 active energy goes by the driver's per-process use; idle energy
///     likewise,
///                          since a GPU that is held is rarely shared
///     users not known      unattributed
///     scope machine        all to the run, idle left out only by policy `exclude`; where several
///                          runs share the machine (Rules::of_machine), its part of that
///
/// The parts of each interval add up to the machine's energy: the last one is the remainder.
class Attribution final : public measure::Transform {
 public:
  struct Rules {
    measure::Scope scope = measure::Scope::tree;
    measure::IdlePolicy idle = measure::IdlePolicy::proportional;
    /// Of what is charged because it is the machine's: several runs may stand for one machine.
    Fraction of_machine{1.0};
  };
  using InRun = std::function<bool(pid_t)>;
  using IdlePrior = std::function<std::optional<Figure<Watts>>(const measure::Domain&)>;

  /// in_run      whether a process belongs to the run; asked only for users of devices
  /// idle_prior  what is known of a domain's idle power beforehand
  Attribution(Rules rules, InRun in_run, IdlePrior idle_prior);

  void apply(measure::Interval& interval, std::span<const measure::Domain> domains) override;

  /// Idle power learned in this run, by index of domain.
  std::optional<Watts> learned_idle(std::size_t domain) const;

 private:
  /// How a domain's energy is split in one interval.
  struct Shares {
    Fraction active_run;    ///< of the active energy
    Fraction active_known;  ///< part of the active energy whose user is known; the rest is nobody's
    Fraction idle_run;      ///< of the idle energy, under the proportional policy
    Fraction utilisation;   ///< of the device, to learn its idle power
  };
  Shares shares_of(const measure::DomainEnergy& energy, measure::Component component,
                   const std::optional<measure::CpuUse>& cpu) const;
  void split(measure::DomainEnergy& energy, const Shares& shares, const IdlePower::Belief& idle,
             Seconds length) const;
  Joules charged(Joules machine, Joules idle, const Shares& shares) const;
  Fraction idle_charged(const Shares& shares) const;

  Rules rules_;
  InRun in_run_;
  IdlePrior idle_prior_;
  std::vector<IdlePower> idle_;  ///< by domain
};

}  // namespace wattprint::processes
