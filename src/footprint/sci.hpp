#pragma once

#include <optional>

#include "base/result.hpp"
#include "units/figure.hpp"

namespace wattprint::footprint {

/// The part of making hardware that falls to a piece of software: M = TE x TS x RS.
///
/// embodied  of making all of the hardware (TE).
/// reserved  how long it is reserved for the software (TiR), lifetime how long it lives (EL); all
/// of it when it is reserved for longer. share     of the resources reserved, of all there are (RR
/// / ToR). Errc::malformed for a lifetime that is not above 0, or a time below 0. Source: SCI
/// specification 1.1 (ISO/IEC 21031:2024), "Embodied emissions".
Result<Figure<Grams>> embodied_share(const Figure<Grams>& embodied, Seconds reserved,
                                     Seconds lifetime, Fraction share);

/// Software carbon intensity: ((E x I) + M) per R.
///
/// energy     of all reserved hardware, PUE included (E).
/// intensity  of the grid, location-based: average, or marginal; the specification allows no
/// market-based figure.
/// embodied   M, as of embodied_share().
/// units      how many of the functional unit (R): requests, users, training runs; above 0.
/// Returns grams for one unit. The errors of energy, grid and hardware are independent.
/// Errc::malformed when units is not above 0 and finite, or embodied is negative.
Result<Figure<Grams>> software_carbon_intensity(const Figure<Joules>& energy,
                                                const Figure<CarbonIntensity>& intensity,
                                                const Figure<Grams>& embodied, double units);

/// GHG Protocol, Scope 2: both figures side by side, never mixed and never added.
struct Scope2 {
  Figure<Grams> location;               ///< by the grid where the energy was used
  std::optional<Figure<Grams>> market;  ///< by contracts; nothing where none is known
};

/// energy  used on site, PUE included.
/// market  of the supplier, of certificates, or of the residual mix; 0 for what certificates cover.
/// Source: GHG Protocol Scope 2 Guidance, 2015, chapter 7: companies that have contracts report
/// both.
Scope2 scope2(const Figure<Joules>& energy, const Figure<CarbonIntensity>& location,
              const std::optional<Figure<CarbonIntensity>>& market);

}  // namespace wattprint::footprint
