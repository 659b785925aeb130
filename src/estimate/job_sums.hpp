#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "estimate/jobs/estimate.hpp"
#include "units/figure.hpp"
#include "units/money.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

/// What was not given of some jobs, or nobody knows, and was chosen.
struct TotalAssumption {
  std::string about;  ///< "pue", "utilisation of GPUs"
  jobs::Affects affects = jobs::Affects::energy;
  std::uint64_t jobs = 0;        ///< so many of them
  std::optional<Spread> effect;  ///< as of JobAssumption, on the figure of all jobs
};

/// Many jobs together, with what JobEstimate has of one.
struct JobTotal {
  std::uint64_t jobs = 0;
  Figure<Joules> energy;  ///< of the IT equipment
  Figure<Joules> facility_energy;
  Figure<Grams> emissions;
  Figure<Grams> embodied;
  std::optional<Figure<Litres>> water;  ///< where every job has one
  std::optional<Figure<Money>> cost;    ///< where there is a price
  std::string currency;
  std::vector<TotalAssumption> assumptions;  ///< in the order in which jobs first had them
  std::uint64_t place_unknown = 0;           ///< jobs that were weighed with the world's average
};

/// Adds jobs up. What is wrong with the power of GPUs is wrong in all jobs at once, so nothing
/// evens out over jobs; only GPUs, the rest of the hardware and networks are wrong independently
/// of each other, as within one job.
class JobSums {
 public:
  JobSums();
  void add(const Job& job, const jobs::JobEstimate& estimate);
  JobTotal total() const;

 private:
  /// What an assumption would take from, or add to, the figure that it affects, in its unit.
  struct Assumed {
    TotalAssumption assumption;
    double less = 0.0;
    double more = 0.0;
    std::uint64_t last_job = 0;  ///< that had it: two GPUs of a job are one job
  };
  void add(const jobs::JobAssumption& assumption, const jobs::JobEstimate& estimate);

  JobTotal total_;
  std::vector<Assumed> assumed_;  ///< a dozen kinds at most
  Figure<Joules> gpus_;
  Figure<Joules> others_;
  Figure<Joules> networks_;
  Figure<Litres> water_;
  std::uint64_t waters_ = 0;
  Figure<Money> cost_;
};

}  // namespace wattprint::estimate
