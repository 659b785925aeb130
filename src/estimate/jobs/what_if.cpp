#include "estimate/jobs/what_if.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "catalog/cloud_figures.hpp"
#include "catalog/cloud_regions.hpp"

namespace wattprint::estimate::jobs {
namespace {

constexpr double kSecondsPerHour = 3600.0;

/// Asked for the cleanest region when the job names no provider: the largest three.
constexpr std::array<std::string_view, 3> kLargestProviders{"aws", "azure", "gcp"};

auto wrong(std::string what) { return fail(Errc::malformed, std::move(what)); }

/// "0.5x" of what it is, or a new amount.
Result<double> amount(std::string_view word, std::optional<double> now) {
  const bool in_proportion = !word.empty() && (word.back() == 'x' || word.back() == 'X');
  const auto number = parse_double(in_proportion ? word.substr(0, word.size() - 1) : word);
  if (!number || !std::isfinite(*number) || *number < 0.0)
    return wrong(
        fmt::format("expected a number of 0 or more, or 0.5x of what it is, found \"{}\"", word));
  if (!in_proportion) return *number;
  if (!now) return wrong("nothing is there to take a proportion of");
  return *number * *now;
}

Result<> set_gpu(JobQuestion& question, std::string_view word) {
  if (question.job.gpus.empty()) return wrong("the job has no GPU");
  for (auto& gpu : question.job.gpus) {
    gpu.model = word;
    gpu.tdp.reset();
  }
  return {};
}

Result<> set_gpus(JobQuestion& question, std::string_view word) {
  auto& gpus = question.job.gpus;
  if (gpus.empty()) return wrong("the job has no GPU");
  if (gpus.size() > 1 && parse_double(word))
    return wrong(
        fmt::format("the job has {} kinds of GPU: say it in proportion, 0.5x", gpus.size()));
  for (auto& gpu : gpus) {
    const auto count = amount(word, gpu.count);
    if (!count) return fail(count.error());
    gpu.count = *count;
  }
  return {};
}

Result<> set_region(JobQuestion& question, std::string_view word) {
  const auto region = catalog::find_cloud_region(word);
  if (!region) return fail(region.error());
  question.job.place = {std::string(region->provider), std::string(region->region), {}, {}};
  question.job.pue.reset();
  question.water.reset();
  return {};
}

Result<> set_zone(JobQuestion& question, std::string_view word) {
  question.job.place = {{}, {}, std::string(word), {}};
  return {};
}

Result<> set_intensity(JobQuestion& question, std::string_view word) {
  const auto grams = amount(word, std::nullopt);
  if (!grams) return fail(grams.error());
  question.job.place.intensity = CarbonIntensity{*grams};
  return {};
}

Result<> set_pue(JobQuestion& question, std::string_view word) {
  const auto pue = amount(word, std::nullopt);
  if (!pue) return fail(pue.error());
  question.job.pue = Pue{*pue};
  return {};
}

Result<> set_hours(JobQuestion& question, std::string_view word) {
  if (question.like) return wrong("a past run is scaled by repeats, not by hours");
  const auto hours = amount(word, question.job.time.count() / kSecondsPerHour);
  if (!hours) return fail(hours.error());
  question.job.time = Seconds{*hours * kSecondsPerHour};
  return {};
}

Result<> set_epochs(JobQuestion& question, std::string_view word) {
  if (parse_double(word)) return wrong("the job's epochs are not known: say a proportion, 0.5x");
  return set_hours(question, word);
}

Result<> set_repeats(JobQuestion& question, std::string_view word) {
  const auto repeats = amount(word, question.job.repeats);
  if (!repeats) return fail(repeats.error());
  question.job.repeats = *repeats;
  return {};
}

Result<> set_utilization(JobQuestion& question, std::string_view word) {
  const bool percent = !word.empty() && word.back() == '%';
  const auto number = parse_double(percent ? word.substr(0, word.size() - 1) : word);
  const double part = number.value_or(-1.0) / (percent ? 100.0 : 1.0);
  if (!(part >= 0.0 && part <= 1.0))
    return wrong(fmt::format("expected 0% to 100%, found \"{}\"", word));
  if (question.job.gpus.empty() && question.job.cpus.empty())
    return wrong("the job has neither GPU nor CPU");
  for (auto& gpu : question.job.gpus) gpu.utilisation = Fraction{part};
  for (auto& cpu : question.job.cpus) cpu.utilisation = Fraction{part};
  return {};
}

struct Key {
  std::string_view name;
  Result<> (*set)(JobQuestion&, std::string_view);
};
constexpr std::array kKeys{Key{"gpu", set_gpu},
                           Key{"gpus", set_gpus},
                           Key{"region", set_region},
                           Key{"zone", set_zone},
                           Key{"intensity", set_intensity},
                           Key{"pue", set_pue},
                           Key{"hours", set_hours},
                           Key{"epochs", set_epochs},
                           Key{"repeats", set_repeats},
                           Key{"utilization", set_utilization}};

Result<> set(JobQuestion& question, std::string_view one) {
  const auto equals = one.find('=');
  const auto name = trim(one.substr(0, equals));
  const auto key = std::find_if(kKeys.begin(), kKeys.end(),
                                [&](const Key& known) { return known.name == name; });
  if (equals == std::string_view::npos || key == kKeys.end()) {
    std::vector<std::string_view> names;
    for (const Key& known : kKeys) names.push_back(known.name);
    return wrong(
        fmt::format("write KEY=VALUE, such as hours=0.5x; keys are {}", fmt::join(names, ", ")));
  }
  const auto word = trim(one.substr(equals + 1));
  if (word.empty()) return wrong(fmt::format("{} has no value", name));
  return key->set(question, word);
}

std::optional<double> ratio(double now, double base) {
  if (base <= 0.0) return std::nullopt;
  return now / base;
}

/// The region of a job as the catalog calls it, whatever the user wrote.
Result<std::optional<catalog::CloudRegion>> own_region(const Place& place) {
  if (place.region.empty()) return std::nullopt;
  const auto region = catalog::find_cloud_region(
      place.provider.empty() ? place.region : place.provider + ':' + place.region);
  if (!region) return fail(region.error());
  return *region;
}

Result<std::optional<std::string>> cleanest_region(const JobQuestion& question, Lookups& lookups) {
  const auto own = own_region(question.job.place);
  if (!own) return fail(own.error());
  std::vector<std::string> providers(kLargestProviders.begin(), kLargestProviders.end());
  if (*own) {
    providers = {std::string((*own)->provider)};
  } else if (!question.job.place.provider.empty()) {
    const auto code = catalog::find_cloud_provider(question.job.place.provider);
    if (!code) return fail(code.error());
    providers = {*code};
  }
  std::optional<std::string> best;
  double least = 0.0;
  for (const auto& provider : providers) {
    const auto regions = catalog::cloud_regions(provider);
    if (!regions) return fail(regions.error());
    for (const auto& region : *regions) {
      const auto place = lookups.place({{}, {}, std::string(region.zone), {}}, question.year);
      if (!place) return fail(place.error());
      const auto pue = catalog::region_pue(region.key);
      if (!pue) return fail(pue.error());
      // What only counts the plant's own emissions looks cleaner than it is.
      if ((*place)->grid.kind != catalog::IntensityKind::lifecycle) continue;
      const double grams = (*place)->grid.intensity.value.value() * pue->value.value();
      if (best && grams >= least) continue;
      best = std::string(region.key);
      least = grams;
    }
  }
  if (*own && best == std::string((*own)->key)) return std::nullopt;
  return best;
}

}  // namespace

Result<JobQuestion> changed(const JobQuestion& question, std::string_view change) {
  JobQuestion other = question;
  for (const auto one : split(change, ','))
    if (const auto fine = set(other, one); !fine)
      return wrong(fmt::format("{}: {}", change, fine.error().what));
  return other;
}

Result<std::vector<std::string>> usual_changes(const JobQuestion& question, Lookups& lookups) {
  std::vector<std::string> changes;
  if (!question.like) changes.emplace_back("hours=0.5x");
  if (question.job.repeats > 1.0) changes.emplace_back("repeats=0.5x");
  auto region = cleanest_region(question, lookups);
  if (!region) return fail(region.error());
  if (*region) changes.push_back("region=" + **region);
  return changes;
}

Result<WhatIf> what_if(const JobQuestion& question, const std::vector<std::string>& changes,
                       Lookups& lookups) {
  auto base = estimate(question, lookups);
  if (!base) return fail(base.error());
  WhatIf all{std::move(*base), {}};
  for (const auto& change : changes) {
    const auto other = changed(question, change);
    if (!other) return fail(other.error());
    auto estimate = jobs::estimate(*other, lookups);
    if (!estimate) return wrong(fmt::format("{}: {}", change, estimate.error().what));
    const auto energy =
        ratio(estimate->facility_energy.value.value(), all.base.facility_energy.value.value());
    const auto emissions =
        ratio(estimate->emissions.value.value(), all.base.emissions.value.value());
    all.rows.push_back({change, std::move(*estimate), energy, emissions});
  }
  return all;
}

}  // namespace wattprint::estimate::jobs
