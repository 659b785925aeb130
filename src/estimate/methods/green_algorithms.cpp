#include "estimate/methods/green_algorithms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "estimate/methods/grouped.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::green_algorithms {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

// In the order of the values of a row of methods.csv.
constexpr std::array<std::string_view, 6> kVersions{"v1.0", "v1.1", "v2.0", "v2.1", "v2.2", "v3.0"};

Result<std::optional<double>> look_up(std::string_view kind, std::string_view name,
                                      std::string_view version) {
  const auto* const at = std::find(kVersions.begin(), kVersions.end(), version);
  if (at == kVersions.end())
    return fail(Errc::malformed,
                fmt::format("Green Algorithms has no data of version \"{}\"; it has "
                            "{}",
                            version, fmt::join(kVersions, ", ")));
  const auto row = published(fmt::format("green-algorithms/{}/", kind), name);
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return (*row)->number(static_cast<std::size_t>(at - kVersions.begin()));
}

template <class Q>
Result<std::optional<Q>> look_up_as(std::string_view kind, std::string_view name,
                                    std::string_view version) {
  const auto number = look_up(kind, name, version);
  if (!number) return fail(number.error());
  if (!*number) return std::nullopt;
  return Q{**number};
}

bool is_outside(double x, double least) { return x != 0.0 && (x >= 1e3 || x < least); }

/// Two decimals, or scientific notation where those would say too little or be too long.
std::string two_decimals(double x, double least) {
  return is_outside(x, least) ? scientific(x, 2) : grouped(x, 2);
}

}  // namespace

std::span<const std::string_view> versions() { return kVersions; }

Result<std::optional<Watts>> power_per_core(std::string_view cpu, std::string_view version) {
  return look_up_as<Watts>("cpu-core", cpu, version);
}

Result<std::optional<Watts>> power_of_gpu(std::string_view gpu, std::string_view version) {
  return look_up_as<Watts>("gpu", gpu, version);
}

Result<std::optional<CarbonIntensity>> intensity_at(std::string_view location,
                                                    std::string_view version) {
  return look_up_as<CarbonIntensity>("location", location, version);
}

Result<std::optional<DataCentre>> data_centre(std::string_view provider, std::string_view name) {
  const auto row = published(fmt::format("green-algorithms/datacentre/{}/", provider), name);
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  DataCentre centre{(*row)->text, std::nullopt};
  if (const auto pue = (*row)->number()) centre.pue = Pue{*pue};
  return centre;
}

Result<Pue> assumed_pue(Platform platform, std::string_view provider, std::string_view centre,
                        std::string_view version) {
  if (platform == Platform::personal_computer) return Pue{1.0};
  if (platform == Platform::cloud) {
    const auto known = data_centre(provider, centre);
    if (!known) return fail(known.error());
    if (*known && (*known)->pue) return *(*known)->pue;
    const auto of_provider = look_up_as<Pue>("pue", provider, version);
    if (!of_provider) return fail(of_provider.error());
    if (*of_provider) return **of_provider;
  }
  const auto mean = look_up_as<Pue>("pue", "Unknown", version);
  if (!mean) return fail(mean.error());
  if (!*mean) return fail(Errc::malformed, "methods.csv: no green-algorithms/pue/Unknown");
  return **mean;
}

Footprint footprint(const Hardware& hardware, Seconds time, Pue pue, CarbonIntensity intensity,
                    double repeats) {
  const Watts cores = hardware.cores * hardware.per_core * hardware.core_use;
  const Watts gpus = hardware.gpus * hardware.per_gpu * hardware.gpu_use;
  // 0.3725 W a GB: Karyakin and Salem 2017, doi:10.1145/3076113.3076117, as the paper has it.
  const Watts memory = WattsPerGigabyte{0.3725} * hardware.memory;
  const double hours = Hours(time).count() * repeats;
  const auto energy = [&](Watts power) {
    return hours * (pue.value() * power.value()) / 1000.0 * kKilowattHour;
  };
  Footprint all;
  all.power = (cores + gpus + memory) * pue.value();
  all.energy = energy(cores + gpus + memory);
  all.core_energy = energy(cores + gpus);
  all.memory_energy = energy(memory);
  all.emissions = all.energy * intensity;
  all.core_emissions = all.core_energy * intensity;
  all.memory_emissions = all.memory_energy * intensity;
  return all;
}

Result<References> references(std::string_view version) {
  References all;
  for (const auto& [name, to] : {std::pair<const char*, Grams*>{"treeYear", &all.tree_year},
                                 {"passengerCar_EU_perkm", &all.car_km},
                                 {"flight_PAR-DUB", &all.paris_dublin},
                                 {"flight_NY-SF", &all.new_york_san_francisco},
                                 {"flight_NYC-MEL", &all.new_york_melbourne}}) {
    const auto value = look_up_as<Grams>("reference", name, version);
    if (!value) return fail(value.error());
    if (!*value)
      return fail(
          Errc::malformed,
          fmt::format("methods.csv: no green-algorithms/reference/{} of {}", name, version));
    *to = **value;
  }
  return all;
}

std::string energy_text(Joules energy) {
  const double kwh = energy / kKilowattHour;
  if (kwh >= 1e3) return two_decimals(kwh / 1e3, 1.0) + " MWh";
  return kwh < 1.0 ? two_decimals(kwh * 1e3, 1.0) + " Wh" : two_decimals(kwh, 1.0) + " kWh";
}

std::string emissions_text(Grams emissions) {
  const double g = emissions.value();
  if (g >= 1e6) return two_decimals(g / 1e6, 1.0) + " TCO2e";
  if (g >= 1e3) return two_decimals(g / 1e3, 1.0) + " kgCO2e";
  return g < 1.0 ? two_decimals(g * 1e3, 1.0) + " mgCO2e" : two_decimals(g, 1.0) + " gCO2e";
}

std::string tree_text(Grams emissions, const References& references) {
  const double months = emissions / references.tree_year * 12.0;
  return months >= 24.0 ? two_decimals(months / 12.0, 0.1) + " tree-years"
                        : two_decimals(months, 0.1) + " tree-months";
}

std::string car_text(Grams emissions, const References& references) {
  return two_decimals(emissions / references.car_km, 0.1) + " km";
}

std::string flight_text(Grams emissions, const References& references) {
  std::string_view route = "NYC-Melbourne";
  Grams flight = references.new_york_melbourne;
  if (emissions < 0.5 * references.new_york_san_francisco) {
    route = "Paris-Dublin";
    flight = references.paris_dublin;
  } else if (emissions < 0.5 * references.new_york_melbourne) {
    route = "NYC-San Francisco";
    flight = references.new_york_san_francisco;
  }
  const double part = emissions / flight;
  if (part == 0.0) return fmt::format("0 flights {}", route);
  if (part > 1e6) return fmt::format("{} flights {}", scientific(part, 0), route);
  if (part >= 1.0) return fmt::format("{} flights {}", grouped(part, 1), route);
  std::string text;
  if (part >= 0.01)
    text = grouped(part * 100.0, 0) + "%";
  else if (part >= 1e-4)
    text = grouped(part * 100.0, 2) + "%";
  else
    text = scientific(part * 100.0, 0) + " %";
  return fmt::format("{} of a flight {}", text, route);
}

}  // namespace wattprint::estimate::methods::green_algorithms
