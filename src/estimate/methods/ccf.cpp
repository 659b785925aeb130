#include "estimate/methods/ccf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::ccf {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

// Means over all of a provider's machines, and PUE, as its constants files have them.
struct Provider {
  std::string_view name;
  Range mean;
  Gigabytes memory_of_chip;  ///< none for gcp: its estimates leave memory to the machine family
  Pue pue;
};
constexpr std::array kProviders{
    Provider{"aws", {Watts{0.74}, Watts{3.5}}, Gigabytes{80.69}, Pue{1.135}},
    Provider{"azure", {Watts{0.74}, Watts{3.54}}, Gigabytes{80.47}, Pue{1.185}},
    Provider{"gcp", {Watts{0.68}, Watts{4.11}}, Gigabytes{0.0}, Pue{1.1}}};

Result<Provider> find_provider(std::string_view name) {
  for (const Provider& provider : kProviders)
    if (provider.name == name) return provider;
  return fail(
      Errc::not_present,
      fmt::format("Cloud Carbon Footprint has no provider \"{}\"; it has aws, azure, gcp", name));
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

/// Column `at` of all processors; nothing when one of them is not known.
Result<std::optional<std::vector<double>>> column(std::string_view provider,
                                                  const std::vector<std::string>& processors,
                                                  std::size_t at) {
  std::vector<double> values;
  for (const std::string& processor : processors) {
    const auto row = published(fmt::format("ccf/processor/{}/", provider), processor);
    if (!row) return fail(row.error());
    const auto number = *row ? (*row)->number(at) : std::nullopt;
    if (!number) return std::nullopt;
    values.push_back(*number);
  }
  if (values.empty()) return std::nullopt;
  return values;
}

bool has_outlier(const std::vector<std::string>& processors) {
  return std::any_of(processors.begin(), processors.end(), [](const std::string& name) {
    return name == "Sandy Bridge" || name == "Ivy Bridge";
  });
}

}  // namespace

Result<Range> power(std::string_view provider, const std::vector<std::string>& processors) {
  const auto of = find_provider(provider);
  if (!of) return fail(of.error());
  const auto low = column(provider, processors, 0);
  const auto high = column(provider, processors, 1);
  if (!low) return fail(low.error());
  if (!high) return fail(high.error());
  if (!*low || !*high) return of->mean;
  const bool outlier = has_outlier(processors);
  const auto middle = [&](const std::vector<double>& watts) {
    return outlier ? median(watts) : mean(watts);
  };
  return Range{Watts{middle(**low)}, Watts{middle(**high)}};
}

Result<Gigabytes> memory_of_chip(std::string_view provider,
                                 const std::vector<std::string>& processors) {
  const auto of = find_provider(provider);
  if (!of) return fail(of.error());
  const auto memory = column(provider, processors, 2);
  if (!memory) return fail(memory.error());
  return *memory ? Gigabytes{mean(**memory)} : of->memory_of_chip;
}

Result<Pue> pue(std::string_view provider, std::string_view region) {
  const auto of = find_provider(provider);
  if (!of) return fail(of.error());
  const auto row = published(fmt::format("ccf/pue/{}/", provider), region);
  if (!row) return fail(row.error());
  const auto number = *row ? (*row)->number() : std::nullopt;
  return number ? Pue{*number} : of->pue;
}

Result<std::optional<CarbonIntensity>> published_intensity(std::string_view provider,
                                                           std::string_view region,
                                                           bool carbon_free_energy) {
  const auto of = find_provider(provider);
  if (!of) return fail(of.error());
  const auto row = published(fmt::format("ccf/region/{}/", provider), region);
  if (!row) return fail(row.error());
  const bool second = carbon_free_energy && provider == "gcp";
  const auto tonnes = *row ? (*row)->number(second ? 1 : 0) : std::nullopt;
  if (!tonnes) return std::nullopt;
  return CarbonIntensity{*tonnes * 1e6};
}

Result<CarbonIntensity> intensity(std::string_view provider, std::string_view region,
                                  bool carbon_free_energy) {
  for (const std::string_view name : {region, std::string_view("Unknown")}) {
    const auto found = published_intensity(provider, name, carbon_free_energy);
    if (!found) return fail(found.error());
    if (*found && (*found)->value() != 0.0) return **found;
  }
  return fail(Errc::malformed, fmt::format("methods.csv: no ccf/region/{}/Unknown", provider));
}

Joules compute_energy(Range range, Fraction use, Seconds thread_time, Pue pue, double replicas) {
  const Watts watts = range.low + (range.high - range.low) * use;
  return watts * thread_time * pue * replicas;
}

// kWh a GB hour, Wh a TB hour and kWh a GB: the tool's methodology.
Joules memory_energy(GigabyteHours held, Pue pue) {
  return held.value() * 0.000392 * kKilowattHour * pue;
}

Joules storage_energy(TerabyteHours held, DriveType type, Pue pue, double replicas) {
  return watt_hours(held.value() * (type == DriveType::ssd ? 1.2 : 0.65)) * pue * replicas;
}

Joules network_energy(Gigabytes sent, Pue pue) {
  return sent.value() * 0.001 * kKilowattHour * pue;
}

double chips(double largest_threads) { return std::ceil(largest_threads / 96.0); }

GigabyteHours memory_beyond(const MemoryOfFamily& family, Seconds time) {
  const Gigabytes beyond =
      family.largest_memory / chips(family.largest_threads) - family.chip_memory;
  if (beyond <= Gigabytes{0.0}) return GigabyteHours{0.0};
  const double ratio = family.largest_memory / family.own_memory;
  return GigabyteHours{beyond.value() / ratio * Hours(time).count()};
}

Grams embodied(Grams of_server, Seconds time, double threads, double largest_threads) {
  constexpr double kLifetimeHours = 35040.0;  // 4 years
  return of_server * (Hours(time).count() / kLifetimeHours) * (threads / largest_threads);
}

Joules implied_energy(Grams embodied, CarbonIntensity intensity) {
  return embodied.value() / intensity.value() * kKilowattHour;
}

}  // namespace wattprint::estimate::methods::ccf
