#include "estimate/job_sums.hpp"

namespace wattprint::estimate {
namespace {

/// Sums without the sources' texts, which would be joined for each job.
template <class Q>
void add_to(Figure<Q>& sum, const Figure<Q>& figure) {
  sum.value += figure.value;
  sum.low += figure.low;
  sum.high += figure.high;
  sum.basis = weakest(sum.basis, figure.basis);
}

/// A sum of nothing yet, as sure as can be.
template <class Q>
void begin(Figure<Q>& sum) {
  sum = Figure<Q>::exact(Q{}, Basis::measured, "sum of all jobs (docs/estimate-jobs.md)");
}

}  // namespace

JobSums::JobSums() {
  for (auto* sum : {&gpus_, &others_, &networks_, &total_.facility_energy}) begin(*sum);
  for (auto* sum : {&total_.emissions, &total_.embodied}) begin(*sum);
  begin(water_);
  begin(cost_);
}

void JobSums::add(const Job& job, const jobs::JobEstimate& estimate) {
  ++total_.jobs;
  for (const auto& part : estimate.parts) {
    auto& sum = part.kind == "gpu" ? gpus_ : part.kind == "network" ? networks_ : others_;
    add_to(sum, part.energy);
  }
  add_to(total_.facility_energy, estimate.facility_energy);
  add_to(total_.emissions, estimate.emissions);
  if (estimate.embodied) add_to(total_.embodied, *estimate.embodied);
  const auto& place = job.place;
  if (place.zone.empty() && place.region.empty() && !place.intensity) ++total_.place_unknown;
  if (estimate.water) {
    add_to(water_, *estimate.water);
    ++waters_;
  }
  if (!estimate.cost) return;
  add_to(cost_, *estimate.cost);
  total_.currency = estimate.currency;
}

JobTotal JobSums::total() const {
  JobTotal total = total_;
  total.energy = wattprint::add(wattprint::add(gpus_, others_, Errors::independent), networks_,
                                Errors::independent);
  if (waters_ > 0 && waters_ == total_.jobs) total.water = water_;
  if (!total_.currency.empty()) total.cost = cost_;
  return total;
}

}  // namespace wattprint::estimate
