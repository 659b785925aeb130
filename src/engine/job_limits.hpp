#pragma once

#include "engine/amounts.hpp"

namespace wattprint::engine {

// What a job can have, however it is described. More than anybody has; what is above is a slip.
inline constexpr Bounds kDevices{1, 10'000'000, true};
inline constexpr Bounds kCores{0.01, 1e9, false};
inline constexpr Bounds kRepeats{0, 1e9, false};
inline constexpr Bounds kLitresPerKwh{0, 100, false};
/// Of a building: a PUE of 1.1 to 2 is usual.
inline constexpr double kMostPue = 10;
/// Of one try: a thousand years.
inline constexpr double kMostHours = 1e7;

}  // namespace wattprint::engine
