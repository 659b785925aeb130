// Emissions come from energy; forgetting the time must not compile.
// expect: (no match for|invalid operands)
#include "units/units.hpp"

wattprint::Grams emitted(wattprint::Watts power, wattprint::Seconds time,
                         wattprint::CarbonIntensity intensity) {
#ifdef WRONG
  (void)time;
  return power * intensity;
#else
  return power * time * intensity;
#endif
}
