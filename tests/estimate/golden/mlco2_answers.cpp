#include <fmt/format.h>

#include "answers.hpp"
#include "estimate/methods/mlco2.hpp"

namespace wattprint::golden {
namespace {

namespace method = estimate::methods::mlco2;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

double kg(Grams g) { return g.value() / 1000.0; }

bool has(const Json& input, const char* field) {
  return input.contains(field) && !input.at(field).is_null();
}

}  // namespace

Json mlco2(std::string_view kind, const Json& input) {
  const auto power = method::hardware_power(input.at("hardware").get<std::string>()).value();
  if (!power) return unsupported("no such hardware");
  const Hours time{input.at("hours").get<double>()};
  if (has(input, "custom_kg_per_kwh")) {
    const CarbonIntensity intensity{input.at("custom_kg_per_kwh").get<double>() * 1000.0};
    const Fraction offset{has(input, "custom_offset_pct")
                              ? input.at("custom_offset_pct").get<double>() / 100.0
                              : 0.0};
    const auto typed = method::footprint_typed(*power, time, intensity, offset);
    if (typed.page_fails) return {{"error", "the page dies"}};
    return {{"energy_kwh", typed.energy / kKilowattHour},
            {"intensity_used_kg_per_kwh", typed.intensity.value() / 1000.0},
            {"kgco2e", kg(typed.emissions)},
            {"offset_kg", kg(typed.offset)},
            {"unrounded_kgco2e", kg(typed.unrounded)}};
  }

  const auto provider = input.at("provider").get<std::string>();
  const auto region = method::find_region(provider, input.at("region").get<std::string>()).value();
  if (!region) return unsupported("no such region");
  const auto found = method::footprint(*power, time, region->intensity, region->offset);
  if (found.page_fails) return {{"error", "the page dies"}};
  Json all{{"energy_kwh", found.energy / kKilowattHour},
           {"intensity_used_kg_per_kwh", found.intensity.value() / 1000.0},
           {"kgco2e", kg(found.emissions)},
           {"offset_kg", kg(found.offset)},
           {"unrounded_kgco2e", kg(found.unrounded)}};
  if (const auto cleanest = method::cleanest_region(provider).value();
      cleanest->name != region->name)
    all["cleanest_region_kg"] = kg(method::emissions_in(*cleanest, found.energy));
  if (kind == "statworx-gpt3") {
    const std::string tonnes = fmt::format("{:.1f}", kg(found.emissions) / 1000.0);
    all["tool_tonnes_1dp"] = std::stod(tonnes);
    all["post_tonnes"] = std::stod(tonnes);
    // What the card is rated at, without the exchange in the table.
    all["unrounded_kgco2e_at_250w"] =
        kg(method::footprint(Watts{250}, time, region->intensity, region->offset).unrounded);
  }
  return all;
}

}  // namespace wattprint::golden
