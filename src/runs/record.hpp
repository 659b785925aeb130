#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "grid/timeline.hpp"
#include "measure/policy.hpp"
#include "measure/source.hpp"
#include "runs/rank.hpp"
#include "units/figure.hpp"

namespace wattprint::runs {

enum class State {
  running,      ///< only inside the store; a reader sees `interrupted` once the process is gone
  finished,     ///< the command ended with exit status 0
  failed,       ///< it ended with another status, by a signal, or could not be started
  interrupted,  ///< wattprint itself was killed; what was written until then is kept
  stopped_by_budget,  ///< wattprint ended the command because a budget was used up
};

using measure::IdlePolicy;
using measure::Scope;

std::string_view to_string(State state);
std::string_view to_string(Scope scope);
std::string_view to_string(IdlePolicy policy);
std::optional<State> parse_state(std::string_view text);
std::optional<Scope> parse_scope(std::string_view text);
std::optional<IdlePolicy> parse_idle_policy(std::string_view text);

struct Identity {
  std::string id;  ///< 12 hex digits; people use the first 6
  std::string name;
  std::string project;
  std::map<std::string, std::string> tags;
  std::vector<std::string> command;
  std::string cwd;
  std::string host;
  std::optional<Rank> rank = {};  ///< when a launcher has started it with others
};

struct Outcome {
  WallTime started_at;
  std::optional<WallTime> ended_at;
  Seconds duration{0};
  std::optional<int> exit_code;  ///< nothing when a signal ended the command
  std::optional<int> signal;
  State state = State::running;
};

/// Energy charged to the run in one domain.
struct ComponentEnergy {
  measure::Component component;
  std::string device;
  Figure<Joules> energy;
};

/// How the machine's energy was divided. For every interval and for the whole run
///     energy of the run + idle + others + unattributed = machine
struct AttributionRecord {
  Scope scope = Scope::tree;
  IdlePolicy idle_policy = IdlePolicy::proportional;
  Fraction of_machine{
      1.0};  ///< the part of what is charged as the machine's: several ranks share it
  std::optional<CpuSeconds> cpu;           ///< of the command and all its descendants
  std::optional<std::uint64_t> processes;  ///< how many processes the run consisted of
  std::string method;                      ///< how `cpu` was counted: "cgroup v2 + perf + wait"
  std::optional<Figure<Joules>> machine;
  std::optional<Figure<Joules>> idle;          ///< idle energy that is not charged to the run
  std::optional<Figure<Joules>> others;        ///< active energy of other processes
  std::optional<Figure<Joules>> unattributed;  ///< nobody knows whose
  std::optional<Figure<Joules>> charged_idle;  ///< the part of the run's energy that is idle share
};

struct FacilityRecord {
  Figure<Pue> pue;
  std::optional<Figure<Joules>> energy;  ///< energy of the run times PUE
  std::optional<Figure<Litres>> water;
};

struct GridRecord {
  std::string zone;                   ///< "DE", "US-CA", "WORLD"
  Figure<CarbonIntensity> intensity;  ///< mean over the energy of the run
  std::string period;  ///< what it speaks of: "time of the run", "yearly average 2023"
  /// What the mean is made of; empty in old records, whose grid is one figure.
  std::vector<grid::Part> parts = {};
};

/// What a part of a run used: a task, or an epoch.
struct PartRecord {
  Seconds duration{0};
  CpuSeconds cpu{};  ///< of the process that was tracked
  std::optional<Figure<Joules>> energy;
  std::optional<Figure<Grams>> emissions;
};

/// All tasks of one name that have ended. Tasks may overlap: each has all that the run used
/// meanwhile, so they need not add up to the run.
struct TaskRecord {
  std::string name;
  std::uint64_t count = 0;
  PartRecord sum;
};

/// A moment of a run that the program has named.
struct MarkRecord {
  std::string name;
  PartRecord until;  ///< what the run had used by then
};

/// What a record said before better figures of the grid arrived.
struct Revision {
  WallTime revised_at;
  std::optional<Figure<Grams>> emissions;
  GridRecord grid;
};

struct SamplingRecord {
  Seconds interval{1.0};
  std::uint64_t samples = 0;
  std::uint64_t missed = 0;  ///< ticks that came too late and were merged with the next
  CpuSeconds overhead{};     ///< CPU time of wattprint itself
};

/// Everything that is kept of a run: what `run --json` and `show --json` print (wattprint.run.v1).
///
/// Unknown figures are empty, never zero.
struct RunRecord {
  Identity identity;
  Outcome outcome;
  std::optional<Figure<Joules>> energy;    ///< IT energy charged to the run, before PUE
  std::optional<Figure<Grams>> emissions;  ///< after PUE
  std::vector<ComponentEnergy> components;
  AttributionRecord attribution;
  FacilityRecord facility;
  GridRecord grid;
  SamplingRecord sampling;
  std::vector<measure::Warning> warnings;
  std::vector<TaskRecord> tasks = {};    ///< by name, in the order of their first begin
  std::vector<PartRecord> epochs = {};   ///< one after the other
  std::vector<MarkRecord> marks = {};    ///< in their order
  std::vector<Revision> revisions = {};  ///< earlier figures, the first ones first
};

}  // namespace wattprint::runs
