#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/job.hpp"
#include "estimate/jobs/lookups.hpp"
#include "grid/zone_intensity.hpp"
#include "units/figure.hpp"
#include "units/money.hpp"
#include "units/units.hpp"

namespace wattprint::estimate::jobs {

/// A run of the past that is scaled up instead of hardware.
struct PastRun {
  std::string what;       ///< "run 7f3a1c"
  Figure<Joules> energy;  ///< of the IT equipment, before PUE
  Figure<Pue> pue;
  grid::ZoneIntensity grid;
};

/// A job, as far as it is known. `job.repeats` also counts how often a past run is run.
struct JobQuestion {
  Job job;
  /// Year in which it starts, for the grid's average; nothing: the newest that is known.
  std::optional<int> year;
  std::optional<PastRun> like;          ///< then the job has no hardware and no time
  std::optional<WaterIntensity> water;  ///< stated; else that of the region, where it is published
  std::optional<Price> price;
};

/// Of which figure an assumption says the effect.
enum class Affects { energy, emissions, embodied };
std::string_view to_string(Affects affects);

/// What was not given, or nobody knows, and was chosen.
struct JobAssumption {
  std::string about;   ///< "pue"
  std::string chosen;  ///< "1.2 (1.08 to 1.56)"
  Affects affects = Affects::energy;
  /// The figure at the ends of what else it may be, as shares of the estimate; nothing when there
  /// is no effect, or it is not known.
  std::optional<Spread> effect;
  std::string_view kind;  ///< "utilisation of GPUs", where `about` names a model; else empty
};

struct JobPart {
  std::string_view kind;  ///< gpu, cpu, memory, storage, network, run
  std::string what;       ///< "310 x NVIDIA V100 PCIe 16GB"
  Figure<Joules> energy;  ///< before PUE, of all repeats
};

struct EmbodiedPart {
  std::string_view kind;  ///< gpu, cpu, memory, ssd, hdd, mainboard, power_supply, chassis
  Figure<Grams> grams;    ///< the job's share of making it
};

struct JobEstimate {
  Figure<Joules> energy;  ///< of the IT equipment, before PUE
  std::vector<JobPart> parts;
  Figure<Pue> pue;
  Figure<Joules> facility_energy;
  grid::ZoneIntensity grid;
  Figure<Grams> emissions;                ///< after PUE, which is applied once
  std::optional<Figure<Grams>> embodied;  ///< nothing for a past run, whose hardware is not known
  std::vector<EmbodiedPart> embodied_parts;
  std::optional<Figure<Litres>> water;
  std::optional<Figure<Money>> cost;
  std::string currency;  ///< of the cost
  std::vector<JobAssumption> assumptions;
};

/// Energy and footprint of a job by our own method (docs/estimate-job.md). All amounts are in
/// proportion to time and repeats.
///
/// lookups  what earlier calls looked up; keep one for many jobs.
/// Errc::malformed for a question without hardware, for a name that nothing has (the nearest are
/// offered) and for amounts that cannot be.
Result<JobEstimate> estimate(const JobQuestion& question, Lookups& lookups);
Result<JobEstimate> estimate(const JobQuestion& question);

}  // namespace wattprint::estimate::jobs
