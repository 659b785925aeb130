#include "footprint/sci.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wattprint::footprint {

Result<Figure<Grams>> embodied_share(const Figure<Grams>& embodied, Seconds reserved,
                                     Seconds lifetime, Fraction share) {
  if (!std::isfinite(lifetime.count()) || lifetime.count() <= 0.0)
    return fail(Errc::malformed, fmt::format("hardware cannot live {} s", lifetime.count()));
  if (!std::isfinite(reserved.count()) || reserved.count() < 0.0)
    return fail(Errc::malformed,
                fmt::format("hardware cannot be reserved for {} s", reserved.count()));
  if (!(share.value() >= 0.0 && share.value() <= 1.0))
    return fail(Errc::malformed,
                fmt::format("a share of resources is 0 to 1, not {}", share.value()));
  const double part = std::min(1.0, reserved / lifetime) * share.value();
  return Figure<Grams>{embodied.value * part, embodied.low * part, embodied.high * part,
                       embodied.basis, embodied.source};
}

Result<Figure<Grams>> software_carbon_intensity(const Figure<Joules>& energy,
                                                const Figure<CarbonIntensity>& intensity,
                                                const Figure<Grams>& embodied, double units) {
  if (!std::isfinite(units) || units <= 0.0)
    return fail(Errc::malformed,
                fmt::format("the number of functional units must be above 0, not {}", units));
  if (embodied.low < Grams{0.0})
    return fail(Errc::malformed, fmt::format("{}: embodied emissions cannot be {} g",
                                             embodied.source, embodied.low.value()));
  const auto operational = multiply(energy, intensity, Errors::independent);
  auto all = add(operational, embodied, Errors::independent);
  for (Grams* end : {&all.low, &all.value, &all.high}) *end = *end / units;
  return all;
}

Scope2 scope2(const Figure<Joules>& energy, const Figure<CarbonIntensity>& location,
              const std::optional<Figure<CarbonIntensity>>& market) {
  Scope2 both{multiply(energy, location, Errors::independent), std::nullopt};
  if (market) both.market = multiply(energy, *market, Errors::independent);
  return both;
}

}  // namespace wattprint::footprint
