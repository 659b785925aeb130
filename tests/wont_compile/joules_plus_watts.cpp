// Power is not energy until it has lasted some time.
// expect: (no match for|invalid operands)
#include "units/units.hpp"

wattprint::Joules sum(wattprint::Joules energy, wattprint::Watts power, wattprint::Seconds time) {
#ifdef WRONG
  (void)time;
  return energy + power;
#else
  return energy + power * time;
#endif
}
