#include "grid/intensity_unit.hpp"

#include <string>

#include "base/text.hpp"

namespace wattprint::grid {
namespace {

/// Exact: the international pound is 0.45359237 kg (1959), a kWh is 3.6 MJ.
constexpr IntensityUnit kUnits[] = {
    {"g/kWh", 1.0},    {"kg/kWh", 1000.0},     {"g/MWh", 0.001}, {"kg/MWh", 1.0},
    {"t/MWh", 1000.0}, {"lb/MWh", 0.45359237}, {"g/MJ", 3.6},    {"kg/GJ", 3.6},
};

void replace(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

std::optional<IntensityUnit> parse_intensity_unit(std::string_view text) {
  std::string plain = to_lower(trim(text));
  for (const std::string_view substance : {"co₂", "co2"}) {
    // The longer spellings first, so that no "eq" is left over.
    for (const std::string_view ending : {"equivalent", "-eq", "eq", "e", ""})
      replace(plain, std::string(substance) + std::string(ending), "");
  }
  replace(plain, "_per_", "/");
  replace(plain, " per ", "/");
  for (const char blank : {' ', '_', '.'}) std::erase(plain, blank);
  if (plain.starts_with("lbs/")) plain.erase(2, 1);
  for (const auto& unit : kUnits)
    if (plain == to_lower(unit.name)) return unit;
  return std::nullopt;
}

}  // namespace wattprint::grid
