#include "catalog/emission_factors.hpp"

#include <array>
#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "emission_factors.csv";
constexpr std::string_view kHeader =
    "source,kind,g_per_kwh,low,high,use,year,zone,who,reference,note";
enum Column { source, kind, g_per_kwh, low, high, use, year, zone, who, reference, note };

/// In the order of the enumeration.
constexpr std::array<std::string_view, 20> kNames{
    "coal",         "lignite", "peat",          "oil_shale",       "gas",
    "oil",          "biomass", "waste",         "nuclear",         "hydro",
    "hydro_pumped", "wind",    "wind_offshore", "solar",           "geothermal",
    "marine",       "battery", "other_fossil",  "other_renewable", "unknown"};
static_assert(kNames.size() == static_cast<std::size_t>(EnergySource::unknown) + 1);

}  // namespace

std::string_view to_string(EnergySource source) { return kNames[static_cast<std::size_t>(source)]; }

std::optional<EnergySource> parse_energy_source(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == text) return static_cast<EnergySource>(i);
  return std::nullopt;
}

Result<Figure<CarbonIntensity>> emission_factor(EnergySource wanted, IntensityKind wanted_kind,
                                                std::string_view table) {
  const std::string what =
      std::string(to_string(wanted)) + ", " + std::string(to_string(wanted_kind));
  if (wanted_kind == IntensityKind::unknown)
    return fail(Errc::malformed, "an emission factor is lifecycle or direct");
  if (is_storage(wanted))
    return fail(Errc::not_present, std::string(to_string(wanted)) +
                                       " gives back what was generated before; it has no "
                                       "emission factor of its own");
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(to_string(wanted));
  if (!rows) return fail(rows.error());
  const Table::Row* found = nullptr;
  for (const auto& row : *rows) {
    if (row[use] != "default" || row[kind] != to_string(wanted_kind)) continue;
    if (found) return fail(Errc::malformed, std::string(kName) + ": two defaults for " + what);
    found = &row;
  }
  if (!found) return fail(Errc::malformed, std::string(kName) + ": no default for " + what);
  const auto value = parse_double((*found)[g_per_kwh]);
  const auto least = parse_double((*found)[low]);
  const auto most = parse_double((*found)[high]);
  if (!value || !least || !most || *least < 0.0 || *least > *value || *value > *most)
    return fail(Errc::malformed, std::string(kName) + ": " + what +
                                     ": g_per_kwh, low and high are not numbers in order");
  return Figure<CarbonIntensity>{.value = CarbonIntensity{*value},
                                 .low = CarbonIntensity{*least},
                                 .high = CarbonIntensity{*most},
                                 .basis = Basis::estimated,
                                 .source = std::string((*found)[who])};
}

}  // namespace wattprint::catalog
