#include "models/server_power.hpp"

#include <algorithm>
#include <cmath>

#include "models/memory_power_model.hpp"
#include "models/server_features.hpp"
#include "models/server_power_fit.hpp"

namespace wattprint::models {
namespace {

using fit::ByLoad;

// What an inventory does not say. The published servers have 0.75 to 1.7 GB a thread in the middle
// half, and servers at work more; half or twice as much moves full-load power by a tenth, hence the
// wider interval.
constexpr Gigabytes kMemoryPerThread{2.0};
constexpr double kUnknownMemoryWidening = 1.25;

// A family of more than two microarchitectures spans a decade: it says little more than nothing.
constexpr std::size_t kNarrowFamily = 2;

void add(ByLoad& sum, const ByLoad& part, double times = 1.0) {
  sum.idle += part.idle * times;
  sum.half += part.half * times;
  sum.full += part.full * times;
}

/// Matern kernel of order 3/2 with unit amplitude.
template <std::size_t N>
double likeness(const std::array<double, N>& a, const std::array<double, N>& b,
                std::span<const double> lengths) {
  // From here on the kernel is below 1e-3, its part of the sum below 3e-4: not worth an
  // exponential.
  constexpr double kFarAway = 30.0;
  double squared = 0.0;
  for (std::size_t i = 0; i < N; ++i) {
    const double distance = (a[i] - b[i]) / lengths[i];
    squared += distance * distance;
  }
  if (squared > kFarAway) return 0.0;
  const double r = std::sqrt(3.0 * squared);
  return (1.0 + r) * std::exp(-r);
}

const ByLoad* find_named(std::span<const fit::NamedEffect> effects, std::string_view name) {
  const auto found = std::lower_bound(
      effects.begin(), effects.end(), name,
      [](const fit::NamedEffect& effect, std::string_view wanted) { return effect.name < wanted; });
  return found != effects.end() && found->name == name ? &found->added : nullptr;
}

void add_named(ByLoad& sum, std::span<const fit::NamedEffect> effects, std::string_view name) {
  if (const ByLoad* added = find_named(effects, name)) add(sum, *added);
}

struct Curve {
  ByLoad log_watts;
  double likeness;  ///< of the nearest measured CPU, 0 to 1
};

/// The fitted function: tools/server_power_model.py.
Curve evaluate(const ServerFeatures& server) {
  const auto scales = fit::scale();
  ByLoad scale{};
  for (std::size_t i = 0; i < scales.size(); ++i) add(scale, scales[i], server.amounts[i]);
  Curve curve{{std::log(scale.idle), std::log(scale.half), std::log(scale.full)}, 0.0};
  ByLoad& sum = curve.log_watts;
  add(sum, fit::offset());
  const auto linear = fit::linear();
  for (std::size_t i = 0; i < linear.size(); ++i) add(sum, linear[i], server.linear[i]);
  for (const fit::CpuCentre& centre : fit::cpu_centres()) {
    const double like = likeness(server.cpu, centre.at, fit::cpu_lengths());
    curve.likeness = std::max(curve.likeness, like);
    add(sum, centre.weight, like);
  }
  for (const fit::SystemCentre& centre : fit::system_centres())
    add(sum, centre.weight, likeness(server.system, centre.at, fit::system_lengths()));
  const double year = server.cpu.back();
  for (const fit::YearCentre& centre : fit::drift())
    add(sum, centre.weight, std::exp(-std::abs(year - centre.year) / fit::numbers().drift_length));
  add_named(sum, fit::microarchitectures(), server.microarchitecture);
  add_named(sum, fit::cpu_models(), server.cpu_model);
  for (const fit::ConfigurationEffect& effect : fit::configurations())
    if (effect.chips == server.chips && effect.memory_doublings == server.memory_doublings &&
        effect.cpu == server.cpu_model)
      add(sum, effect.added);
  return curve;
}

/// log watts at each level; never falling with load
std::array<double, ServerPower::kLevels> levels_of(ByLoad at) {
  at.half = at.idle < at.full ? std::clamp(at.half, at.idle, at.full) : at.full;
  std::array<double, ServerPower::kLevels> levels{};
  double highest = -HUGE_VAL;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const fit::Shape& shape = fit::shape()[i];
    const double here = shape.idle * (at.idle - at.full) + shape.half * (at.half - at.full) +
                        shape.constant + at.full;
    levels[i] = highest = std::max(highest, here);
  }
  return levels;
}

CpuKnowledge knowledge_of(const catalog::CpuMatch& cpu) {
  if (!cpu.name.empty())
    return find_named(fit::cpu_models(), cpu.name) != nullptr ? CpuKnowledge::measured
                                                              : CpuKnowledge::named;
  const std::size_t count = cpu.microarchitectures.size();
  return cpu.tdp && count >= 1 && count <= kNarrowFamily ? CpuKnowledge::family
                                                         : CpuKnowledge::unknown;
}

PowerEstimate interpolate(const PowerEstimate& a, const PowerEstimate& b, double part) {
  return {a.value + (b.value - a.value) * part, a.low + (b.low - a.low) * part,
          a.high + (b.high - a.high) * part};
}

PowerEstimate times(const PowerEstimate& power, double factor) {
  return {power.value * factor, power.low * factor, power.high * factor};
}

}  // namespace

