// Arguments in the wrong order.
// expect: (could not convert|no viable conversion|invalid initialization|no known conversion)
#include "footprint/operational.hpp"

using namespace wattprint;

Result<Figure<Joules>> energy(const Figure<Joules>& it, const Figure<Pue>& pue) {
#ifdef WRONG
  return footprint::facility_energy(pue, it);
#else
  return footprint::facility_energy(it, pue);
#endif
}
