#include "models/gpu_power.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wattprint::models {
namespace {

constexpr const char* kSource = "GPU model (docs/gpu-power.md)";

/// A limit is a part of the rated power, and no driver takes one near 0.
constexpr double kLeastLimit = 0.05;

double limit_share(Watts limit, Watts rated) { return std::clamp(limit / rated, kLeastLimit, 1.0); }

/// Power under a limit, as shares of the rated power. Exact where the limit is the rated power.
double limited(double share, double limit) {
  const GpuPowerFit& fit = gpu_power_fit();
  if (share <= 0.0 || limit >= 1.0) return share;
  const double s = -fit.limit_sharpness;
  return std::pow(
      std::pow(share, s) + std::pow(fit.limit_ceiling * limit, s) - std::pow(fit.limit_ceiling, s),
      1.0 / s);
}

double limit_error(double error, double limit) { return std::exp(error * std::sqrt(1.0 - limit)); }

/// One end, or the middle, of a load's power.
struct Shares {
  double held;
  double busy;
  double typical;
};

Watts power_of(const Shares& shares, Watts rated, const GpuLoad& load, double error) {
  const double limit = load.limit ? limit_share(*load.limit, rated) : 1.0;
  const double factor = limit_error(error, limit);
  if (!load.utilisation) return rated * (limited(shares.typical, limit) * factor);
  // A limit holds while kernels run; the gaps between them are below it anyway.
  const double busy = limited(shares.busy, limit) * factor;
  const double held = std::min(shares.held, busy);
  const double utilisation = std::clamp(load.utilisation->value(), 0.0, 1.0);
  return rated * (held + utilisation * (busy - held));
}

Figure<Watts> estimated(Watts value, Watts low, Watts high, const std::string& rated_source) {
  return {value, std::min(low, value), std::max(high, value), Basis::estimated,
          std::string(kSource) + " from " + rated_source};
}

const RatedShare& idle_share(const std::vector<catalog::Gpu>& gpus) {
  const auto all = [&](std::string_view kind) {
    return std::all_of(gpus.begin(), gpus.end(),
                       [&](const catalog::Gpu& gpu) { return gpu.memory_kind == kind; });
  };
  const GpuPowerFit& fit = gpu_power_fit();
  return all("hbm") ? fit.idle_hbm : all("gddr") ? fit.idle_gddr : fit.idle_any;
}

/// Readings of that model where there are any: their mean, in the interval of its kind, since they
/// are of a few cards of a few machines. Else a share of the rated power.
Figure<Watts> idle_of(const catalog::GpuMatch& match, const Figure<Watts>& rated) {
  const RatedShare& share = idle_share(match.gpus);
  const bool has_readings = match.gpus.size() == 1 && match.gpus.front().idle;
  if (!has_readings)
    return estimated(rated.value * share.value, rated.low * share.low, rated.high * share.high,
                     rated.source);
  const auto& readings = *match.gpus.front().idle;
  auto figure = estimated(readings.mean, std::min(readings.low, rated.low * share.low),
                          std::max(readings.high, rated.high * share.high), rated.source);
  figure.source = "mean of " + std::to_string(readings.count) + " readings (" +
                  std::string(readings.source) + "), interval of its kind of memory";
  return figure;
}

}  // namespace

std::optional<GpuPower> GpuPower::of(const catalog::GpuMatch& match) {
  auto rated = catalog::rated_power(match.gpus);
  if (!rated) return std::nullopt;
  auto idle = idle_of(match, *rated);
  return GpuPower(std::move(*rated), std::move(idle));
}

Figure<Watts> GpuPower::idle() const { return idle_; }

Figure<Watts> GpuPower::under(const GpuLoad& load) const {
  const GpuPowerFit& fit = gpu_power_fit();
  const auto value =
      power_of({fit.held.value, fit.busy.value, fit.typical.value}, rated_.value, load, 0.0);
  const auto low = power_of({fit.held.low, fit.busy.low, fit.typical.low}, rated_.low, load,
                            fit.limit_low_error);
  const auto high = power_of({fit.held.high, fit.busy.high, fit.typical.high}, rated_.high, load,
                             fit.limit_high_error);
  // A program adds to what the idle card takes.
  return estimated(std::max(value, idle_.value), std::max(low, idle_.low),
                   std::max(high, idle_.high), rated_.source);
}

Figure<Watts> GpuPower::with_limit(const Figure<Watts>& at_rated, Watts limit) const {
  const GpuPowerFit& fit = gpu_power_fit();
  const double share = limit_share(limit, rated_.value);
  const auto under_it = [&](Watts power, double error) {
    return rated_.value * (limited(power / rated_.value, share) * limit_error(error, share));
  };
  Figure<Watts> figure{under_it(at_rated.value, 0.0), under_it(at_rated.low, fit.limit_low_error),
                       under_it(at_rated.high, fit.limit_high_error), at_rated.basis,
                       at_rated.source};
  if (share < 1.0) {
    figure.basis = weakest(at_rated.basis, Basis::estimated);
    figure.source = detail::join_sources(at_rated.source, kSource);
  }
  return figure;
}

}  // namespace wattprint::models
