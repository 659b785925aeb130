#include "catalog/yearly_intensity.hpp"

#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "grid_yearly.csv";
constexpr std::string_view kHeader =
    "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours";

IntensityKind parse_kind(std::string_view text) {
  if (text == "lifecycle") return IntensityKind::lifecycle;
  if (text == "direct") return IntensityKind::direct;
  return IntensityKind::unknown;
}

/// A column that may be empty: no number, or a number from 1 to `most`.
Result<std::optional<int>> parse_optional(std::string_view text, std::uint64_t most) {
  if (text.empty()) return std::optional<int>();
  const auto number = parse_u64(text);
  if (!number || *number == 0 || *number > most) return fail(Errc::malformed, "");
  return std::optional<int>(static_cast<int>(*number));
}

Result<YearlyIntensity> parse(const Table::Row& row) {
  const auto year = parse_optional(row[1], 9999);
  const auto hours = parse_optional(row[9], 8784);
  const auto grams_per_kwh = parse_double(row[2]);
  // No grid emits nothing: a zero in a source means that the figure is missing.
  if (!year || !hours || !grams_per_kwh || *grams_per_kwh <= 0.0)
    return fail(Errc::malformed, std::string(kName) + ": zone " + std::string(row[0]) +
                                     ": year \"" + std::string(row[1]) + "\", g_per_kwh \"" +
                                     std::string(row[2]) + "\" or hours \"" + std::string(row[9]) +
                                     "\" is no positive number");
  return YearlyIntensity{.zone = row[0],
                         .year = *year,
                         .intensity = CarbonIntensity{*grams_per_kwh},
                         .kind = parse_kind(row[3]),
                         .origin = row[4],
                         .licence = row[5],
                         .vintage = row[6],
                         .source = row[7],
                         .note = row[8],
                         .hours = *hours};
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
