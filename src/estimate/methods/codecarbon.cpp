#include "estimate/methods/codecarbon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::codecarbon {
namespace {

// g a kWh by source, in the order in which the tool's mixes have them: its
// carbon_intensity_per_source.json.
struct Source {
  std::string_view name;
  double grams;
};
constexpr std::array kSources{Source{"coal", 995},        Source{"fossil", 635},
                              Source{"geothermal", 38},   Source{"hydroelectricity", 26},
                              Source{"natural_gas", 743}, Source{"nuclear", 29},
                              Source{"petroleum", 816},   Source{"solar", 48},
                              Source{"wind", 26}};

// The columns of codecarbon/country/ after its intensity and the total.
constexpr std::array<std::string_view, 6> kCountryParts{"coal",    "fossil", "hydroelectricity",
                                                        "nuclear", "solar",  "wind"};

Result<Located> of_country(std::string_view country) {
  const auto row = published("codecarbon/country/", country);
  if (!row) return fail(row.error());
  if (!*row) return Located{kWorld, Located::Of::world};
  // A stated 0 counts as not stated.
  if (const double stated = (*row)->number(0).value_or(0.0); stated != 0.0)
    return Located{CarbonIntensity{stated}, Located::Of::country};
  std::vector<Part> parts;
  for (std::size_t i = 0; i < kCountryParts.size(); ++i)
    if (const auto amount = (*row)->number(i + 2))
      parts.push_back({std::string(kCountryParts[i]), *amount});
  return Located{mix_intensity(parts, (*row)->number(1).value_or(0.0)), Located::Of::country};
}

Result<std::optional<CarbonIntensity>> of_region(std::string_view country,
                                                 std::string_view region) {
  if (country == "USA") {
    const auto row = published("codecarbon/state/", region);
    if (!row) return fail(row.error());
    if (!*row || !(*row)->number()) return std::nullopt;
    return from_pounds_per_megawatt_hour(*(*row)->number());
  }
  if (country == "CAN") {
    const auto row = published("codecarbon/province/", region);
    if (!row) return fail(row.error());
    if (!*row) return std::nullopt;
    const auto part = [&](std::size_t at) { return (*row)->number(at).value_or(0.0); };
    return province_intensity(part(1), part(2), part(3), part(0));
  }
  const std::string_view zones = country == "SWE"   ? "SE"
                                 : country == "NOR" ? "NO"
                                 : country == "FIN" ? "FI"
                                                    : "";
  std::string zone(region);
  std::transform(zone.begin(), zone.end(), zone.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (zones.empty() || !starts_with(zone, zones)) return std::nullopt;
  const auto row = published("codecarbon/nordic/", zone);
  if (!row) return fail(row.error());
  if (!*row || !(*row)->number()) return std::nullopt;
  return CarbonIntensity{*(*row)->number()};
}

std::string upper(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return all;
}

}  // namespace

Result<Located> cloud_intensity(std::string_view provider, std::string_view region,
                                std::string_view country) {
  const auto row = published(fmt::format("codecarbon/cloud/{}/", provider), region);
  if (!row) return fail(row.error());
  if (*row && (*row)->number())
    return Located{CarbonIntensity{*(*row)->number()}, Located::Of::region};
  if (country.empty()) return Located{kWorld, Located::Of::world};
  return of_country(country);
}

Result<std::optional<std::string_view>> cloud_country(std::string_view provider,
                                                      std::string_view region) {
  const auto row = published(fmt::format("codecarbon/cloud/{}/", provider), region);
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return (*row)->text;
}

Result<Located> intensity(std::string_view country, std::string_view region) {
  if (!region.empty()) {
    const auto known = of_region(upper(country), region);
    if (!known) return fail(known.error());
    if (*known) return Located{**known, Located::Of::region};
  }
  return of_country(country);
}

CarbonIntensity mix_intensity(const std::vector<Part>& parts, double total) {
  double grams = 0.0;
  double known = 0.0;
  for (const Part& part : parts) {
    const auto* const source = std::find_if(kSources.begin(), kSources.end(),
                                            [&](const Source& s) { return s.name == part.source; });
    if (source == kSources.end()) continue;
    grams += part.amount / total * source->grams;
    known += part.amount;
  }
  return known == total ? CarbonIntensity{grams} : kWorld;
}

CarbonIntensity province_intensity(double coal, double petroleum, double natural_gas,
                                   double total) {
  // kg a kWh: https://github.com/responsibleproblemsolving/energy-usage, as the tool has them.
  const double kg = coal / total * 0.995725971 + petroleum / total * 0.8166885263 +
                    natural_gas / total * 0.7438415916;
  return CarbonIntensity{kg * 1000.0};
}

CarbonIntensity from_pounds_per_megawatt_hour(double pounds) {
  return CarbonIntensity{pounds * 0.00045359237 * 1000.0};
}

Watts power_at_load(Watts tdp, Fraction load) {
  const double u = load.value();
  return tdp * (0.1 + 0.9 * u * u * u);
}

Watts constant_power(std::optional<Watts> tdp) { return tdp.value_or(kUnknownCpu) * 0.5; }

unsigned memory_modules(Gigabytes memory) {
  const double gb = memory.value();
  struct Step {
    double most;
    unsigned modules;
  };
  for (const auto& [most, modules] : {Step{2, 1}, Step{16, 2}, Step{64, 4}, Step{128, 8}})
    if (gb <= most) return modules;
  // The largest module that fits eight times.
  for (const double module : {128.0, 64.0, 32.0, 16.0, 8.0, 4.0})
    if (module <= gb / 8.0) return static_cast<unsigned>(std::min(32.0, std::ceil(gb / module)));
  return 8;
}

Watts memory_power(Gigabytes memory, Architecture architecture) {
  const Watts module{architecture == Architecture::arm ? 1.5 : 5.0};
  const Watts least{architecture == Architecture::arm ? 3.0 : 10.0};
  // Modules 1 to 4, 5 to 8, 9 to 16 and the rest, each group a little less.
  struct Group {
    double modules;
    double share;
  };
  Watts power{0.0};
  double left = memory_modules(memory);
  for (const auto& [modules, share] :
       {Group{4, 1.0}, Group{4, 0.9}, Group{8, 0.8}, Group{1e9, 0.7}}) {
    const double here = std::min(left, modules);
    power += module * share * here;
    left -= here;
  }
  return std::max(power, least);
}

Result<Gigabytes> slurm_memory(std::string_view text) {
  const auto wrong = [&] {
    return fail(Errc::malformed,
                fmt::format("\"{}\" is no memory as scontrol writes it, such as 128G", text));
  };
  if (text.size() < 2) return wrong();
  const auto number = parse_i64(text.substr(0, text.size() - 1));
  if (!number) return wrong();
  const auto amount = static_cast<double>(*number);
  switch (text.back()) {
    case 'T': return Gigabytes{amount * 1000.0};
    case 'G': return Gigabytes{amount};
    case 'M': return Gigabytes{amount / 1000.0};
    case 'K': return Gigabytes{amount / 1e6};
    default: return wrong();
  }
}

Joules energy_from_joules(Joules counted) { return counted.value() * 2.77778e-7 * kKilowattHour; }

std::vector<std::string> gpu_ids(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '-' || c == ',') kept.push_back(c);
  }
  std::vector<std::string> ids;
  for (const auto id : split(kept, ','))
    if (!id.empty()) ids.emplace_back(id);
  return ids;
}

std::string setting_of_variable(std::string_view name) {
  std::string setting = to_lower(name);
  constexpr std::string_view kPrefix = "codecarbon_";
  if (const auto at = setting.find(kPrefix); at != std::string::npos)
    setting.erase(at, kPrefix.size());
  return setting;
}

}  // namespace wattprint::estimate::methods::codecarbon
