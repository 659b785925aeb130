#include <fmt/format.h>

#include <utility>

#include "engine/effects.hpp"
#include "engine/estimate_job.hpp"
#include "estimate/rented_hardware.hpp"

namespace wattprint::engine {
namespace {

using estimate::jobs::JobQuestion;

constexpr double kGigabytesPerTerabyte = 1000.0;

std::string what_of(const JobQuestion& question) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " + ") + part; };
  const auto& job = question.job;
  for (const auto& gpu : job.gpus) add(fmt::format("{:.6g} x {}", gpu.count, gpu.model));
  for (const auto& cpu : job.cpus) {
    const std::string name = cpu.model.empty() ? "a CPU" : cpu.model;
    add(cpu.cores ? fmt::format("{:.6g} cores of {}", *cpu.cores, name)
                  : fmt::format("{:.6g} x {}", cpu.packages, name));
  }
  if (job.memory) add(fmt::format("{:.6g} GB", job.memory->value()));
  for (const auto& drive : job.storage)
    add(fmt::format("{:.6g} TB {}", drive.capacity.value(),
                    drive.type == estimate::DriveType::ssd ? "SSD" : "HDD"));
  if (job.network) add(fmt::format("{:.6g} GB sent", job.network->value() * kGigabytesPerTerabyte));
  if (question.like) return fmt::format("{:.6g} x {}", job.repeats, question.like->what);
  text += ", " + estimate::hours_text(job.time);
  return job.repeats == 1.0 ? text : text + fmt::format(", {:.6g} times", job.repeats);
}

MethodFigures own_figures(const estimate::jobs::JobEstimate& estimate) {
  MethodFigures figures;
  figures.energy = estimate.facility_energy;
  figures.emissions = estimate.emissions;
  figures.embodied = estimate.embodied;
  figures.water = estimate.water;
  figures.intensity = estimate.grid.intensity.value;
  figures.pue = estimate.pue.value;
  for (const auto& part : estimate.parts) {
    const auto energy = multiply(part.energy, estimate.pue, Errors::independent);
    figures.parts.push_back(
        {part.what, energy, multiply(energy, estimate.grid.intensity, Errors::independent)});
  }
  for (const auto& assumption : estimate.assumptions) {
    const auto effect = effect_text(assumption.effect);
    figures.assumptions.push_back(
        {fmt::format("{}: {}", assumption.about, assumption.chosen),
         effect.empty() ? "" : fmt::format("{} {}", to_string(assumption.affects), effect)});
  }
  return figures;
}

}  // namespace

bool asks_ours(const std::string& method) {
  return method.empty() || method == kOwnMethod || method == kAllMethods;
}

Result<JobReport> report_job(const JobQuestion& question, const std::string& method) {
  JobReport report;
  report.what = what_of(question);
  if (!asks_ours(method)) {
    auto row = published_row(method, question.job);
    if (!row) return fail(row.error());
    if (!row->figures)
      return fail(row->figures.error().code,
                  "--method " + method + ": " + row->figures.error().what);
    report.methods.push_back(std::move(*row));
    return report;
  }
  auto ours = estimate::jobs::estimate(question);
  if (!ours) return fail(ours.error());
  report.ours = std::move(*ours);
  if (method != kAllMethods) return report;
  auto published = published_rows(question.job);
  if (!published) return fail(published.error());
  report.methods = std::move(*published);
  report.methods.insert(report.methods.begin(), own_row(own_figures(*report.ours)));
  return report;
}

}  // namespace wattprint::engine
