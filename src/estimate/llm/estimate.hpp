#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "estimate/llm/setup.hpp"
#include "grid/zone_intensity.hpp"
#include "units/figure.hpp"

namespace wattprint::estimate::llm {

/// Requests to a language model, as far as they are known.
struct Question {
  std::optional<catalog::LlmModel> model;  ///< else total and active
  Parameters total;
  Parameters active;
  Load load;  ///< of one request
  double requests = 1.0;
  std::optional<double> batch;
  std::optional<Precision> precision;
  std::vector<ServingGpu> gpus;  ///< that one name may mean; empty: not known
  std::optional<double> gpu_count;
  std::optional<Figure<Pue>> pue;
  grid::ZoneIntensity grid;
  bool place_known = false;  ///< grid is that of a place, or stated
  std::optional<Figure<WaterIntensity>> water;
};

/// What was not given, or nobody knows, and was chosen.
struct Assumption {
  std::string about;   ///< "batch"
  std::string chosen;  ///< "64 requests at once (8 to 256)"
  /// Energy (for "pue" and "grid": emissions) at the ends of what else it may be, as shares of the
  /// estimate; nothing when the effect is not known or is none.
  std::optional<Spread> effect;
};

struct Part {
  std::string name;  ///< gpu_prompt, gpu_answer, host
  Figure<Joules> energy;
};

struct Estimate {
  std::string model;  ///< "Llama-3.1-70B", "70B parameters"
  Server setup;
  std::string precision;
  Load load;
  double requests = 1.0;
  Figure<Joules> energy;  ///< of the IT equipment, before PUE
  std::vector<Part> parts;
  Figure<Pue> pue;
  Figure<Joules> facility_energy;
  grid::ZoneIntensity grid;
  Figure<Grams> emissions;  ///< after PUE, which is applied once
  Figure<Grams> embodied;
  std::optional<Figure<Litres>> water;
  std::vector<Assumption> assumptions;
};

/// Energy and footprint of requests, by our own model (docs/estimate-llm.md). Requests without
/// tokens cost nothing. Errc::malformed for what cannot be: more active than total parameters, a
/// batch below 1, GPUs that do not hold the model.
Result<Estimate> estimate(const Question& question);

}  // namespace wattprint::estimate::llm
