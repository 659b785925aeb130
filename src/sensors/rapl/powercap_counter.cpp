#include "sensors/rapl/powercap_counter.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "sensors/rapl/domain.hpp"

namespace wattprint::sensors::rapl {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kRegisterMask = 0xffffffff;
constexpr std::uint64_t kNanojoulesPerMicrojoule = 1000;
/// Tries without and with a pause; together about 5 ms, far below any sensible interval.
constexpr int kTriesAtOnce = 3;
constexpr int kTriesWithPause = 20;
constexpr auto kPause = 200us;

// A zone's limits are sustained power; short bursts go well beyond (PL2 is 1.2 to 4 times PL1).
constexpr double kBurst = 4.0;
constexpr Watts kSmallestLimit{1.0};
constexpr Watts kLargestLimit{10000.0};

/// The zone's own idea of its largest power, when it has a sensible one.
Watts stated_power(const Zone& zone) {
  Watts most;
  for (const char* name : {"constraint_0_max_power_uw", "constraint_1_max_power_uw"}) {
    const auto limit = read_u64(zone.path / name);
    if (!limit) continue;
    const Watts power = microwatts(*limit);
    if (power >= kSmallestLimit && power <= kLargestLimit) most = std::max(most, power);
  }
  return most;
}

}  // namespace

std::uint64_t modulus_of(std::uint64_t largest) {
  // In fake or future trees the range may be anything; then counts are microjoules.
  if (largest < kRegisterMask) return largest + 1;
  const std::uint64_t unit = largest / kRegisterMask;  // whole microjoules of the unit
  const std::uint64_t rest = largest % kRegisterMask;
  const std::uint64_t nanojoules =
      unit * kNanojoulesPerMicrojoule +
      (rest * kNanojoulesPerMicrojoule + kRegisterMask / 2) / kRegisterMask;
  return largest + std::max<std::uint64_t>(
                       1, (nanojoules + kNanojoulesPerMicrojoule / 2) / kNanojoulesPerMicrojoule);
}

measure::CounterTraits traits_of(const Zone& zone) {
  measure::CounterTraits traits{.unit = microjoules(1)};
  // A range that is this close to 2^64 is a counter that never wraps.
  constexpr std::uint64_t kNeverWraps = std::uint64_t{1} << 62;
  const auto largest = read_u64(zone.path / "max_energy_range_uj");
  if (largest && *largest > 0 && *largest < kNeverWraps) traits.range = modulus_of(*largest);
  const Watts by_kind = zone.extent ? largest_power(*zone.extent) : Watts{};
  traits.max_power = std::max(by_kind, kBurst * stated_power(zone));
  return traits;
}

Result<std::uint64_t> read_energy(const KernelFile& file, bool patient) {
  auto energy = file.read_u64();
  for (int tries = 1; !energy && tries < kTriesAtOnce + kTriesWithPause; ++tries) {
    const Errc code = energy.error().code;
    if (code != Errc::malformed && code != Errc::io) break;
    if (tries >= kTriesAtOnce) {
      if (!patient || code == Errc::io) break;
      std::this_thread::sleep_for(kPause);
    }
    energy = file.read_u64();
  }
  return energy;
}

bool is_orphaned(const KernelFile& file) {
  struct stat status {};
  return ::fstat(file.fd(), &status) == 0 && status.st_nlink == 0;
}

}  // namespace wattprint::sensors::rapl
