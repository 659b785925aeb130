#pragma once

#include <optional>

#include "base/result.hpp"
#include "estimate/methods/impacts.hpp"
#include "units/units.hpp"

/// EcoLogits: what one request to a large language model takes, as version 0.9.3 (5be90da, MPL-2.0)
/// computes. The formulas are written from its published methodology (https://ecologits.ai, "LLM
/// inference"); its tables of models, providers and grids are not shipped: the caller gives them.
///
/// Kept as published: input tokens count nothing; a batch of 64 on H100 80 GB; the fit was made
/// with models of up to 200 milliard parameters and is used beyond. Known faults, kept:
/// - water multiplies by the PUE twice (`Impact::water`; `water_once` is what its documentation
/// says);
/// - a request of no output tokens still takes energy and a share of the hardware, where the time
/// to the first token is known.
namespace wattprint::estimate::methods::ecologits {

struct Range {
  double low = 0.0;
  double high = 0.0;
};

/// Parameters of a model, in milliards.
struct Model {
  Range total;
  Range active;
  unsigned bits = 16;                       ///< of a weight
  std::optional<double> tokens_per_second;  ///< as somebody measured it
  std::optional<Seconds> first_token;       ///< time until it comes
};

struct DataCentre {
  Range pue{1.0, 1.0};
  Range water{0.0, 0.0};  ///< on site, litres a kWh
};

/// What a kilowatt-hour stands for at the place of the data centre.
struct Grid {
  CarbonIntensity carbon;
  AntimonyIntensity metals;
  PrimaryEnergyIntensity primary;
  WaterIntensity water;
};

/// One end of what a request takes.
struct Impact {
  Joules energy;         ///< with PUE
  Joules gpu_energy;     ///< of one GPU
  Joules server_energy;  ///< of the rest of the server, its share
  Seconds generation{0.0};
  unsigned gpus = 0;
  Grams use, embodied;
  Antimony metals_use, metals_embodied;
  PrimaryEnergy primary_use, primary_embodied;
  Litres water;       ///< as the tool has it: PUE twice
  Litres water_once;  ///< as its documentation has it
};

struct Request {
  double output_tokens = 0.0;
  std::optional<Seconds> latency;  ///< as measured by the caller; the generation takes no longer
};

/// The lower and the upper end of a request's impact: the ends of parameters, PUE and water go
/// together, as in the tool.
struct Impacts {
  Impact low, high;
};
Impacts impacts(const Request& request, const Model& model, const DataCentre& centre,
                const Grid& grid);

}  // namespace wattprint::estimate::methods::ecologits
