// EcoLogits on a request.
#include <fmt/format.h>

#include "estimate/methods/ecologits.hpp"
#include "estimate/methods/of_job.hpp"

namespace wattprint::estimate::methods {
namespace {

ecologits::Range range(const Parameters& parameters) { return {parameters.low, parameters.high}; }

MethodResult result_of(const ecologits::Impact& one, const LlmRequest& request,
                       CarbonIntensity intensity, Pue pue,
                       const std::vector<Assumption>& assumptions) {
  MethodResult result;
  result.method = "ecologits";
  result.energy = one.energy * request.requests;
  result.emissions = one.use * request.requests;
  result.intensity = intensity;
  result.pue = pue;
  result.embodied = one.embodied * request.requests;
  if (request.grid_water) result.water = one.water * request.requests;
  const Joules gpus = one.gpu_energy * one.gpus * pue * request.requests;
  result.parts.push_back({"GPUs", gpus, gpus * intensity});
  result.parts.push_back({"server", result.energy - gpus, (result.energy - gpus) * intensity});
  result.assumptions = assumptions;
  if (request.grid_water && pue != Pue{1.0})
    result.faults.push_back(fmt::format("water has the PUE twice; once: {:.6g} l",
                                        one.water_once.value() * request.requests));
  return result;
}

}  // namespace

Result<LlmResult> ecologits_request(const LlmRequest& request) {
  const auto total = request.total ? request.total : request.active;
  if (!total)
    return fail(
        Errc::not_present,
        fmt::format("EcoLogits' table of models is not shipped (MPL-2.0): how many parameters has "
                    "\"{}\"?",
                    request.model));
  const Parameters active = request.active.value_or(*total);
  std::vector<Assumption> assumptions{
      {"the method knows one way to serve", "H100 80 GB, 16 bits, batches of 64"}};
  if (request.input_tokens > 0.0)
    assumptions.push_back({"the method does not count input tokens", "they count 0"});
  CarbonIntensity intensity{475.0};
  if (request.place.intensity)
    intensity = *request.place.intensity;
  else
    // IEA 2019, as other calculators have it; EcoLogits itself always has a zone.
    assumptions.push_back({"no intensity is given: the world's mean of 2019", "475 g/kWh"});
  const Pue pue = request.pue.value_or(Pue{1.2});
  if (!request.pue)
    assumptions.push_back({"no PUE is given: 1.2, what it has for OpenAI",
                           "energy is 1.2 times that of the hardware"});
  const double site_water = request.site_water.value_or(WaterIntensity{0.0}).value();
  const auto found = ecologits::impacts(
      {request.output_tokens, request.latency}, {.total = range(*total), .active = range(active)},
      {{pue.value(), pue.value()}, {site_water, site_water}},
      {intensity, AntimonyIntensity{0.0}, PrimaryEnergyIntensity{0.0},
       request.grid_water.value_or(WaterIntensity{0.0})});
  LlmResult all{result_of(found.low, request, intensity, pue, assumptions),
                result_of(found.high, request, intensity, pue, assumptions)};
  for (MethodResult* end : {&all.low, &all.high})
    if (total->high > 200.0)
      end->faults.emplace_back("its fit was made with models of up to 200 milliard parameters");
  return all;
}

}  // namespace wattprint::estimate::methods
