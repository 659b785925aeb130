#include "answers.hpp"
#include "estimate/methods/codecarbon.hpp"

namespace wattprint::golden {
namespace {

namespace method = estimate::methods::codecarbon;

std::string text(const Json& input, const char* field) {
  return input.contains(field) && input.at(field).is_string() ? input.at(field).get<std::string>()
                                                              : "";
}
double number(const Json& input, const char* field) { return input.at(field).get<double>(); }

Json mix(const Json& parts) {
  std::vector<method::Part> all;
  for (const auto& [name, amount] : parts.items()) {
    constexpr std::string_view kUnit = "_TWh";
    if (name.size() > kUnit.size() && name.substr(name.size() - kUnit.size()) == kUnit)
      all.push_back({name.substr(0, name.size() - kUnit.size()), amount.get<double>()});
  }
  return method::mix_intensity(all, number(parts, "total_TWh")).value();
}

Json province(const Json& parts) {
  return method::province_intensity(number(parts, "coal"), number(parts, "petroleum"),
                                    number(parts, "naturalGas"), number(parts, "total"))
      .value();
}

Json energy(const Json& input) {
  Joules counted;
  if (input.contains("uJ"))
    counted = Joules{number(input, "uJ") * 1e-6};
  else if (input.contains("mJ"))
    counted = Joules{number(input, "mJ") * 1e-3};
  else if (input.contains("J"))
    counted = Joules{number(input, "J")};
  else
    return Watts{number(input, "W")} * Seconds{number(input, "s")} / kKilowattHour;
  return method::energy_from_joules(counted) / kKilowattHour;
}

}  // namespace

Json codecarbon(std::string_view kind, const Json& input) {
  if (kind == "cpu_tdp") {
    const auto power = method::cpu_power(text(input, "cpu_model"));
    if (!power) return {{"error", power.error().what}};
    return *power ? Json((*power)->value()) : Json(nullptr);
  }
  if (kind == "cpu_match_name") {
    const auto name = method::matching_cpu(text(input, "cpu_model")).value();
    return name ? Json(*name) : Json(nullptr);
  }
  if (kind == "cloud_intensity")
    return method::cloud_intensity(text(input, "provider"), text(input, "region"),
                                   text(input, "geo_country"))
        .value()
        .intensity.value();
  if (kind == "cloud_country") {
    const auto country =
        method::cloud_country(text(input, "provider"), text(input, "region")).value();
    return country ? Json(*country) : Json{{"error", "not known"}};
  }
  if (kind == "country_intensity" || kind == "region_intensity")
    return method::intensity(text(input, "country_iso"), text(input, "region"))
        .value()
        .intensity.value();
  if (kind == "mix_intensity") return mix(input.at("mix_TWh"));
  if (kind == "mix_intensity_region") return province(input.at("mix_percent"));
  if (kind == "forced_intensity")
    return number(input, "energy_kWh") * kKilowattHour *
           CarbonIntensity{number(input, "force_carbon_intensity_g_co2e_kwh")} / Grams{1000};
  if (kind == "ram_power") {
    const std::string arch = text(input, "arch");
    const bool arm =
        arch.find("arm") != std::string::npos || arch.find("aarch") != std::string::npos;
    return method::memory_power(Gigabytes{number(input, "memory_GB")},
                                arm ? method::Architecture::arm : method::Architecture::x86)
        .value();
  }
  if (kind == "ram_dimms") return method::memory_modules(Gigabytes{number(input, "memory_GB")});
  if (kind == "slurm_mem") {
    const auto memory = method::slurm_memory(text(input, "mem"));
    return memory ? Json(memory->value()) : Json{{"error", memory.error().what}};
  }
  if (kind == "cpu_load_power_machine")
    return method::power_at_load(Watts{number(input, "tdp_W")},
                                 Fraction{number(input, "cpu_percent") / 100.0})
        .value();
  if (kind == "cpu_constant_power") {
    const bool known = input.contains("tdp_W") && !input.at("tdp_W").is_null();
    return method::constant_power(known ? std::optional(Watts{number(input, "tdp_W")})
                                        : std::nullopt)
        .value();
  }
  if (kind == "energy_units") return energy(input);
  if (kind == "intensity_units") {
    if (!input.contains("lbs_per_MWh")) return unsupported("another unit");
    return method::from_pounds_per_megawatt_hour(number(input, "lbs_per_MWh")).value() / 1000.0;
  }
  if (kind == "gpu_ids") {
    const Json& ids = input.at("gpu_ids");
    if (ids.is_string()) return method::gpu_ids(ids.get<std::string>());
    std::string list;  // whole numbers: the same setting, written as a list
    for (const Json& id : ids) list += id.dump() + ",";
    return method::gpu_ids(list);
  }
  if (kind == "env_key") return method::setting_of_variable(text(input, "name"));
  return unsupported("no such kind");
}

}  // namespace wattprint::golden
