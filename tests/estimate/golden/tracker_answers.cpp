#include <cmath>

#include "answers.hpp"
#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/eco2ai.hpp"

namespace wattprint::golden {
namespace {

namespace tracker = estimate::methods::carbontracker;
namespace eco = estimate::methods::eco2ai;

double number(const Json& input, const char* field) { return input.at(field).get<double>(); }

/// Not a number is a text in the cases.
Json or_nan(double value) { return std::isnan(value) ? Json("nan") : Json(value); }

template <class Q, class Make>
std::vector<Q> list(const Json& numbers, Make make) {
  std::vector<Q> all;
  for (const Json& one : numbers) all.push_back(make(one.get<double>()));
  return all;
}

std::vector<CarbonIntensity> intensities(const Json& numbers) {
  return list<CarbonIntensity>(numbers, [](double x) { return CarbonIntensity{x}; });
}

Json consumption(const std::optional<tracker::Consumption>& found) {
  if (!found) return nullptr;
  Json all{{"epochs", found->epochs},
           {"duration (s)", found->duration ? Json(found->duration->count()) : Json(nullptr)},
           {"energy (kWh)", found->energy / kKilowattHour},
           {"co2eq (g)", found->emissions.value()},
           {"equivalents", nullptr}};
  if (found->equivalents) all["equivalents"] = *found->equivalents;
  return all;
}

Json epochs(const Json& input) {
  Json all = Json::array();
  const Json& of_epoch = input.at("watts_samples_per_epoch");
  for (std::size_t i = 0; i < of_epoch.size(); ++i) {
    std::vector<std::vector<Watts>> samples;
    for (const Json& sample : of_epoch.at(i))
      samples.push_back(list<Watts>(sample, [](double x) { return Watts{x}; }));
    all.push_back(
        tracker::epoch_energy(samples, Seconds{input.at("epoch_seconds").at(i).get<double>()}) /
        kKilowattHour);
  }
  return all;
}

Json of_log(std::string_view kind, const Json& input) {
  const auto log = tracker::read_log(input.at("log").get<std::string>());
  if (kind == "log_parse")
    return {{"actual", consumption(log.actual)}, {"pred", consumption(log.predicted)}};
  const auto counted = tracker::aggregate(log, input.value("early_stop", false));
  Json all{{"energy_kwh", 0}, {"co2eq_g", 0}, {"equivalents", Json::object()}};
  if (!counted) return all;
  all["energy_kwh"] = counted->energy / kKilowattHour;
  all["co2eq_g"] = counted->emissions.value();
  if (counted->equivalents) all["equivalents"] = *counted->equivalents;
  return all;
}

}  // namespace

Json carbontracker(std::string_view kind, const Json& input) {
  if (kind == "predict_energy")
    return or_nan(
        tracker::predicted_energy(
            list<Joules>(input.at("epoch_energy_kwh"), [](double x) { return x * kKilowattHour; }),
            number(input, "total_epochs")) /
        kKilowattHour);
  if (kind == "predict_time")
    return or_nan(tracker::predicted_time(
                      list<Seconds>(input.at("epoch_seconds"), [](double x) { return Seconds{x}; }),
                      number(input, "total_epochs"))
                      .count());
  if (kind == "predict_carbon_intensity")
    return tracker::predicted_intensity(intensities(input.at("fetched_g_per_kwh")),
                                        CarbonIntensity{number(input, "forecast_g_per_kwh")},
                                        Seconds{number(input, "predicted_duration_s")},
                                        Seconds{number(input, "update_interval_s")})
        .value();
  if (kind == "average_carbon_intensity")
    return or_nan(tracker::mean_intensity(intensities(input.at("fetched_g_per_kwh"))).value());
  if (kind == "pue") {
    const auto pue = tracker::pue_of_year(input.at("year").get<int>());
    return pue ? Json(pue->value()) : unsupported("no survey of that year");
  }
  if (kind == "pue_applied") return tracker::kPue.value();
  if (kind == "world_average_intensity") return tracker::kWorld.value();
  if (kind == "car_distance") {
    const auto km = tracker::car_distance(Grams{number(input, "g_co2eq")}).value();
    return km ? Json(km->value) : Json::array();
  }
  if (kind == "car_factor_table") {
    const auto factor = tracker::car_factor(input.at("name").get<std::string>()).value();
    return factor ? Json(factor->value()) : unsupported("no such factor");
  }
  if (kind == "time_string")
    return tracker::time_text(Seconds{number(input, "seconds")},
                              input.at("milliseconds").get<bool>());
  if (kind == "epoch_energy") return epochs(input);
  if (kind == "rapl_power")
    return tracker::rapl_power(Joules{number(input, "before_uj") * 1e-6},
                               Joules{number(input, "after_uj") * 1e-6},
                               Seconds{number(input, "delay_s")})
        .value();
  if (kind == "country_intensity")
    return tracker::country_intensity(input.at("alpha2").get<std::string>())
        .value()
        .value_or(tracker::kWorld)
        .value();
  if (kind == "cpu_power_fallback") {
    const auto tdp = tracker::matching_tdp(input.at("cpu_brand").get<std::string>()).value();
    return tdp ? (*tdp * 0.5).value() : tracker::average_power().value().value();
  }
  if (kind == "cpu_average_fallback") return tracker::average_power().value().value();
  if (kind == "log_parse" || kind == "log_aggregate") return of_log(kind, input);
  return unsupported("no such kind");
}

Json eco2ai(std::string_view kind, const Json& input) {
  if (kind == "cpu_tdp")
    return eco::cpu_power(input.at("cpu_brand").get<std::string>()).value().tdp.value();
  if (kind == "ram_energy")
    return eco::memory_energy(Gigabytes{number(input, "process_memory_gib")},
                              Seconds{number(input, "seconds")}) /
           kKilowattHour;
  if (kind == "cpu_energy")
    return eco::cpu_energy(Watts{number(input, "tdp_w")}, Fraction{number(input, "share_0_1")},
                           input.at("sockets").get<unsigned>(), Seconds{number(input, "seconds")}) /
           kKilowattHour;
  if (kind == "gpu_energy")
    return eco::gpu_energy(
               list<Watts>(input.at("milliwatts"), [](double x) { return Watts{x / 1000.0}; }),
               Seconds{number(input, "seconds")}) /
           kKilowattHour;
  if (kind == "emissions")
    return eco::emissions(number(input, "kwh") * kKilowattHour,
                          CarbonIntensity{number(input, "kg_per_mwh")}) /
           Grams{1000};
  if (kind == "carbon_index") {
    const auto text = [&](const char* field) {
      return input.contains(field) && input.at(field).is_string()
                 ? std::optional(input.at(field).get<std::string>())
                 : std::nullopt;
    };
    const auto stated = input.contains("emission_level") && !input.at("emission_level").is_null()
                            ? std::optional(CarbonIntensity{number(input, "emission_level")})
                            : std::nullopt;
    const auto index = eco::carbon_index(text("alpha_2_code").value_or(""), text("region"), stated);
    if (!index) return {{"error", "NoCountryCodeError"}};
    return Json::array({index->intensity.value(), index->place});
  }
  if (kind == "tariff_check") {
    std::vector<std::string> intervals;
    for (const auto& [interval, price] : input.at("tariff").items()) intervals.push_back(interval);
    const auto fine = eco::check_tariff(intervals);
    return fine ? Json("accepted") : Json("raises IncorrectPricingDict: " + fine.error().what);
  }
  return unsupported("no such kind");
}

}  // namespace wattprint::golden
