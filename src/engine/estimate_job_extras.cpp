#include "engine/estimate_job.hpp"

namespace wattprint::engine {

Result<> add_extras(const JobWords& words, const estimate::jobs::JobQuestion& question,
                    JobReport& report) {
  if (!words.extras.any() && words.what_if.empty()) return {};
  if (!report.methods.empty())
    return fail(Errc::malformed,
                "--method " + words.method +
                    ": equivalents, scores and alternatives (--equivalents, --per, --unit, "
                    "--market-intensity, --what-if) are of our own method only");
  const auto& ours = *report.ours;
  auto found = extras(words.extras, ours.emissions,
                      {.energy = ours.facility_energy,
                       .intensity = ours.grid.intensity,
                       .embodied = ours.embodied,
                       .units = {{"run", question.job.repeats}}});
  if (!found) return fail(found.error());
  report.extras = std::move(*found);
  if (words.what_if.empty()) return {};
  auto alternatives = what_if(question, words.what_if);
  if (!alternatives) return fail(alternatives.error());
  report.what_if = std::move(*alternatives);
  return {};
}

}  // namespace wattprint::engine
