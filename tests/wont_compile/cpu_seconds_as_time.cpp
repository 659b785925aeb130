// Eight CPU seconds may pass in one second on the clock.
// expect: (no match for|invalid operands)
#include "units/units.hpp"

wattprint::Joules energy(wattprint::Watts power, wattprint::CpuSeconds cpu,
                         wattprint::Seconds time) {
#ifdef WRONG
  (void)time;
  return power * cpu;
#else
  (void)cpu;
  return power * time;
#endif
}
