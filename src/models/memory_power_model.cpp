#include "models/memory_power_model.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::models {
namespace {

// Watts per GB (2^30 bytes, as modules are sold) when nothing runs: median of 0.07 (regression of
// SPECpower_ssj2008 idle power on memory size), 0.17 (RAPL DRAM of six AWS hosts, Teads 2021, 0.13
// to 0.25) and 0.20 (Teads' general curve).
constexpr Watts kIdlePerGigabyte{0.17};
// At full load: median of 0.14 (the same regression at 100 %), 0.284 (Boavizta, stress tests),
// 0.3725 (Green Algorithms; doi 10.1145/3076113.3076117), 0.375 (Crucial), 0.392 (Cloud Carbon
// Footprint), 0.408 (Micron TN-40-07), 0.60 (Teads' general curve) and 0.92 (RAPL DRAM of six AWS
// hosts under a memory stress test, 0.66 to 1.10).
constexpr Watts kFullPerGigabyte{0.38};
// 5 % and 95 % points of those figures over the two above: docs/power-model.md.
constexpr Spread kSpread{0.4, 2.4};

// More than any machine has; a larger number is garbage and would become watts.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 52;

}  // namespace

Result<std::uint64_t> parse_mem_total(std::string_view text) {
  while (const auto line = next_line(text)) {
    if (!starts_with(*line, "MemTotal:")) continue;
    std::string_view words = line->substr(9);
    const auto amount = next_word(words);
    const auto kilobytes = amount ? parse_u64(*amount) : std::nullopt;
    if (trim(words) == "kB" && kilobytes && *kilobytes > 0 && *kilobytes < kMostBytes / 1024)
      return *kilobytes * 1024;
    return fail(Errc::malformed,
                "cannot make sense of \"" + std::string(line->substr(0, 60)) + '"');
  }
  return fail(Errc::malformed, "has no MemTotal line");
}

Result<std::uint64_t> installed_memory(const Machine& machine) {
  const auto path = machine.procfs / "meminfo";
  const auto text = read_text(path, 8192);
  if (!text) return fail(text.error());
  auto bytes = parse_mem_total(*text);
  if (!bytes) return fail(bytes.error().code, path.string() + ": " + bytes.error().what);
  return bytes;
}

MemoryPowerModel MemoryPowerModel::of(std::uint64_t bytes, unsigned threads) {
  const double gigabytes = static_cast<double>(bytes) / static_cast<double>(1U << 30U);
  return {.idle = kIdlePerGigabyte * gigabytes,
          .active_per_thread =
              (kFullPerGigabyte - kIdlePerGigabyte) * gigabytes / std::max(1U, threads),
          .spread = kSpread};
}

}  // namespace wattprint::models
