#pragma once

#include <optional>
#include <string>

#include "catalog/llm_gpus.hpp"
#include "catalog/llm_models.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

namespace wattprint::estimate::llm {

using catalog::BytesPerToken;
using catalog::Parameters;

using Tokens = Quantity<struct TokenTag>;
using BytesPerParameter = Quantity<struct BytePerParameterTag>;

/// What of a model decides its energy.
struct Shape {
  Parameters total;
  Parameters active;
  double layers = 0.0;
  double expert_share = 1.0;  ///< of the experts, those that one token goes to
  BytesPerToken cache;
  bool is_sparse = false;     ///< experts, or a state instead of a cache
  bool design_known = false;  ///< layers and cache are the model's own, not those of its size
};

/// From the table; what it does not say is filled in from the model's size.
Shape shape_of(const catalog::LlmModel& model);
/// From the parameters alone.
Shape shape_of(Parameters total, Parameters active);

/// A GPU as far as serving goes. Its memory counts 10^9 bytes a GB: what a vendor's 80 GB leave for
/// weights is nearer to that.
struct ServingGpu {
  std::string name;
  Watts rated;
  catalog::InferenceSpeed speed;
  double memory_bytes = 0.0;
  bool was_measured = false;  ///< it is among those that the model was fitted to
};

struct Server {
  Shape shape;
  ServingGpu gpu;
  double gpus = 1.0;
  double batch = 1.0;  ///< requests served at the same time
  BytesPerParameter weights{2.0};
};

/// Tokens of one request.
struct Load {
  Tokens input;
  Tokens output;
};

/// What one request costs on the GPUs.
struct GpuEnergy {
  Joules input;   ///< reading the prompt
  Joules output;  ///< writing the answer
};

/// Each step of the server reads all weights that any request needs, once, and for each request its
/// cache; it computes for each token, and has a cost by layer and by token that no roofline
/// explains. Each of these takes its time at a share of the rated power, which is what is fitted.
GpuEnergy gpu_energy(const Server& setup, const Load& load);

/// The fewest GPUs, a power of two, whose memory holds the weights and a fifth more.
double gpus_for(const Shape& shape, const ServingGpu& gpu, BytesPerParameter weights);

/// Requests whose caches fit beside the weights; below 1 where not even one does.
double most_requests(const Server& setup, const Load& load);

}  // namespace wattprint::estimate::llm
