#include "engine/estimate_llm.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "catalog/llm_models.hpp"
#include "engine/amounts.hpp"
#include "engine/requests.hpp"
#include "engine/weigh.hpp"
#include "footprint/operational.hpp"
#include "grid/offline.hpp"

namespace wattprint::engine {
namespace {

using catalog::Parameters;
using estimate::llm::Question;
using estimate::llm::Tokens;

// More than anybody has; what is above is a slip.
constexpr double kMostTokens = 1e8;  // of one request
constexpr double kMostRequests = 1e15;
constexpr double kMostAtOnce = 1e5;
constexpr double kMostGpus = 4096;
constexpr double kMostMilliards = 1e5;
constexpr double kMostLitresPerKwh = 100;

/// "70B", "1.5T", "800M".
Result<Parameters> parameters(const char* option, const std::string& word) {
  const auto refused = [&](const char* why) {
    return fail(Errc::malformed,
                fmt::format("{}: {}: write 70B, 1.5T or 800M, not \"{}\"", option, why, word));
  };
  const std::string_view unit = std::string_view(word).substr(word.empty() ? 0 : word.size() - 1);
  const auto value = parse_double(std::string_view(word).substr(0, word.size() - unit.size()));
  if (unit.find_first_of("mMbBtT") == std::string_view::npos)
    return refused(parse_double(word) ? "the unit is missing" : "not a number of parameters");
  if (!value) return refused("not a number of parameters");
  const double milliards = *value * (unit == "m" || unit == "M"   ? 1e-3
                                     : unit == "b" || unit == "B" ? 1.0
                                                                  : 1e3);
  if (!(milliards >= 1e-3 && milliards <= kMostMilliards)) return refused("1M to 100T parameters");
  return Parameters{milliards};
}

Result<catalog::LlmModel> model_named(const std::string& name) {
  const auto found = catalog::find_llm(name);
  if (!found) return fail(found.error());
  if (*found) return **found;
  const auto near = catalog::nearest_llms(name);
  if (!near) return fail(near.error());
  const std::string hint =
      near->empty() ? std::string() : fmt::format("; did you mean {}?", fmt::join(*near, ", "));
  return fail(Errc::malformed,
              fmt::format("--model: no model \"{}\" is known{} Or give its size: --params 70B",
                          name, hint.empty() ? "." : hint));
}

Result<> read_model(const LlmWords& words, Question& question) {
  if (!words.model.empty() && !(words.params.empty() && words.active_params.empty()))
    return fail(Errc::malformed,
                "--model says how many parameters there are; leave out --params and "
                "--active-params, or --model");
  if (!words.model.empty()) {
    const auto model = model_named(words.model);
    if (!model) return fail(model.error());
    question.model = *model;
    return {};
  }
  if (words.params.empty())
    return fail(Errc::malformed, "which model? Give --model NAME or --params 70B");
  const auto total = parameters("--params", words.params);
  if (!total) return fail(total.error());
  question.total = *total;
  question.active = *total;
  if (words.active_params.empty()) return {};
  const auto active = parameters("--active-params", words.active_params);
  if (!active) return fail(active.error());
  question.active = *active;
  return {};
}

Result<> read_hardware(const LlmWords& words, Question& question) {
  if (!words.batch.empty()) {
    const auto batch = parse_number(words.batch, "--batch", {1, kMostAtOnce, false});
    if (!batch) return fail(batch.error());
    question.batch = *batch;
  }
  if (!words.precision.empty()) {
    const auto precision = estimate::llm::find_precision(words.precision);
    if (!precision) return fail(precision.error());
    question.precision = *precision;
  }
  if (!words.gpu.empty()) {
    auto gpus = estimate::llm::serving_gpus(words.gpu);
    if (!gpus) return fail(gpus.error());
    question.gpus = std::move(*gpus);
  }
  if (!words.gpus.empty()) {
    const auto gpus = parse_number(words.gpus, "--gpus", {1, kMostGpus, true});
    if (!gpus) return fail(gpus.error());
    question.gpu_count = *gpus;
  }
  return {};
}

Result<> read_amounts(const LlmWords& words, Question& question) {
  const auto input = words.input_tokens.empty() ? Result<double>(0.0)
                                                : parse_number(words.input_tokens, "--input-tokens",
                                                               {0, kMostTokens, false});
  if (!input) return fail(input.error());
  const auto output = parse_number(words.output_tokens, "--output-tokens", {0, kMostTokens, false});
  if (!output) return fail(output.error());
  const auto requests = words.requests.empty()
                            ? Result<double>(1.0)
                            : parse_number(words.requests, "--requests", {0, kMostRequests, true});
  if (!requests) return fail(requests.error());
  question.load = {Tokens{*input}, Tokens{*output}};
  question.requests = *requests;
  return {};
}

/// The place is that of the model's server, so this machine's says nothing about it.
Result<grid::ZoneIntensity> grid_of(const RunRequest& stated) {
  if (stated.zone) return grid_here(stated.zone, stated.intensity, stated.machine);
  if (stated.intensity)
    return grid::stated_intensity(stated.intensity->value, stated.intensity->by, "");
  return grid::yearly_average({.zone = std::string(grid::kWorld),
                               .basis = Basis::assumed,
                               .how = "nothing says where the model runs",
                               .note = ""});
}

}  // namespace

Result<Question> llm_question(const LlmWords& words, const config::Settings& settings) {
  Question question;
  if (auto fine = read_model(words, question); !fine) return fail(fine.error());
  if (auto fine = read_hardware(words, question); !fine) return fail(fine.error());
  if (auto fine = read_amounts(words, question); !fine) return fail(fine.error());
  if (!words.wue.empty()) {
    const auto wue = parse_number(words.wue, "--wue", {0, kMostLitresPerKwh, false});
    if (!wue) return fail(wue.error());
    question.water =
        Figure<WaterIntensity>::exact(WaterIntensity{*wue}, Basis::assumed, "WUE given by --wue");
  }
  const auto stated = run_request(settings);
  if (stated.pue) {
    auto pue = footprint::stated_pue(stated.pue->value, stated.pue->by);
    if (!pue) return fail(pue.error());
    question.pue = std::move(*pue);
  }
  auto grid = grid_of(stated);
  if (!grid) return fail(grid.error());
  question.grid = std::move(*grid);
  question.place_known = stated.zone || stated.intensity;
  return question;
}

Result<Extras> llm_extras(const ExtraWords& words, const estimate::llm::Estimate& estimate) {
  const double tokens = estimate.load.input.value() + estimate.load.output.value();
  return extras(words, estimate.emissions,
                {.energy = estimate.facility_energy,
                 .intensity = estimate.grid.intensity,
                 .embodied = estimate.embodied,
                 .units = {{"request", estimate.requests}, {"token", estimate.requests * tokens}}});
}

}  // namespace wattprint::engine
