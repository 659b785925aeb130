#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// GreenAlgorithms4HPC: jobs of a Slurm cluster, as GreenAlgorithms4HPC@c0f4709 computes. The
/// project has no licence; the formulas were written from what its output shows and its paper says
/// (Lannelongue et al. 2021, as the web calculator).
///
/// Kept as published: GPUs always run at their rated power; memory counts as requested; Slurm's
/// binary units are read as decimal; money is 0.34 a kWh whatever the site pays; one intensity for
/// all time. Not kept: the tool loses its whole report on a typed GRES ("gres/gpu:a100=4"), on
/// memory in T, on "0n", and on more CPU time than reserved; read_sacct() takes all of them.
namespace wattprint::estimate::methods::green_algorithms_hpc {

/// Memory as the tool counts it: of 10^9 bytes, whatever Slurm meant.
using DecimalGigabytes = Gigabytes;

/// A job as sacct tells of it, its steps put together.
struct SlurmJob {
  std::string id, partition, submitted;
  Seconds elapsed{0.0}, cpu_used{0.0}, cpu_reserved{0.0};
  double cpus = 0.0, gpus = 0.0, nodes = 0.0;
  DecimalGigabytes requested;
  std::optional<DecimalGigabytes> peak;  ///< largest resident size of a step
  /// The same two as Slurm means them, in powers of two; 0 where it does not say.
  Gigabytes requested_size, peak_size;
  std::string gpu_type;  ///< "a100" of a typed GRES
  enum class State { succeeded, failed, unfinished } state = State::failed;
  std::size_t line = 0;  ///< of the log, where it is first told of
};

/// Reads the text of `sacct --parsable2` whose header names at least JobID, Elapsed, Partition,
/// NNodes, NCPUS, TotalCPU, CPUTime, ReqMem, MaxRSS, State, AllocTRES; Submit may be there. Steps
/// ("17.batch") are put together with their job: the largest of each amount, the worst state. In
/// order of first appearance, unfinished ones (pending, running, requeued) included.
///
/// Line by line; what is kept is a record for each job, because its steps may stand anywhere (in
/// two logs put together, a job that ran from one into the other).
///
/// name         how messages call the log.
/// on_bad_line  is told of each line that makes no sense, which is then left out; empty: the first
///              of them is the error.
/// Errc::malformed, "NAME:LINE: what", for a missing column or what makes no sense.
Result<std::vector<SlurmJob>> read_sacct(ByteSource& input, const std::string& name,
                                         const std::function<void(const Error&)>& on_bad_line = {});

struct Partition {
  bool has_gpus = false;
  Watts tdp{0.0};          ///< of a core, or of a GPU where it has GPUs
  Watts tdp_of_core{0.0};  ///< of a core beside a GPU
};

/// What a site says of itself.
struct Cluster {
  std::map<std::string, Partition, std::less<>> partitions;
  Pue pue{1.0};
  CarbonIntensity intensity;
  DecimalGigabytes granularity;  ///< memory is given in multiples of it
};

struct JobFootprint {
  DecimalGigabytes requested, needed;
  Seconds cpu_time{0.0}, gpu_time{0.0};
  Seconds cpu_charged{0.0}, gpu_charged{0.0};    ///< of what the partition is there for
  Joules cpu_energy, gpu_energy, memory_energy;  ///< before PUE
  Joules energy, energy_of_needed_memory;        ///< with PUE
  Grams emissions, emissions_of_needed_memory;
  double overallocation() const { return requested / needed; }
};

/// Errc::not_present for a partition that the cluster does not have; Errc::malformed for a job with
/// GPUs on a partition without.
Result<JobFootprint> footprint(const SlurmJob& job, const Cluster& cluster);

struct Totals {
  unsigned jobs = 0, succeeded = 0;
  std::string first_submitted, last_submitted;
  JobFootprint sum;  ///< of all jobs
  Seconds elapsed{0.0};
  Grams failed;  ///< emissions of the jobs that failed
  Joules failed_energy;
  double mean_overallocation = 0.0;  ///< mean over the jobs
};

/// Adds jobs up, one at a time.
class Totalling {
 public:
  /// Leaves unfinished jobs out. Errors as of footprint(), and nothing is added then.
  Result<> add(const SlurmJob& job, const Cluster& cluster);
  Totals totals() const;

 private:
  Totals all_;
  double overallocations_ = 0.0;
};

/// All finished jobs together; unfinished ones are left out.
Result<Totals> total(const std::vector<SlurmJob>& jobs, const Cluster& cluster);

/// What the tool charges a kWh with, whatever the currency.
double cost(Joules energy);
/// What a tree takes up in a month, as this tool rounds it.
inline constexpr Grams kTreeMonth{917.0};

/// The text of the report. Fault: from 10^6 g on it prints kilograms and writes "T".
std::string emissions_text(Grams emissions);
/// The same with tonnes as tonnes.
std::string emissions_text_put_right(Grams emissions);

}  // namespace wattprint::estimate::methods::green_algorithms_hpc
