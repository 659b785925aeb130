// Figures keep the unit: energies are not added to emissions.
// expect: (no matching function)
#include "units/figure.hpp"

using namespace wattprint;

Figure<Joules> sum(const Figure<Joules>& energy, const Figure<Grams>& emissions) {
#ifdef WRONG
  return add(energy, emissions);
#else
  (void)emissions;
  return add(energy, energy);
#endif
}
