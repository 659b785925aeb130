#include "estimate/methods/ecologits.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wattprint::estimate::methods::ecologits {
namespace {

// All of it from the methodology of EcoLogits 0.9.3, "LLM inference".
constexpr double kBatch = 64.0;
constexpr double kGpusOfServer = 8.0;
constexpr double kGpuMemoryGb = 80.0;  // H100
constexpr double kMemoryOverhead = 1.2;
constexpr Watts kServerWithoutGpus{1200.0};
constexpr Seconds kLifetime{3.0 * 365.0 * 24.0 * 3600.0};

struct Embodied {
  Grams carbon;
  Antimony metals;
  PrimaryEnergy primary;
};
constexpr Embodied kServer{Grams{5700e3}, Antimony{0.37}, PrimaryEnergy{70000.0}};
constexpr Embodied kGpu{Grams{164e3}, Antimony{5.1e-3}, PrimaryEnergy{1828.0}};

/// Energy of one GPU for one token, fitted by its authors to ML.ENERGY's measurements.
Joules per_token(double active) {
  const double wh = 1.1665273170451914e-6 * std::exp(-0.011205921025579175 * kBatch) * active +
                    4.052928146734005e-5;
  return watt_hours(wh);
}

/// Time of one token, fitted likewise; the intercept is that at a batch of 64.
Seconds time_of_token(double active) {
  return Seconds{6.785088094353661e-4 * active + 0.03943730357427825};
}

unsigned gpus_for(double total, unsigned bits) {
  const double memory = kMemoryOverhead * total * bits / 8.0;
  const auto needed = static_cast<unsigned>(std::max(1.0, std::ceil(memory / kGpuMemoryGb)));
  return std::bit_ceil(needed);
}

struct End {
  double total, active, pue, water;
};

Impact impact(const Request& request, const Model& model, const End& end, const Grid& grid) {
  Impact all;
  all.gpus = gpus_for(end.total, model.bits);
  all.generation =
      request.output_tokens * (model.tokens_per_second ? Seconds{1.0 / *model.tokens_per_second}
                                                       : time_of_token(end.active));
  all.generation += model.first_token.value_or(Seconds{0.0});
  if (request.latency) all.generation = std::min(all.generation, *request.latency);
  all.gpu_energy = request.output_tokens * per_token(end.active);
  const double share = all.gpus / kGpusOfServer;
  all.server_energy = kServerWithoutGpus * all.generation * share / kBatch;
  all.energy = (all.server_energy + all.gpu_energy * all.gpus) * Pue{end.pue};

  const double used_life = all.generation / (kLifetime * kBatch);
  all.use = all.energy * grid.carbon;
  all.metals_use = all.energy * grid.metals;
  all.primary_use = all.energy * grid.primary;
  all.embodied = (kServer.carbon * share + kGpu.carbon * all.gpus) * used_life;
  all.metals_embodied = (kServer.metals * share + kGpu.metals * all.gpus) * used_life;
  all.primary_embodied = (kServer.primary * share + kGpu.primary * all.gpus) * used_life;
  const WaterIntensity water{end.water + end.pue * grid.water.value()};
  all.water = all.energy * water;
  all.water_once = all.energy / end.pue * water;
  return all;
}

}  // namespace

Impacts impacts(const Request& request, const Model& model, const DataCentre& centre,
                const Grid& grid) {
  return {impact(request, model,
                 {model.total.low, model.active.low, centre.pue.low, centre.water.low}, grid),
          impact(request, model,
                 {model.total.high, model.active.high, centre.pue.high, centre.water.high}, grid)};
}

}  // namespace wattprint::estimate::methods::ecologits
