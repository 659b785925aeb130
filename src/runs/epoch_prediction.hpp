#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.hpp"
#include "runs/task_ledger.hpp"
#include "units/figure.hpp"

namespace wattprint::runs {

/// What all epochs of a training are expected to use, and what of it is still to come.
struct EpochPrediction {
  std::uint64_t epochs = 0;    ///< in all
  std::uint64_t measured = 0;  ///< of these, those that have ended
  Figure<Seconds> duration;
  Figure<Joules> energy;
  Figure<Joules> energy_to_come;  ///< the part that has not been used: what stopping now saves
};

/// Predicts what `epochs` epochs use in all from those that have ended.
///
/// The first epochs are left out of the mean when they were dearer than those after them (data
/// read, code compiled), an outlier counts no more than the usual spread, and a trend that the
/// epochs show beyond chance goes on for as many epochs as have been seen. The 90 % interval is
/// Student's t, with what trainings spread by in general for a start: docs/prediction.md has the
/// errors. All epochs done: what was measured, exactly.
///
/// measured  the epochs so far; those beyond `epochs` raise the number.
/// basis     of their charges; a prediction is an estimate at best.
/// Errc::malformed when none has ended.
///
/// CarbonTracker's prediction, the mean times the number, is the method of that name in estimate.
Result<EpochPrediction> predict_epochs(std::span<const Stretch> measured, std::uint64_t epochs,
                                       Basis basis, const std::string& source);

}  // namespace wattprint::runs
