#include "estimate/sacct_log.hpp"

#include <fmt/format.h>

namespace wattprint::estimate {

void SacctLog::leave_out(const Error& error) {
  ++bad_;
  options_->on_bad(error);
}

Result<SacctLog> SacctLog::read(ByteSource& input, const SacctOptions& options) {
  SacctLog log(options);
  std::function<void(const Error&)> on_bad_line;
  if (options.on_bad) on_bad_line = [&](const Error& error) { log.leave_out(error); };
  auto jobs = methods::green_algorithms_hpc::read_sacct(input, options.log_name, on_bad_line);
  if (!jobs) return fail(jobs.error());
  if (jobs->empty() && log.bad_ == 0)
    return fail(Errc::malformed, options.log_name + ":2: no jobs behind the header");
  log.jobs_ = std::move(*jobs);
  return log;
}

Result<> SacctLog::each(const std::function<Result<>(const SlurmJob&)>& weigh) {
  for (const auto& job : jobs_) {
    if (job.state == SlurmJob::State::unfinished) {
      ++unfinished_;
      continue;
    }
    const auto fine = weigh(job);
    if (fine) continue;
    const Error error{fine.error().code, fmt::format("{}:{}: job {}: {}", options_->log_name,
                                                     job.line, job.id, fine.error().what)};
    const bool is_of_the_job = error.code == Errc::malformed || error.code == Errc::not_present;
    if (!options_->on_bad || !is_of_the_job) return fail(error);
    leave_out(error);
  }
  return {};
}

Result<std::string> gpu_of(const SacctLog::SlurmJob& job, const SacctOptions& options,
                           jobs::Lookups& lookups) {
  GpuUse typed;
  typed.model = job.gpu_type;
  if (!typed.model.empty() && (options.gpu.empty() || lookups.gpu(typed))) return typed.model;
  if (!options.gpu.empty()) return options.gpu;
  return fail(Errc::malformed, "has GPUs, but nothing says which; say --gpu");
}

}  // namespace wattprint::estimate
