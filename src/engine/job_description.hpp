#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/document.hpp"
#include "base/result.hpp"
#include "estimate/jobs/estimate.hpp"

namespace wattprint::engine {

/// A job as somebody wrote it down.
struct JobDescription {
  std::string file;
  estimate::jobs::JobQuestion question;  ///< its time is 0 where the file does not say `hours`
  /// Where the model of each GPU and CPU of the job stands, for messages.
  std::vector<std::string> gpu_places, cpu_places;
};

/// What the document says of a job; docs/estimate-job.md has its keys.
///
/// file  how messages call it. Errc::malformed for keys that there are not, values of another type
/// and amounts that cannot be, "FILE line N: KEY: what; remedy" or "FILE: /POINTER: what; remedy".
Result<JobDescription> describe_job(const Node& document, const std::string& file);

/// The same of a file, which is TOML or JSON by the end of its name.
Result<JobDescription> read_job(const std::filesystem::path& file);

/// Looks up the GPUs and CPUs of the job, so that the line can be named where one is unknown to our
/// own method; published ones have names of their own.
Result<> check_models(const JobDescription& description);

}  // namespace wattprint::engine
