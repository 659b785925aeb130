#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "measure/domain.hpp"
#include "sensors/extent.hpp"

namespace wattprint::sensors::cray {

/// The content of one energy file: "100 J 1734094386462336 us".
struct PmCounter {
  std::uint64_t joules = 0;
  /// When the blade controller took it, since the Unix epoch by its own clock; older systems
  /// (XC30) leave it out.
  std::optional<std::chrono::microseconds> taken_at;
};

Result<PmCounter> parse_pm_counter(std::string_view text);

/// What a file of pm_counters counts.
struct PmFile {
  measure::Component component = measure::Component::platform;
  Extent extent;
  bool is_total = false;  ///< "cpu_energy": all of them, where "cpu0_energy" is one
};

/// "accel2_energy" and its like; nothing for files that do not count energy.
std::optional<PmFile> describe_pm_file(std::string_view file);

}  // namespace wattprint::sensors::cray
