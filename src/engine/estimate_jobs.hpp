#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "estimate/job_rows.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

struct JobsRequest {
  std::filesystem::path input;                   ///< "-" is standard input
  std::filesystem::path output;                  ///< "-" is standard output
  bool keep_going = false;                       ///< leaves bad rows out
  estimate::jobs::JobQuestion usual;             ///< see estimate::JobRowsOptions
  std::function<void(const Error&)> on_bad_row;  ///< is told of each row that is left out
};

/// Estimates a table of jobs into another file, which appears only when it is complete. What goes
/// to standard output, a pipe or a device is written as it comes.
Result<estimate::JobRowsSummary> estimate_jobs(const JobsRequest& request);

/// The summary in words and as a document (wattprint.estimate.jobs.v1).
std::string jobs_text(const estimate::JobRowsSummary& summary, const reports::Style& style);
std::string jobs_json(const estimate::JobRowsSummary& summary);

}  // namespace wattprint::engine
