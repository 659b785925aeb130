#include "estimate/llm/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "catalog/coefficients.hpp"
#include "estimate/llm/llm_fit.hpp"
#include "estimate/unknown_data_centre.hpp"
#include "footprint/operational.hpp"

namespace wattprint::estimate::llm {
namespace {

// Chosen where nothing is said. Batches: the ML.ENERGY leaderboard serves 8 to 512 at once and
// EcoLogits takes 64.
constexpr double kUsualBatch = 64.0;
constexpr double kSmallBatch = 8.0;
constexpr double kLargeBatch = 256.0;
constexpr std::string_view kUsualGpu = "NVIDIA H100 SXM5 80GB";
constexpr std::array kOtherGpus{"NVIDIA A100 SXM4 80GB", "NVIDIA H200 SXM", "NVIDIA B200 SXM"};

/// The rest of the server while it serves, of the GPUs' rated power. 8 H100: 1.2 kW (EcoLogits) is
/// 0.21; 8.4 kW at the wall with all GPUs near 700 W (Latif et al., IEEE Access 13, 2025) is 0.5;
/// the rating of NVIDIA's DGX H100, 10.2 kW, is 0.82, which nobody reaches.
constexpr Fraction kHostShare{0.35};
constexpr Fraction kLowHostShare{0.2};
constexpr Fraction kHighHostShare{0.6};

/// Prompts of the measurements have an unknown length; their cost was found by that of output.
constexpr Spread kPromptCost{0.5, 2.0};
/// Nothing below 8 requests at once was measured, and no GPU but two by one vendor. Judgement.
constexpr double kSmallestMeasuredBatch = 7.0;
constexpr Spread kBelowMeasured{0.75, 1.35};
constexpr Spread kUnlikeMeasured{0.75, 1.35};

/// How long hardware serves before it is thrown away, without the time in which it waits: four to
/// six years, busy for 40 to 80 % of them.
constexpr Seconds kServingLife{3.0 * 365.25 * 86400.0};
constexpr Spread kPerServingLife{0.6, 2.0};
/// A server of eight GPUs, for each of them: memory of it, and its share of board and case.
constexpr double kGpusPerServer = 8.0;
constexpr Gigabytes kMemoryPerGpu{256.0};

/// Product of unrelated factors.
Spread together(const std::vector<Spread>& spreads) {
  double below = 0.0;
  double above = 0.0;
  for (const auto& spread : spreads) {
    below = std::hypot(below, std::log(std::min(spread.low, 1.0)));
    above = std::hypot(above, std::log(std::max(spread.high, 1.0)));
  }
  return {std::exp(-below), std::exp(above)};
}

template <class Q>
Spread spread_of(const Figure<Q>& figure) {
  return {figure.low / figure.value, figure.high / figure.value};
}

Joules total(const GpuEnergy& energy) { return energy.input + energy.output; }

/// Collects what was chosen, and what else it might have been.
class Choices {
 public:
  Choices(Wish wish, const Load& load, Joules energy)
      : wish_(std::move(wish)), load_(load), energy_(energy) {}

  /// others  the same but for one choice. Those that cannot be are passed over.
  void add(std::string about, std::string chosen, const std::vector<Wish>& others) {
    Spread effect;
    for (const auto& other : others) {
      const auto setup = set_up(other, load_);
      if (!setup || energy_ <= Joules{0.0}) continue;
      const double ratio = total(gpu_energy(*setup, load_)) / energy_;
      effect.low = std::min(effect.low, ratio);
      effect.high = std::max(effect.high, ratio);
    }
    spreads.push_back(effect);
    tell(std::move(about), std::move(chosen), effect);
  }
  void tell(std::string about, std::string chosen, Spread effect) {
    const bool has_effect = energy_ > Joules{0.0} && (effect.low < 1.0 || effect.high > 1.0);
    told.push_back(
        {std::move(about), std::move(chosen), has_effect ? std::optional(effect) : std::nullopt});
  }
  template <class Change>
  Wish with(Change change) const {
    Wish other = wish_;
    change(other);
    return other;
  }

  std::vector<Spread> spreads;  ///< of the energy of the GPUs
  std::vector<Assumption> told;

