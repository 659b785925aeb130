#include "footprint/operational.hpp"

#include <fmt/format.h>

#include <cmath>

namespace wattprint::footprint {
namespace {

bool is_at_least(double value, double least) { return std::isfinite(value) && value >= least; }

Result<> check(Pue pue, const std::string& by) {
  if (is_at_least(pue.value(), 1.0)) return {};
  return fail(Errc::malformed,
              fmt::format("{}: a PUE of {} cannot be: it is facility energy / IT energy, so 1 or "
                          "more, for example 1.2",
                          by, pue.value()));
}

Result<> check(const Figure<Pue>& pue) {
  for (const Pue part : {pue.low, pue.value, pue.high})
    if (auto fine = check(part, pue.source); !fine) return fine;
  return {};
}

}  // namespace

Result<Figure<Pue>> stated_pue(Pue pue, const std::string& by) {
  if (auto fine = check(pue, by); !fine) return fail(fine.error());
  return Figure<Pue>::exact(pue, Basis::assumed, "PUE given by " + by);
}

Figure<Pue> no_pue() { return Figure<Pue>::exact(Pue{1.0}, Basis::assumed, "no PUE given"); }

Result<Figure<Joules>> facility_energy(const Figure<Joules>& energy, const Figure<Pue>& pue) {
  if (auto fine = check(pue); !fine) return fail(fine.error());
  return multiply(energy, pue, Errors::independent);
}

Result<Figure<Grams>> operational_emissions(const Figure<Joules>& energy,
                                            const Figure<CarbonIntensity>& intensity,
                                            const Figure<Pue>& pue) {
  const auto facility = facility_energy(energy, pue);
  if (!facility) return fail(facility.error());
  return multiply(*facility, intensity, Errors::independent);
}

Result<Figure<Litres>> site_water(const Figure<Joules>& energy, const Figure<WaterIntensity>& wue) {
  for (const WaterIntensity part : {wue.low, wue.value, wue.high})
    if (!is_at_least(part.value(), 0.0))
      return fail(Errc::malformed,
                  fmt::format("{}: a WUE of {} litres per kWh cannot be: write 0 or more",
                              wue.source, part.value()));
  return multiply(energy, wue, Errors::independent);
}

}  // namespace wattprint::footprint
