#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "engine/estimate_methods.hpp"
#include "engine/extras.hpp"
#include "engine/job_description.hpp"
#include "engine/what_if.hpp"
#include "estimate/jobs/estimate.hpp"
#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::engine {

/// The options of `estimate job` as they were typed; what was not is empty.
struct JobWords {
  std::string file;               ///< description of the job
  std::vector<std::string> gpus;  ///< "A100", "A100 x8"
  std::string gpu_count;
  std::vector<std::string> cpus;
  std::string cpu_count;
  std::string cores;
  std::string memory;
  std::vector<std::string> ssds;
  std::vector<std::string> hdds;
  std::string network;
  std::string hours;
  std::string utilisation;
  std::string repeats;
  std::string start;
  std::string provider;
  std::string region;
  std::string wue;
  std::string price;
  std::string like;   ///< first digits of a run's id
  std::string times;  ///< how often that run is run
  std::string method;
  ExtraWords extras;
  std::vector<std::string> what_if;  ///< changes, or "auto"
};

/// Which options do not go together, or lack; empty when all is well.
std::string contradiction(const JobWords& words, const config::Settings& settings);

/// The part of it that is about where the job runs.
std::string contradiction_of_place(const JobWords& words, const config::Settings& settings);

/// The same for a table of jobs, whose columns say what each job needs.
std::string contradiction_of_table(const JobWords& words, const config::Settings& settings);

/// What a job is that the words only name.
struct JobBasis {
  std::optional<JobDescription> described;  ///< by --file
  std::optional<runs::RunRecord> like;      ///< by --like
};

/// What the words ask for; PUE, zone and intensity come from the settings. Words go before what a
/// file describes, and that before what the settings say of this machine.
///
/// Errc::malformed for a word that makes no sense; the sentence names its option.
Result<estimate::jobs::JobQuestion> job_question(const JobWords& words,
                                                 const config::Settings& settings,
                                                 const JobBasis& basis);

/// What holds for each job of a table that does not say: place, PUE, year, water and price.
Result<estimate::jobs::JobQuestion> usual_question(const JobWords& words,
                                                   const config::Settings& settings);

/// By --method: our own method is asked for, alone or among all.
bool asks_ours(const std::string& method);

/// What an estimate is of, and what came out.
struct JobReport {
  std::string what;                                 ///< "8 x NVIDIA A100 SXM4 80GB, 72 h"
  std::optional<estimate::jobs::JobEstimate> ours;  ///< but where one published method was asked
  /// What was asked for instead of our page: one published method, or ours and all of them.
  std::vector<MethodRow> methods;
  Extras extras;                                  ///< with ours, what was asked for
  std::optional<estimate::jobs::WhatIf> what_if;  ///< likewise
};

/// method  wattprint (or empty), the name of a published method, or all.
/// Errc::malformed for another, or for a job that it cannot take.
Result<JobReport> report_job(const estimate::jobs::JobQuestion& question,
                             const std::string& method);

/// Adds what else the words ask for; functional units that a job has are its runs.
/// Errc::malformed when that does not go with the method, or makes no sense.
Result<> add_extras(const JobWords& words, const estimate::jobs::JobQuestion& question,
                    JobReport& report);

/// The report in words, and as a document: wattprint.estimate.job.v1, or those of published
/// methods.
std::string job_text(const JobReport& report, const reports::Style& style);
std::string job_json(const JobReport& report);

}  // namespace wattprint::engine
