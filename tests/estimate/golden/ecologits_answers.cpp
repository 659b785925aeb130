#include "answers.hpp"
#include "estimate/methods/ecologits.hpp"

namespace wattprint::golden {
namespace {

namespace method = estimate::methods::ecologits;

bool has(const Json& input, const char* field) {
  return input.contains(field) && !input.at(field).is_null();
}

method::Range range(const Json& value) {
  if (value.is_object()) return {value.at("min").get<double>(), value.at("max").get<double>()};
  return {value.get<double>(), value.get<double>()};
}

std::optional<double> number(const Json& input, const char* field) {
  if (!has(input, field)) return std::nullopt;
  return input.at(field).get<double>();
}

std::optional<Seconds> seconds(const Json& input, const char* field) {
  const auto value = number(input, field);
  return value ? std::optional(Seconds{*value}) : std::nullopt;
}

/// One number when both ends are the same.
template <class Value>
Json ends(const method::Impacts& impacts, Value value) {
  const double low = value(impacts.low);
  const double high = value(impacts.high);
  return low == high ? Json(low) : Json{{"min", low}, {"max", high}};
}

double kwh(Joules energy) { return energy / kKilowattHour; }
double kg(Grams g) { return g.value() / 1000.0; }

Json by_model(const Json& input) {
  if (!has(input, "mix")) return {{"error", "model-not-registered"}};
  const Json& mix = input.at("mix");
  const method::Model model{.total = range(input.at("total_params_b")),
                            .active = range(input.at("active_params_b")),
                            .tokens_per_second = number(input, "tps"),
                            .first_token = seconds(input, "ttft")};
  const auto all = method::impacts(
      {input.at("output_tokens").get<double>(), seconds(input, "request_latency_s")}, model,
      {range(input.at("pue")), range(input.at("wue_onsite"))},
      {CarbonIntensity{mix.at("gwp").get<double>() * 1000.0},
       AntimonyIntensity{mix.at("adpe").get<double>()},
       PrimaryEnergyIntensity{mix.at("pe").get<double>()},
       WaterIntensity{mix.at("wue").get<double>()}});
  using One = const method::Impact&;
  return {
      {"energy_kwh", ends(all, [](One i) { return kwh(i.energy); })},
      {"gwp_kgco2e", ends(all, [](One i) { return kg(i.use + i.embodied); })},
      {"gwp_usage_kgco2e", ends(all, [](One i) { return kg(i.use); })},
      {"gwp_embodied_kgco2e", ends(all, [](One i) { return kg(i.embodied); })},
      {"adpe_kgsbe", ends(all, [](One i) { return (i.metals_use + i.metals_embodied).value(); })},
      {"pe_mj", ends(all, [](One i) { return (i.primary_use + i.primary_embodied).value(); })},
      {"wcf_l", ends(all, [](One i) { return i.water.value(); })},
      {"wcf_doc_formula_l", ends(all, [](One i) { return i.water_once.value(); })}};
}

Json by_parameters(const Json& input) {
  const auto bits = number(input, "model_quantization_bits").value_or(16);
  const method::Model model{.total = range(input.at("model_total_parameter_count")),
                            .active = range(input.at("model_active_parameter_count")),
                            .bits = static_cast<unsigned>(bits)};
  const auto all = method::impacts(
      {input.at("output_token_count").get<double>(), seconds(input, "request_latency")}, model,
      {range(input.at("datacenter_pue")), range(input.at("datacenter_wue"))},
      {CarbonIntensity{input.at("if_electricity_mix_gwp").get<double>() * 1000.0},
       AntimonyIntensity{input.at("if_electricity_mix_adpe").get<double>()},
       PrimaryEnergyIntensity{input.at("if_electricity_mix_pe").get<double>()},
       WaterIntensity{input.at("if_electricity_mix_wue").get<double>()}});
  const method::Impact& i = all.low;
  return {{"energy_kwh", kwh(i.energy)},
          {"gwp_kgco2e", kg(i.use + i.embodied)},
          {"gwp_usage_kgco2e", kg(i.use)},
          {"gwp_embodied_kgco2e", kg(i.embodied)},
          {"adpe_kgsbe", (i.metals_use + i.metals_embodied).value()},
          {"pe_mj", (i.primary_use + i.primary_embodied).value()},
          {"wcf_l", i.water.value()},
          {"gpu_required_count", i.gpus},
          {"generation_latency_s", i.generation.count()},
          {"gpu_energy_kwh", kwh(i.gpu_energy)},
          {"server_energy_kwh", kwh(i.server_energy)}};
}

}  // namespace

Json ecologits(std::string_view kind, const Json& input) {
  return kind == "llm-params" ? by_parameters(input) : by_model(input);
}

}  // namespace wattprint::golden
