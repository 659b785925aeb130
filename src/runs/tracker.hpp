#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "measure/interval.hpp"
#include "runs/energy_profile.hpp"
#include "runs/record.hpp"

namespace wattprint::runs {

/// What a run is weighed with.
struct Weights {
  Figure<Pue> pue;
  std::optional<Figure<WaterIntensity>> water;
  grid::Timeline grid;
};

/// Adds up the intervals of one run and makes its record from them.
///
/// A sink: the sampler feeds it. record() may be asked at any time, also while the run goes on.
class Tracker final : public measure::Sink {
 public:
  Tracker(Identity identity, Weights weights, Scope scope, IdlePolicy idle_policy,
          Seconds interval);

  void accept(const measure::Interval& interval, std::span<const measure::Domain> domains) override;

  void started(WallTime wall);
  void ended(WallTime wall, Seconds duration, std::optional<int> exit_code,
             std::optional<int> signal, State state);
  /// What is known of the grid now, instead of what was known before.
  void set_grid(grid::Timeline grid) { weights_.grid = std::move(grid); }
  /// What is charged as the machine's is shared with other ranks.
  void set_share_of_machine(Fraction part) { attribution_.of_machine = part; }
  void set_duration(Seconds duration) { outcome_.duration = duration; }
  /// CPU time and size of the process tree, as its own account says.
  void set_tree(std::optional<CpuSeconds> cpu, std::optional<std::uint64_t> processes,
                std::string method);
  void add_missed(std::uint64_t ticks) { sampling_.missed += ticks; }
  void set_overhead(CpuSeconds overhead) { sampling_.overhead = overhead; }
  /// Called at the end of every record(), to add what this does not know.
  void complete_with(std::function<void(RunRecord&)> complete) { complete_ = std::move(complete); }
  /// Adds a warning unless the same code and message is there already.
  void warn(const measure::Warning& warning);

  const Identity& identity() const { return identity_; }
  RunRecord record() const;

 private:
  RunRecord record_of_energy() const;
  struct DomainTotal {
    measure::Domain domain;
    measure::DomainEnergy sum;
  };
  void add_to_profile(const measure::Interval& interval);
  bool never_moved(const DomainTotal& total) const;
  std::string source_of(const DomainTotal& total) const;

  Identity identity_;
  Weights weights_;
  Outcome outcome_;
  AttributionRecord attribution_;
  SamplingRecord sampling_;
  std::vector<DomainTotal> totals_;
  std::optional<Instant> first_instant_;  ///< of the first interval; what the profile counts from
  EnergyProfile profile_;
  std::vector<measure::Warning> warnings_;
  std::function<void(RunRecord&)> complete_;
};

}  // namespace wattprint::runs
