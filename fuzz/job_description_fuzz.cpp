// A description of a job, in both syntaxes: a job that can be estimated, or a sentence that names
// the file; never more than that.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/job_description.hpp"

namespace {

void check(const wattprint::Result<wattprint::Node>& document, const std::string& file) {
  if (!document) {
    if (document.error().what.rfind(file, 0) != 0) std::abort();
    return;
  }
  const auto job = wattprint::engine::describe_job(*document, file);
  if (!job) {
    if (job.error().what.rfind(file, 0) != 0) std::abort();
    return;
  }
  const auto known = wattprint::engine::check_models(*job);
  if (!known) {
    if (known.error().what.rfind(file, 0) != 0) std::abort();
    return;
  }
  const auto estimate = wattprint::estimate::jobs::estimate(job->question);
  if (!estimate) return;
  const auto& energy = estimate->energy;
  if (!(std::isfinite(energy.high.value()) && energy.low >= wattprint::Joules{0.0} &&
        energy.low <= energy.value && energy.value <= energy.high))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(wattprint::parse_toml(text, "job.toml"), "job.toml");
  check(wattprint::parse_json(text, "job.json"), "job.json");
  return 0;
}
