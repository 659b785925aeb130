#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "engine/estimate_job.hpp"
#include "estimate/sacct_jobs.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// Which options do not go with a Slurm log; empty when all is well.
std::string contradiction_of_sacct(const JobWords& words, const config::Settings& settings);

/// What the jobs of a log of Slurm's accounting take.
///
/// file    what `sacct` printed, "-" is standard input
/// words   the GPU and CPU of the cluster, where and when it runs, water and price
/// on_bad  is told of each line and job that is left out; empty: the first ends the estimate
Result<estimate::SacctSummary> estimate_sacct_file(const std::filesystem::path& file,
                                                   const JobWords& words,
                                                   const config::Settings& settings,
                                                   std::function<void(const Error&)> on_bad);

/// The summary in words and as a document (wattprint.estimate.sacct.v1).
std::string sacct_text(const estimate::SacctSummary& summary, const reports::Style& style);
std::string sacct_json(const estimate::SacctSummary& summary);

}  // namespace wattprint::engine
