#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "estimate/jobs/estimate.hpp"
#include "units/figure.hpp"
#include "units/money.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

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
  std::uint64_t place_unknown = 0;  ///< jobs that were weighed with the world's average
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
  JobTotal total_;
  Figure<Joules> gpus_;
  Figure<Joules> others_;
  Figure<Joules> networks_;
  Figure<Litres> water_;
  std::uint64_t waters_ = 0;
  Figure<Money> cost_;
};

}  // namespace wattprint::estimate