ServerPower ServerPower::of(const ServerHardware& hardware) {
  return of(hardware, catalog::find_cpu(hardware.cpu));
}

ServerPower ServerPower::of(const ServerHardware& stated, const catalog::CpuMatch& cpu) {
  ServerHardware hardware = stated;
  hardware.chips = std::max(1U, hardware.chips);
  hardware.cores = std::max(1U, hardware.cores);
  hardware.threads = std::max(1U, hardware.threads);
  if (!hardware.memory) hardware.memory = kMemoryPerThread * hardware.threads;

  ServerPower power;
  power.knowledge_ = knowledge_of(cpu);
  power.threads_ = hardware.threads;
  power.memory_ = *hardware.memory;
  const Curve curve = evaluate(features_of(hardware, cpu));
  const auto levels = levels_of(curve.log_watts);
  const auto& calibration = fit::calibrations()[static_cast<std::size_t>(power.knowledge_)];
  const double widening = (1.0 + fit::numbers().widening * (1.0 - curve.likeness)) *
                          (hardware.chips > 2 ? fit::numbers().many_chips_widening : 1.0) *
                          (stated.memory ? 1.0 : kUnknownMemoryWidening);
  // The factor on the value is known for machines like those measured, and fades for others. It
  // differs by level, as the ends do, and must not make a busier server draw less.
  PowerEstimate highest;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const fit::Moves& moves = calibration.by_level[i];
    const Watts here{std::exp(levels[i] + moves.value * curve.likeness)};
    highest.value = std::max(highest.value, here);
    highest.low = std::max(highest.low, highest.value * std::exp(moves.low * widening));
    highest.high = std::max(highest.high, highest.value * std::exp(moves.high * widening));
    power.levels_[i] = highest;
  }
  return power;
}

PowerEstimate ServerPower::at(Fraction load) const {
  const double position = std::clamp(load.value(), 0.0, 1.0) * (kLevels - 1);
  const auto below = std::min(static_cast<std::size_t>(position), std::size_t{kLevels - 2});
  return interpolate(levels_[below], levels_[below + 1], position - static_cast<double>(below));
}

PowerSplit ServerPower::split(Fraction load) const {
  // Processor packages' part of AC power without memory: 0.71 at full load by regression on TDP,
  // times the efficiencies of power supply and regulators; in idle 0.55 is assumed, between what a
  // board alone and what a socket's uncore may take. docs/power-model.md, section 4.
  constexpr double kIdlePart = 0.55, kIdleLow = 0.35, kIdleHigh = 0.80;
  constexpr double kFullPart = 0.71, kFullLow = 0.60, kFullHigh = 0.80;
  const double busy = std::clamp(load.value(), 0.0, 1.0);
  const auto part = [busy](double idle, double full) { return idle + (full - idle) * busy; };

  const PowerEstimate machine = at(load);
  const MemoryPowerModel model = MemoryPowerModel::of(memory_, threads_);
  // Memory draws behind the same power supply and cannot take more than there is.
  const Watts memory =
      std::min(model.idle + model.active_per_thread * (threads_ * busy), machine.value * 0.5);
  const Watts other = machine.value - memory;
  const Watts cpu = other * part(kIdlePart, kFullPart);
  const auto ends = [](Watts value, double low, double high) {
    return PowerEstimate{value, value * low, value * high};
  };
  const double machine_low = machine.low / machine.value;
  const double machine_high = machine.high / machine.value;
  const auto hypot_down = [&](double own) {
    return std::exp(-std::hypot(std::log(own), std::log(machine_low)));
  };
  const auto hypot_up = [&](double own) {
    return std::exp(std::hypot(std::log(own), std::log(machine_high)));
  };
  const double middle = part(kIdlePart, kFullPart);
  const double low = part(kIdleLow, kFullLow) / middle;
  const double high = part(kIdleHigh, kFullHigh) / middle;
  const Watts rest = other - cpu;
  return {.cpu = ends(cpu, hypot_down(low), hypot_up(high)),
          .memory = ends(memory, model.spread.low, model.spread.high),
          .rest = ends(rest, hypot_down((1.0 - high * middle) / (1.0 - middle)),
                       hypot_up((1.0 - low * middle) / (1.0 - middle)))};
}

PowerEstimate ServerPower::share(unsigned threads, Fraction load, IdlePolicy idle) const {
  const double part = std::min(1.0, static_cast<double>(threads) / threads_);
  const PowerEstimate machine = at(load);
  const PowerEstimate resting = levels_.front();
  if (idle == IdlePolicy::proportional) return times(machine, part);
  const double idle_charged = idle == IdlePolicy::include ? 1.0 : 0.0;
  const auto charge = [&](Watts PowerEstimate::*end) {
    return resting.*end * idle_charged + (machine.*end - resting.*end) * part;
  };
  const Watts value = charge(&PowerEstimate::value);
  // A difference of two ends is no end of the difference where the two are close.
  return {value, std::min(value, charge(&PowerEstimate::low)),
          std::max(value, charge(&PowerEstimate::high))};
}

}  // namespace wattprint::models
