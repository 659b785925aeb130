#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/llm/gpu_energy.hpp"

namespace wattprint::estimate::llm {

/// How weights are stored.
struct Precision {
  std::string_view name;
  BytesPerParameter bytes;
};

/// Errc::malformed for a word that names none; the sentence lists them.
Result<Precision> find_precision(std::string_view word);

/// The GPUs that a name may mean and that can be estimated, strongest first: "H100" is three.
/// Errc::malformed when there is none; the sentence names the nearest.
Result<std::vector<ServingGpu>> serving_gpus(std::string_view name);

/// What serves a model: what is not said is chosen.
struct Wish {
  Shape shape;
  ServingGpu gpu;
  std::optional<double> gpus;
  double batch = 1.0;
  BytesPerParameter weights{2.0};
};

/// The setup that serves the load as wished: enough GPUs for the weights, unless their number is
/// given, and no more requests at once than their memory holds. Errc::malformed when the weights,
/// or one request, do not fit.
Result<Server> set_up(const Wish& wish, const Load& load);

}  // namespace wattprint::estimate::llm
