#include "estimate/llm/setup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/text.hpp"
#include "catalog/gpus.hpp"

namespace wattprint::estimate::llm {
namespace {

/// With their scales: four bits a parameter and 8 bits for each 16 of them (NVFP4, and much the
/// same in GPTQ and AWQ), or for each 32 (OCP Microscaling Formats, MXFP4).
constexpr std::array kPrecisions{
    Precision{"fp32", BytesPerParameter{4.0}},    Precision{"fp16", BytesPerParameter{2.0}},
    Precision{"bf16", BytesPerParameter{2.0}},    Precision{"fp8", BytesPerParameter{1.0}},
    Precision{"int8", BytesPerParameter{1.0}},    Precision{"fp4", BytesPerParameter{0.5625}},
    Precision{"int4", BytesPerParameter{0.5625}}, Precision{"mxfp4", BytesPerParameter{0.53125}},
};

/// Those of the ML.ENERGY Leaderboard 3.0.
constexpr std::array<std::string_view, 2> kMeasured{"NVIDIA H100 SXM5 80GB", "NVIDIA B200 SXM"};

/// More GPUs than any server of one model has; a guard against sizes that mean nothing.
constexpr double kMostGpus = 4096.0;

Result<std::optional<ServingGpu>> serving_gpu(const catalog::Gpu& gpu) {
  const auto speed = catalog::inference_speed(gpu.name);
  if (!speed) return fail(speed.error());
  if (!*speed || !gpu.tdp || !gpu.memory_gb) return std::nullopt;
  return ServingGpu{
      .name = std::string(gpu.name),
      .rated = gpu.tdp->value,
      .speed = **speed,
      .memory_bytes = 1e9 * *gpu.memory_gb,
      .was_measured = std::find(kMeasured.begin(), kMeasured.end(), gpu.name) != kMeasured.end()};
}

/// "did you mean", among those that can be estimated.
Result<std::string> nearest_gpus_text(std::string_view name) {
  const auto near = catalog::nearest_gpus(name);
  if (!near) return fail(near.error());
  std::vector<std::string> known;
  for (const auto& candidate : *near) {
    const auto speed = catalog::inference_speed(candidate);
    if (!speed) return fail(speed.error());
    if (*speed) known.push_back(candidate);
  }
  if (known.empty()) return std::string("; known are H100, B200, A100, L40S, MI300X, RTX 4090 ...");
  return fmt::format("; did you mean {}?", fmt::join(known, ", "));
}

double terabytes_of(double bytes) { return bytes / 1e12; }

std::string size_text(double bytes) {
  return bytes < 1e12 ? fmt::format("{:.3g} GB", bytes / 1e9)
                      : fmt::format("{:.3g} TB", terabytes_of(bytes));
}

}  // namespace

Result<Precision> find_precision(std::string_view word) {
  const std::string wanted = to_lower(word);
  std::vector<std::string_view> names;
  for (const auto& precision : kPrecisions) {
    if (precision.name == wanted) return precision;
    names.push_back(precision.name);
  }
  return fail(Errc::malformed,
              fmt::format("--precision: \"{}\" is none of {}", word, fmt::join(names, ", ")));
}

Result<std::vector<ServingGpu>> serving_gpus(std::string_view name) {
  const auto match = catalog::find_gpu(name);
  if (!match) return fail(match.error());
  std::vector<ServingGpu> found;
  for (const auto& gpu : match->gpus) {
    const auto serving = serving_gpu(gpu);
    if (!serving) return fail(serving.error());
    if (*serving) found.push_back(**serving);
  }
  if (found.empty()) {
    const auto near = nearest_gpus_text(name);
    if (!near) return fail(near.error());
    return fail(
        Errc::malformed,
        match->gpus.empty()
            ? fmt::format("--gpu: no GPU \"{}\" is known{}", name, *near)
            : fmt::format("--gpu: of \"{}\" the memory bandwidth is not known{}", name, *near));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.rated, a.memory_bytes) > std::pair(b.rated, b.memory_bytes);
  });
  return found;
}

Result<Server> set_up(const Wish& wish, const Load& load) {
  Server setup{.shape = wish.shape,
               .gpu = wish.gpu,
               .gpus = wish.gpus.value_or(gpus_for(wish.shape, wish.gpu, wish.weights)),
               .batch = wish.batch,
               .weights = wish.weights};
  const double weights = 1e9 * wish.shape.total.value() * wish.weights.value();
  const double memory = setup.gpus * wish.gpu.memory_bytes;
  if (weights > memory)
    return fail(Errc::malformed,
                fmt::format("--gpus: the weights take {}, and {:.0f} x {} hold {}; give {:.0f} or "
                            "a smaller --precision",
                            size_text(weights), setup.gpus, wish.gpu.name, size_text(memory),
                            gpus_for(wish.shape, wish.gpu, wish.weights)));
  double room = most_requests(setup, load);
  while (room < 1.0 && !wish.gpus && setup.gpus < kMostGpus) {
    setup.gpus *= 2.0;
    room = most_requests(setup, load);
  }
  if (room < 1.0)
    return fail(Errc::malformed,
                fmt::format("beside the weights ({}), {:.0f} x {} have no room for one request of "
                            "{:.0f} tokens; give more --gpus",
                            size_text(weights), setup.gpus, wish.gpu.name,
                            (load.input + load.output).value()));
  setup.batch = std::min(wish.batch, std::floor(room));
  return setup;
}

}  // namespace wattprint::estimate::llm
