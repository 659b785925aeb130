// A bare number has no unit.
// expect: (could not convert|no viable conversion)
#include "units/units.hpp"

wattprint::Joules energy(double value) {
#ifdef WRONG
  return value;
#else
  return wattprint::Joules{value};
#endif
}
