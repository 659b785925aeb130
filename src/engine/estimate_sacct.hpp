#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "engine/estimate_job.hpp"
#include "estimate/sacct_jobs.hpp"
#include "estimate/sacct_published.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// Which options do not go with a Slurm log; empty when all is well.
std::string contradiction_of_sacct(const JobWords& words, const config::Settings& settings);

/// What the jobs of a log of Slurm's accounting take: by our own method, or where the words say so
/// by the published one for such logs.
struct SacctReport {
  std::optional<estimate::SacctSummary> ours;
  std::optional<estimate::PublishedSacct> published;
  std::uint64_t bad() const { return ours ? ours->bad : published->bad; }
};

/// file    what `sacct` printed, "-" is standard input
/// words   the GPU and CPU of the cluster, where and when it runs, water and price
/// on_bad  is told of each line and job that is left out; empty: the first ends the estimate
Result<SacctReport> report_sacct(const std::filesystem::path& file, const JobWords& words,
                                 const config::Settings& settings,
                                 std::function<void(const Error&)> on_bad);

/// The report in words and as a document: wattprint.estimate.sacct.v1, or of the published method
/// wattprint.estimate.method.v1 with its member "log".
std::string sacct_text(const SacctReport& report, const reports::Style& style);
std::string sacct_json(const SacctReport& report);

}  // namespace wattprint::engine
