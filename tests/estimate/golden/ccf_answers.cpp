#include "answers.hpp"
#include "estimate/methods/ccf.hpp"

namespace wattprint::golden {
namespace {

namespace method = estimate::methods::ccf;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

double kwh(Joules energy) { return energy / kKilowattHour; }
double tonnes(Grams g) { return g.value() / 1e6; }
double number(const Json& input, const char* field, double otherwise) {
  return input.contains(field) && input.at(field).is_number() ? input.at(field).get<double>()
                                                              : otherwise;
}

Json instance(const Json& input, std::string_view provider, Pue pue, CarbonIntensity intensity) {
  const auto processors = input.at("processors").get<std::vector<std::string>>();
  const Hours time{input.at("hours").get<double>()};
  const double threads = input.at("vcpu").get<double>();
  const auto range = method::power(provider, processors).value();
  const Joules compute = method::compute_energy(
      range, Fraction{number(input, "utilization_pct", 50) / 100.0}, Seconds(time) * threads, pue);
  const Gigabytes memory{input.at("memory_gb").get<double>()};
  // The row is the largest of the family: threads, memory, tonnes of making it.
  const Json& row = input.at("row");
  const auto held =
      method::memory_beyond({.largest_threads = row.at(0).get<double>(),
                             .largest_memory = Gigabytes{row.at(1).get<double>()},
                             .own_memory = memory,
                             .chip_memory = method::memory_of_chip(provider, processors).value()},
                            time);
  const Joules of_memory = method::memory_energy(held, pue);
  return {{"compute_kwh", kwh(compute)},
          {"memory_gb_hours_beyond_specpower", held.value()},
          {"memory_kwh", kwh(of_memory)},
          {"tco2e", tonnes((compute + of_memory) * intensity)}};
}

Json embodied(const Json& input, CarbonIntensity intensity) {
  const Grams made = method::embodied(
      Grams{input.at("scope3_t").get<double>() * 1e6}, Hours{input.at("hours").get<double>()},
      input.at("instance_vcpu").get<double>(), input.at("largest_instance_vcpu").get<double>());
  return {{"tco2e", tonnes(made)}, {"implied_kwh", kwh(method::implied_energy(made, intensity))}};
}

}  // namespace

Json ccf(std::string_view kind, const Json& input) {
  const std::string provider = input.value("provider", "aws");
  const std::string region = input.value("region", "");
  const bool cfe = input.value("google_cfe", false);
  const Pue pue = method::pue(provider, region).value();
  const CarbonIntensity intensity = method::intensity(provider, region, cfe).value();
  const auto weighed = [&](Joules energy) -> Json {
    return {{"kwh", kwh(energy)}, {"tco2e", tonnes(energy * intensity)}};
  };
  if (kind == "compute") {
    const auto range =
        method::power(provider, input.at("processors").get<std::vector<std::string>>()).value();
    Json all = weighed(method::compute_energy(
        range, Fraction{number(input, "cpu_utilization_pct", 50) / 100.0},
        Hours{input.at("vcpu_hours").get<double>()}, pue, number(input, "replication", 1)));
    all["min_w_per_vcpu"] = range.low.value();
    all["max_w_per_vcpu"] = range.high.value();
    all["pue"] = pue.value();
    all["factor_t_per_kwh"] = intensity.value() / 1e6;
    const auto row = method::published_intensity(provider, region, cfe).value();
    all["factor_row"] = row ? Json(row->value() / 1e6) : Json(nullptr);
    return all;
  }
  if (kind == "memory")
    return weighed(method::memory_energy(
        method::GigabyteHours{input.at("gigabyte_hours").get<double>()}, pue));
  if (kind == "storage")
    return weighed(method::storage_energy(
        method::TerabyteHours{input.at("terabyte_hours").get<double>()},
        input.at("type") == "SSD" ? estimate::DriveType::ssd : estimate::DriveType::hdd, pue,
        number(input, "replication", 1)));
  if (kind == "networking")
    return weighed(method::network_energy(Gigabytes{input.at("gigabytes").get<double>()}, pue));
  if (kind == "embodied") return embodied(input, intensity);
  return instance(input, provider, pue, intensity);
}

}  // namespace wattprint::golden
