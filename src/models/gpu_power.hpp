#pragma once

#include <optional>
#include <string>

#include "catalog/gpus.hpp"
#include "models/gpu_power_fit.hpp"
#include "units/figure.hpp"

namespace wattprint::models {

/// What is known of the load of a GPU; the more, the narrower the estimate.
struct GpuLoad {
  /// Share of time in which a kernel ran, which is what NVML and ROCm SMI call utilisation.
  std::optional<Fraction> utilisation;
  /// Power limit that is set; the rated power when there is none. A higher one changes nothing.
  std::optional<Watts> limit;
};

/// Power of a GPU from what it is called, where no sensor tells it or before a job has run.
/// Estimated, from fractions of the rated power that public traces show: docs/gpu-power.md.
///
/// Of a whole card: where the driver shows several devices for one (catalog::Gpu::devices), each of
/// them is that part of it.
class GpuPower {
 public:
  /// Nothing when no GPU of the match has a rated power.
  static std::optional<GpuPower> of(const catalog::GpuMatch& match);

  /// No program holds the GPU.
  Figure<Watts> idle() const;

  /// Mean power of a program on it.
  Figure<Watts> under(const GpuLoad& load) const;

  /// Mean power under `limit` of a job whose mean power at the rated power is known; for that of a
  /// GPU that is sold with several ratings, the middle is taken.
  Figure<Watts> with_limit(const Figure<Watts>& at_rated, Watts limit) const;

  const Figure<Watts>& rated() const { return rated_; }

 private:
  GpuPower(Figure<Watts> rated, Figure<Watts> idle)
      : rated_(std::move(rated)), idle_(std::move(idle)) {}
  Figure<Watts> rated_;
  Figure<Watts> idle_;
};

}  // namespace wattprint::models
