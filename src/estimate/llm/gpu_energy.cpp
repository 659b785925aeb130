#include "estimate/llm/gpu_energy.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "estimate/llm/llm_fit.hpp"

namespace wattprint::estimate::llm {
namespace {

// Only so that the coefficients are near 1; tools/llm_energy_model.py has the same.
constexpr double kSecondsPerLayer = 1e-4;
constexpr double kSecondsPerToken = 1e-3;

/// Memory that is left for weights and caches: 0.9 is what vLLM takes unless told otherwise
/// (gpu_memory_utilization in its engine arguments).
constexpr double kUsableMemory = 0.9;

double weight_bytes(const Shape& shape, BytesPerParameter weights) {
  return 1e9 * shape.total.value() * weights.value();
}

/// Parameters that a step reads: an expert is read when any request of the batch chose it. What is
/// no expert follows from total, active and the share of experts.
Parameters touched(const Shape& shape, double batch) {
  const double share = shape.expert_share;
  if (shape.active >= shape.total || share >= 1.0) return shape.total;
  const Parameters experts =
      std::min((shape.total - shape.active) / (1.0 - share), shape.active / share);
  return shape.active - experts * share + experts * (1.0 - std::pow(1.0 - share, batch));
}

Shape by_size(Parameters total, Parameters active) {
  const Fit& known = fit();
  Shape shape;
  shape.total = total;
  shape.active = active;
  shape.is_sparse = active < total;
  shape.layers = shape.is_sparse
                     ? known.layers_with_experts
                     : known.layers_factor * std::pow(total.value(), known.layers_power);
  shape.expert_share = active / total;
  shape.cache = BytesPerToken{known.cache_factor * std::pow(active.value(), known.cache_power)};
  return shape;
}

}  // namespace

Shape shape_of(Parameters total, Parameters active) { return by_size(total, active); }

Shape shape_of(const catalog::LlmModel& model) {
  Shape shape = by_size(model.total.value, model.active.value);
  if (model.layers) shape.layers = *model.layers;
  if (model.expert_share) shape.expert_share = *model.expert_share;
  if (model.cache) shape.cache = *model.cache;
  shape.design_known = model.layers && model.cache;
  shape.is_sparse = model.architecture != catalog::LlmModel::Architecture::dense;
  return shape;
}

GpuEnergy gpu_energy(const Server& setup, const Load& load) {
  enum Term { weights, cache, arithmetic, layers, layers_with_experts, tokens };
  const auto& share = fit().coefficients;
  const Watts power = setup.gpu.rated * setup.gpus;
  const double memory = 1e9 * setup.gpu.speed.memory.value() * setup.gpus;  // bytes a second
  const double peak = 1e12 * setup.gpu.speed.arithmetic.value() * setup.gpus;
  const Shape& shape = setup.shape;
  const double has_experts = shape.active < shape.total ? 1.0 : 0.0;
  const double outputs = load.output.value();
  // While the answer is written its context grows from the prompt to prompt and answer.
  const double context = load.input.value() + outputs / 2.0;

  const Seconds reading{1e9 * touched(shape, setup.batch).value() * setup.weights.value() / memory};
  const Seconds layering{shape.layers * kSecondsPerLayer};
  const Seconds step = reading * share[weights] +
                       layering * (share[layers] + has_experts * share[layers_with_experts]);
  const Seconds caching{context * shape.cache.value() / memory};
  const Seconds computing{2e9 * shape.active.value() / peak * share[arithmetic]};
  const Seconds token = step / setup.batch + caching * share[cache] + computing +
                        Seconds{kSecondsPerToken} * share[tokens];
  return {power * computing * load.input.value(), power * token * outputs};
}

double gpus_for(const Shape& shape, const ServingGpu& gpu, BytesPerParameter weights) {
  constexpr double kRoomForCaches = 1.2;
  double gpus = 1.0;
  while (gpus * gpu.memory_bytes < kRoomForCaches * weight_bytes(shape, weights)) gpus *= 2.0;
  return gpus;
}

double most_requests(const Server& setup, const Load& load) {
  const double free = kUsableMemory * setup.gpus * setup.gpu.memory_bytes -
                      weight_bytes(setup.shape, setup.weights);
  const double one = (load.input.value() + load.output.value() / 2.0) * setup.shape.cache.value();
  return free / std::max(one, 1.0);
}

}  // namespace wattprint::estimate::llm