 private:
  Wish wish_;
  Load load_;
  Joules energy_;
};

std::string parameters_text(const Question& question) {
  const auto& model = *question.model;
  return fmt::format(
      "{:.3g}B parameters ({:.3g} to {:.3g}), {:.3g}B active ({:.3g} to {:.3g}); {} publishes none",
      model.total.value.value(), model.total.low.value(), model.total.high.value(),
      model.active.value.value(), model.active.low.value(), model.active.high.value(), model.maker);
}

/// Parameters, batch, GPU, their number and the precision, where they were not given.
Result<> choose(Choices& choices, const Question& question, const Server& setup,
                const Precision& precision) {
  if (question.model && !question.model->is_open) {
    const auto& model = *question.model;
    choices.add(
        "parameters", parameters_text(question),
        {choices.with([&](Wish& w) { w.shape = shape_of(model.total.low, model.active.low); }),
         choices.with([&](Wish& w) { w.shape = shape_of(model.total.high, model.active.high); })});
  }
  if (!question.batch)
    choices.add("batch",
                fmt::format("{:.0f} requests at once ({:.0f} to {:.0f})", setup.batch,
                            std::min(setup.batch, kSmallBatch),
                            setup.batch < kUsualBatch ? setup.batch : kLargeBatch),
                {choices.with([](Wish& w) { w.batch = kSmallBatch; }),
                 choices.with([](Wish& w) { w.batch = kLargeBatch; })});
  else if (setup.batch < *question.batch)
    choices.tell("batch", fmt::format("{:.0f} requests at once: memory holds no more", setup.batch),
                 {});
  if (question.gpus.size() != 1) {
    std::vector<Wish> others;
    std::vector<ServingGpu> gpus = question.gpus;
    if (gpus.empty())
      for (const auto* name : kOtherGpus) {
        const auto found = serving_gpus(name);
        if (!found) return fail(found.error());
        gpus.push_back(found->front());
      }
    for (const auto& gpu : gpus) others.push_back(choices.with([&](Wish& w) { w.gpu = gpu; }));
    choices.add("gpu",
                setup.gpu.name + (question.gpus.empty() ? ", or an A100, H200 or B200"
                                                        : ", or another that the name fits"),
                others);
  }
  if (!question.gpu_count)
    choices.add(
        "gpus",
        fmt::format("{:.0f}, the fewest that hold the weights; or twice as many", setup.gpus),
        {choices.with([&](Wish& w) { w.gpus = 2.0 * setup.gpus; })});
  if (!question.precision) {
    const bool is_wide = precision.bytes > BytesPerParameter{1.0};
    choices.add("precision",
                std::string(precision.name) +
                    (question.model && question.model->is_open ? ", as published" : "") +
                    (is_wide ? "; or fp8" : ""),
                {choices.with([&](Wish& w) {
                  w.weights = std::min(precision.bytes, BytesPerParameter{1.0});
                })});
  }
  return {};
}

/// What the model itself does not know.
void add_model_error(Choices& choices, const Server& setup, const GpuEnergy& energy) {
  const auto& by_gpu =
      fit().spreads[setup.shape.is_sparse ? 1 : 0][setup.shape.design_known ? 0 : 1];
  choices.spreads.push_back(by_gpu[setup.gpu.was_measured ? 0 : 1]);
  if (!setup.gpu.was_measured) {
    choices.spreads.push_back(kUnlikeMeasured);
    choices.tell("this GPU", "estimated from H100 and B200 by rated power, bandwidth and peak",
                 kUnlikeMeasured);
  }
  if (setup.batch < kSmallestMeasuredBatch) {
    choices.spreads.push_back(kBelowMeasured);
    choices.tell("small batch", "nothing below 8 requests at once was measured", kBelowMeasured);
  }
  const double prompt = total(energy) > Joules{0.0} ? energy.input / total(energy) : 0.0;
  const Spread effect{1.0 + prompt * (kPromptCost.low - 1.0),
                      1.0 + prompt * (kPromptCost.high - 1.0)};
  choices.spreads.push_back(effect);
  constexpr double kWorthTelling = 0.01;
  if (prompt > kWorthTelling)
    choices.tell("prompt", "a token read costs the arithmetic of one written (half to twice)",
                 effect);
}

Result<Figure<Grams>> embodied_of(Joules gpu_energy, const Spread& spread, const Server& setup) {
  const auto making = catalog::embodied();
  if (!making) return fail(making.error());
  const Figure<Grams> memory{making->dram.value * kMemoryPerGpu, making->dram.low * kMemoryPerGpu,
                             making->dram.high * kMemoryPerGpu, making->dram.basis, ""};
  const auto server = add(add(making->mainboard, making->chassis), making->assembly);
  const Grams card = making->gpu_card.value + server.value / kGpusPerServer + memory.value;
  const Spread making_spread{
      (making->gpu_card.low + server.low / kGpusPerServer + memory.low) / card,
      (making->gpu_card.high + server.high / kGpusPerServer + memory.high) / card};
  // GPU seconds, whatever their number.
  const Seconds busy{gpu_energy / Joules{1.0} / (setup.gpu.rated.value() * fit().power_share)};
  const Spread busy_spread{1.0 / fit().power_share_spread.high, 1.0 / fit().power_share_spread.low};
  return Figure<Grams>::with_spread(
      card * (busy / kServingLife), together({spread, making_spread, busy_spread, kPerServingLife}),
      Basis::assumed,
      "making of GPUs and their server, over the time they serve; data/embodied.csv");
}

Basis basis_of(const Question& question) {
  const bool is_guessed =
      (question.model && !question.model->is_open) || !question.batch || question.gpus.size() != 1;
  return is_guessed ? Basis::assumed : Basis::estimated;
}

std::string name_of(const Question& question) {
  if (question.model) return std::string(question.model->name);
  if (question.active == question.total)
    return fmt::format("{:.6g}B parameters", question.total.value());
  return fmt::format("{:.6g}B parameters, {:.6g}B active", question.total.value(),
                     question.active.value());
}

Result<> check(const Question& question) {
  if (question.model) return {};
  if (question.active > question.total)
    return fail(Errc::malformed,
                fmt::format("--active-params: {:.6g}B are more than the {:.6g}B in all",
                            question.active.value(), question.total.value()));
  return {};
}

Result<Precision> precision_of(const Question& question) {
  if (question.precision) return *question.precision;
  return find_precision(question.model ? question.model->precision : "bf16");
}

}  // namespace

Result<Estimate> estimate(const Question& question) {
  if (auto fine = check(question); !fine) return fail(fine.error());
  const auto precision = precision_of(question);
  if (!precision) return fail(precision.error());
  const auto usual = serving_gpus(kUsualGpu);
  if (!usual) return fail(usual.error());
  const Wish wish{.shape = question.model ? shape_of(*question.model)
                                          : shape_of(question.total, question.active),
                  .gpu = question.gpus.empty() ? usual->front() : question.gpus.front(),
                  .gpus = question.gpu_count,
                  .batch = question.batch.value_or(kUsualBatch),
                  .weights = precision->bytes};
  const auto setup = set_up(wish, question.load);
  if (!setup) return fail(setup.error());
  const GpuEnergy one = gpu_energy(*setup, question.load);

  Choices choices(wish, question.load, total(one));
  if (auto fine = choose(choices, question, *setup, *precision); !fine) return fail(fine.error());
  add_model_error(choices, *setup, one);
  const Spread gpu_spread = together(choices.spreads);

  // While the GPUs draw power_share of their rating, the host draws kHostShare of it.
  const double host = kHostShare.value() / fit().power_share;
  const Spread host_spread{kLowHostShare / kHostShare, kHighHostShare / kHostShare};
  const Spread host_effect{(1.0 + host * host_spread.low) / (1.0 + host),
                           (1.0 + host * host_spread.high) / (1.0 + host)};
  choices.tell("host", "the rest of the server draws 0.35 (0.2 to 0.6) of the GPUs' rated power",
               host_effect);

  Estimate result;
  result.model = name_of(question);
  result.setup = *setup;
  result.precision = std::string(precision->name);
  result.load = question.load;
  result.requests = question.requests;
  const Basis basis = basis_of(question);
  const std::string source = "fit to ML.ENERGY's measurements; docs/estimate-llm.md";
  const Joules gpus = total(one) * question.requests;
  result.energy = Figure<Joules>::with_spread(gpus * (1.0 + host),
                                              together({gpu_spread, host_effect}), basis, source);
  const auto part = [&](const char* name, Joules value, const Spread& spread) {
    result.parts.push_back({name, Figure<Joules>::with_spread(value, spread, basis, source)});
  };
  part("gpu_prompt", one.input * question.requests, together({gpu_spread, kPromptCost}));
  part("gpu_answer", one.output * question.requests, gpu_spread);
  part("host", gpus * host, together({gpu_spread, host_spread}));

  result.pue = question.pue.value_or(unknown_pue());
  if (!question.pue) choices.tell("pue", "1.2 (1.08 to 1.56)", spread_of(result.pue));
  result.grid = question.grid;
  if (!question.place_known)
    choices.tell("grid", "the world's average: nothing says where the model runs",
                 spread_of(result.grid.intensity));
  choices.tell("load", "the server is busy; time in which it waits for requests is not counted",
               {});

  const auto facility = footprint::facility_energy(result.energy, result.pue);
  if (!facility) return fail(facility.error());
  result.facility_energy = *facility;
  const auto emissions =
      footprint::operational_emissions(result.energy, result.grid.intensity, result.pue);
  if (!emissions) return fail(emissions.error());
  result.emissions = *emissions;
  const auto embodied = embodied_of(gpus, gpu_spread, *setup);
  if (!embodied) return fail(embodied.error());
  result.embodied = *embodied;
  choices.tell("embodied", "hardware serves for 3 years in all (1.5 to 5)", {});
  if (question.water) {
    const auto water = footprint::site_water(result.energy, *question.water);
    if (!water) return fail(water.error());
    result.water = *water;
  }
  result.assumptions = std::move(choices.told);
  return result;
}

}  // namespace wattprint::estimate::llm
