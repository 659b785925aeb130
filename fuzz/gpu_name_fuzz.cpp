// Names of GPUs, as a driver or a person writes them: whatever the bytes, an answer that holds
// together, with a power that is a figure.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalog/gpu_name.hpp"
#include "models/gpu_power.hpp"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_figure(const wattprint::Figure<wattprint::Watts>& figure) {
  check(figure.low <= figure.value && figure.value <= figure.high);
  check(std::isfinite(figure.high.value()) && figure.low > wattprint::Watts{0});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using wattprint::catalog::GpuMatch;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(!wattprint::catalog::parse_gpu_names(text).empty());
  const auto match = wattprint::catalog::find_gpu(text);
  check(match.has_value());
  check((match->kind == GpuMatch::Kind::none) == match->gpus.empty());
  check(match->kind == GpuMatch::Kind::family || match->gpus.size() <= 1);
  check(wattprint::catalog::nearest_gpus(text).has_value());
  if (const auto power = wattprint::models::GpuPower::of(*match)) {
    check_figure(power->idle());
    check_figure(power->under({}));
    check_figure(power->under({wattprint::Fraction{0.5}, wattprint::Watts{100}}));
  }
  return 0;
}
