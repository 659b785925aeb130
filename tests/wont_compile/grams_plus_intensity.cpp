// Grams per kilowatt hour are not grams.
// expect: (no match for|invalid operands)
#include "units/units.hpp"

wattprint::Grams sum(wattprint::Grams emitted, wattprint::Joules energy,
                     wattprint::CarbonIntensity intensity) {
#ifdef WRONG
  (void)energy;
  return emitted + intensity;
#else
  return emitted + energy * intensity;
#endif
}
