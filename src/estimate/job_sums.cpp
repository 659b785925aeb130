#include "estimate/job_sums.hpp"

#include <algorithm>

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

/// The figure that is affected, in its unit.
double affected(jobs::Affects affects, Joules energy, Grams emissions, Grams embodied) {
  if (affects == jobs::Affects::energy) return energy.value();
  return affects == jobs::Affects::emissions ? emissions.value() : embodied.value();
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
  for (const auto& assumption : estimate.assumptions) add(assumption, estimate);
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

void JobSums::add(const jobs::JobAssumption& assumption, const jobs::JobEstimate& estimate) {
  const std::string_view about = assumption.kind.empty() ? assumption.about : assumption.kind;
  auto found = std::find_if(assumed_.begin(), assumed_.end(),
                            [&](const Assumed& known) { return known.assumption.about == about; });
  if (found == assumed_.end()) {
    assumed_.push_back({{std::string(about), assumption.affects, 0, std::nullopt}, 0.0, 0.0, 0});
    found = assumed_.end() - 1;
  }
  if (found->last_job != total_.jobs) ++found->assumption.jobs;
  found->last_job = total_.jobs;
  if (!assumption.effect) return;
  const double figure =
      affected(assumption.affects, estimate.energy.value, estimate.emissions.value,
               estimate.embodied.value_or(Figure<Grams>{}).value);
  found->less += figure * (assumption.effect->low - 1.0);
  found->more += figure * (assumption.effect->high - 1.0);
}

JobTotal JobSums::total() const {
  JobTotal total = total_;
  for (const auto& assumed : assumed_) {
    total.assumptions.push_back(assumed.assumption);
    const double figure =
        affected(assumed.assumption.affects, gpus_.value + others_.value + networks_.value,
                 total_.emissions.value, total_.embodied.value);
    if (figure > 0.0 && (assumed.less < 0.0 || assumed.more > 0.0))
      total.assumptions.back().effect =
          Spread{1.0 + assumed.less / figure, 1.0 + assumed.more / figure};
  }
  total.energy = wattprint::add(wattprint::add(gpus_, others_, Errors::independent), networks_,
                                Errors::independent);
  if (waters_ > 0 && waters_ == total_.jobs) total.water = water_;
  if (!total_.currency.empty()) total.cost = cost_;
  return total;
}

}  // namespace wattprint::estimate
