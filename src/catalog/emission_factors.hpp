#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "catalog/yearly_intensity.hpp"
#include "units/figure.hpp"

namespace wattprint::catalog {

/// What electricity is made from.
enum class EnergySource {
  coal,  ///< hard coal, or coal of any kind where nobody says which
  lignite,
  peat,
  oil_shale,
  gas,
  oil,
  biomass,
  waste,
  nuclear,
  hydro,         ///< run-of-river and reservoirs
  hydro_pumped,  ///< what pumped storage gives back
  wind,          ///< on shore, or nobody says
  wind_offshore,
  solar,
  geothermal,
  marine,
  battery,  ///< what batteries give back
  other_fossil,
  other_renewable,
  unknown,
};

std::string_view to_string(EnergySource source);
/// As the table writes it: "wind_offshore"; nothing for any other text.
std::optional<EnergySource> parse_energy_source(std::string_view text);

/// Storage gives back what was generated before; it has no emission factor of its own.
constexpr bool is_storage(EnergySource source) {
  return source == EnergySource::hydro_pumped || source == EnergySource::battery;
}

/// Emissions per kWh generated from `source`: the table's default for `kind`, mostly the medians
/// of IPCC AR5 WG III, with the range of plants as the interval.
///
/// kind  lifecycle or direct. Errc::malformed for unknown, and for a table that does not have
/// exactly one default. Errc::not_present for storage.
Result<Figure<CarbonIntensity>> emission_factor(
    EnergySource source, IntensityKind kind, std::string_view table = tables::emission_factors());

}  // namespace wattprint::catalog
