#pragma once

#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

/// PUE of a data centre of which nothing is known: hyperscalers publish about 1.1, the mean of the
/// Uptime Institute's survey of 2024 is 1.56.
inline Figure<Pue> unknown_pue() {
  return {Pue{1.2}, Pue{1.08}, Pue{1.56}, Basis::assumed, "PUE of a data centre, assumed"};
}

}  // namespace wattprint::estimate
