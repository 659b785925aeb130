#include "estimate/methods/carbontracker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/text.hpp"
#include "catalog/table.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::carbontracker {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <class T, class Value>
double mean(const std::vector<T>& items, Value value) {
  if (items.empty()) return kNan;
  double sum = 0.0;
  for (const T& item : items) sum += value(item);
  return sum / static_cast<double>(items.size());
}

/// Calls visit(name, watts) for each CPU of its table.
template <class Visit>
Result<> each_cpu(std::string_view table, Visit visit) {
  const auto opened =
      catalog::Table::open(table, "name,codecarbon_w,carbontracker_w,eco2ai_w", "method_cpus.csv");
  if (!opened) return fail(opened.error());
  return opened->each_row([&](const catalog::Table::Row& row) -> Result<> {
    if (const auto watts = parse_double(row[2])) visit(row[0], Watts{*watts});
    return {};
  });
}

}  // namespace

std::optional<Pue> pue_of_year(int year) {
  switch (year) {
    case 2020: return Pue{1.59};
    case 2021: return Pue{1.57};
    case 2022: return Pue{1.55};
    case 2023: return kPue;
    default: return std::nullopt;
  }
}

Joules predicted_energy(const std::vector<Joules>& epochs, double total_epochs) {
  return Joules{total_epochs * mean(epochs, [](Joules e) { return e.value(); })};
}

Seconds predicted_time(const std::vector<Seconds>& epochs, double total_epochs) {
  return Seconds{total_epochs * mean(epochs, [](Seconds t) { return t.count(); })};
}

CarbonIntensity predicted_intensity(const std::vector<CarbonIntensity>& fetched,
                                    CarbonIntensity forecast, Seconds duration,
                                    Seconds update_interval) {
  const double more = 1.0 + std::floor(duration / update_interval);
  double sum = forecast.value() * more;
  for (const CarbonIntensity one : fetched) sum += one.value();
  return CarbonIntensity{sum / (more + static_cast<double>(fetched.size()))};
}

CarbonIntensity mean_intensity(const std::vector<CarbonIntensity>& fetched) {
  return CarbonIntensity{mean(fetched, [](CarbonIntensity one) { return one.value(); })};
}

Joules epoch_energy(const std::vector<std::vector<Watts>>& samples, Seconds duration) {
  std::vector<Watts> flat;
  for (const auto& devices : samples) flat.insert(flat.end(), devices.begin(), devices.end());
  return Watts{mean(flat, [](Watts w) { return w.value(); })} * duration;
}

Watts rapl_power(Joules before, Joules after, Seconds between) {
  return (after - before) / between;
}

Result<std::optional<CarbonIntensity>> country_intensity(std::string_view alpha2) {
  const auto row = published("carbontracker/country/", alpha2);
  if (!row) return fail(row.error());
  const auto number = *row ? (*row)->number() : std::nullopt;
  if (!number) return std::nullopt;
  return CarbonIntensity{*number};
}

Result<std::optional<Watts>> matching_tdp(std::string_view name, std::string_view table) {
  if (name.empty()) return std::nullopt;
  const std::string_view plain = trim(name.substr(0, name.find('@')));
  std::optional<Watts> same, contains;
  const auto fine = each_cpu(table, [&](std::string_view known, Watts watts) {
    if (known == name) same = watts;
    if (!contains && known.find(plain) != std::string_view::npos) contains = watts;
  });
  if (!fine) return fail(fine.error());
  return same ? same : contains;
}

Result<Watts> average_power(std::string_view table) {
  double sum = 0.0;
  double count = 0.0;
  const auto fine = each_cpu(table, [&](std::string_view /*name*/, Watts watts) {
    sum += watts.value();
    count += 1.0;
  });
  if (!fine) return fail(fine.error());
  if (count == 0.0) return fail(Errc::malformed, "method_cpus.csv: carbontracker has no CPU");
  return Watts{sum / count / 2.0};
}

Result<std::optional<Grams>> car_factor(std::string_view name) {
  const auto row = published("carbontracker/car/", name);
  if (!row) return fail(row.error());
  const auto number = *row ? (*row)->number() : std::nullopt;
  if (!number) return std::nullopt;
  return Grams{*number};
}

Result<std::optional<Kilometres>> car_distance(Grams emissions) {
  if (emissions < Grams{0.0}) return std::nullopt;
  const auto factor = car_factor("eu_new_car_2024");
  if (!factor) return fail(factor.error());
  if (!*factor) return fail(Errc::malformed, "methods.csv: no carbontracker/car/eu_new_car_2024");
  return Kilometres{emissions / **factor};
}

}  // namespace wattprint::estimate::methods::carbontracker
