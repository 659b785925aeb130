#include "catalog/yearly_intensity.hpp"

#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "grid_yearly.csv";
constexpr std::string_view kHeader = "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note";

IntensityKind parse_kind(std::string_view text) {
  if (text == "lifecycle") return IntensityKind::lifecycle;
  if (text == "direct") return IntensityKind::direct;
  return IntensityKind::unknown;
}

Result<YearlyIntensity> parse(const Table::Row& row) {
  const auto year = parse_u64(row[1]);
  const auto grams_per_kwh = parse_double(row[2]);
  // No grid emits nothing: a zero in a source means that the figure is missing.
  if (!year || *year > 9999 || !grams_per_kwh || *grams_per_kwh <= 0.0)
    return fail(Errc::malformed, std::string(kName) + ": zone " + std::string(row[0]) +
                                     ": year \"" + std::string(row[1]) + "\" or g_per_kwh \"" +
                                     std::string(row[2]) + "\" is no positive number");
  return YearlyIntensity{.zone = row[0],
                         .year = static_cast<int>(*year),
                         .intensity = CarbonIntensity{*grams_per_kwh},
                         .kind = parse_kind(row[3]),
                         .origin = row[4],
                         .licence = row[5],
                         .vintage = row[6],
                         .source = row[7],
                         .note = row[8]};
}

}  // namespace

std::string_view to_string(IntensityKind kind) {
  switch (kind) {
    case IntensityKind::lifecycle: return "lifecycle";
    case IntensityKind::direct: return "direct";
    case IntensityKind::unknown: return "unknown";
  }
  return "unknown";
}

Result<std::vector<YearlyIntensity>> yearly_intensities(std::string_view zone,
                                                        std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(zone);
  if (!rows) return fail(rows.error());
  std::vector<YearlyIntensity> figures;
  for (const auto& row : *rows) {
    auto figure = parse(row);
    if (!figure) return fail(figure.error());
    figures.push_back(*figure);
  }
  return figures;
}

Result<std::vector<YearlyIntensity>> all_yearly_intensities(std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  std::vector<YearlyIntensity> figures;
  constexpr std::size_t kShortRow = 150;  // most rows have about 200 bytes
  figures.reserve(table.size() / kShortRow);
  const auto fine = opened->each_row([&](const Table::Row& row) -> Result<> {
    auto figure = parse(row);
    if (!figure) return fail(figure.error());
    figures.push_back(*figure);
    return {};
  });
  if (!fine) return fail(fine.error());
  return figures;
}

}  // namespace wattprint::catalog
