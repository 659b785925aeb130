// A quantity does not lose its unit unasked.
// expect: (cannot convert|no viable conversion)
#include "units/units.hpp"

double number(wattprint::Joules energy) {
#ifdef WRONG
  return energy;
#else
  return energy.value();
#endif
}
