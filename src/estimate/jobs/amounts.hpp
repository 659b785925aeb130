#pragma once

#include "catalog/coefficients.hpp"
#include "estimate/job.hpp"
#include "units/amounts.hpp"
#include "units/figure.hpp"

namespace wattprint::estimate::jobs {

// Energy of what a job has so much of, before PUE: by its amount, since nobody says which parts it
// is made of.

/// load  how busy the memory is: between its power in idle and at work.
Figure<Joules> memory_energy(Gigabytes size, Fraction load, Seconds time,
                             const catalog::MemoryPower& power);
Figure<Joules> storage_energy(const StorageUse& drive, Seconds time,
                              const catalog::AllocatedStoragePower& power);
Figure<Joules> network_energy(Terabytes sent, const Figure<JoulesPerTerabyte>& rate);

}  // namespace wattprint::estimate::jobs
