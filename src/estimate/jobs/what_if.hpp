#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/jobs/estimate.hpp"

namespace wattprint::estimate::jobs {

/// The same job with something changed: "gpu=A100", "hours=0.5x", or several at once,
/// "gpu=H100,hours=0.4x". What each key changes:
///
/// gpu=NAME          all GPUs are of this kind, as many as before, for the same time
/// gpus=N            so many of them
/// region=PLACE      of a cloud ("aws:eu-north-1"), whose PUE and water take the place of what was
///                   stated
/// zone=CODE         of the grid, no cloud region; a PUE and water that were stated stay
/// intensity=G       grams per kWh
/// pue=X
/// hours=H           of one try; epochs=0.5x is the same, in proportion
/// repeats=N         how often it is run
/// utilization=P     of GPUs and CPUs: 60%, or 0.6
///
/// Amounts may be told in proportion: 0.5x. Errc::malformed for what makes no sense, or for what
/// the job does not have; the sentence begins with the change.
Result<JobQuestion> changed(const JobQuestion& question, std::string_view change);

/// What is worth asking of any job: half the hours, half the tries where there are several, and the
/// region with the least life-cycle emissions a kWh, PUE included, of the job's provider (of aws,
/// azure and gcp where it has none).
Result<std::vector<std::string>> usual_changes(const JobQuestion& question, Lookups& lookups);

/// What a job would be if something were different, beside what it is.
struct WhatIf {
  struct Row {
    std::string change;
    JobEstimate estimate;
    /// Of the values, to those of the base: energy with PUE. Nothing where the base is 0.
    std::optional<double> energy_ratio, emissions_ratio;
  };
  JobEstimate base;
  std::vector<Row> rows;  ///< in the order of the changes
};

/// Each change is made to the question, not to the change before it.
/// Errc::malformed as of changed() and estimate().
Result<WhatIf> what_if(const JobQuestion& question, const std::vector<std::string>& changes,
                       Lookups& lookups);

}  // namespace wattprint::estimate::jobs
