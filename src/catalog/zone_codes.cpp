#include "catalog/zone_codes.hpp"

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "zone_codes.csv";
constexpr std::string_view kHeader = "zone,scheme,code,name,source,note";
enum Column { zone, scheme, code, name, source, note };

ZoneCode to_code(const Table::Row& row) {
  return {.zone = std::string(row[zone]),
          .code = std::string(row[code]),
          .name = std::string(row[name]),
          .note = std::string(row[note])};
}

template <class Wanted>
std::optional<ZoneCode> first(CodeScheme wanted_scheme, std::string_view table, Wanted wanted) {
  const auto opened = Table::open(table, kHeader, kName);
  const auto rows = opened ? opened->all_rows() : Result<std::vector<Table::Row>>();
  if (!opened || !rows) return std::nullopt;
  for (const auto& row : *rows)
    if (row[scheme] == to_string(wanted_scheme) && wanted(row)) return to_code(row);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(CodeScheme scheme) {
  switch (scheme) {
    case CodeScheme::entsoe: return "entsoe";
    case CodeScheme::eia: return "eia";
    case CodeScheme::energi_data_service: return "energi-data-service";
    case CodeScheme::neso: return "neso";
    case CodeScheme::watttime: return "watttime";
  }
  return "entsoe";
}

std::vector<ZoneCode> codes_of_zone(std::string_view wanted, CodeScheme wanted_scheme,
                                    std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  const auto rows = opened ? opened->rows(wanted) : Result<std::vector<Table::Row>>();
  std::vector<ZoneCode> codes;
  if (!opened || !rows) return codes;
  for (const auto& row : *rows)
    if (row[scheme] == to_string(wanted_scheme)) codes.push_back(to_code(row));
  return codes;
}

std::optional<ZoneCode> zone_of_code(std::string_view wanted, CodeScheme wanted_scheme,
                                     std::string_view table) {
  return first(wanted_scheme, table, [&](const Table::Row& row) { return row[code] == wanted; });
}

std::optional<ZoneCode> zone_of_code_name(std::string_view wanted, CodeScheme wanted_scheme,
                                          std::string_view table) {
  const std::string lower = to_lower(wanted);
  if (lower.empty()) return std::nullopt;
  return first(wanted_scheme, table,
               [&](const Table::Row& row) { return to_lower(row[name]) == lower; });
}

}  // namespace wattprint::catalog
