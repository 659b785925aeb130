#include "grid/elsewhere.hpp"

#include <array>

#include "grid/locate.hpp"
#include "grid/offline.hpp"

namespace wattprint::grid {
namespace {

/// In the order in which they are shown; the last ones step in for a run that is in one of the
/// first.
constexpr std::array<std::string_view, 4> kExamples{"SE", "FR", "PL", "US"};

bool is_in(std::string_view zone, std::string_view country) {
  return zone == country || (zone.starts_with(country) && zone.substr(country.size(), 1) == "-");
}

}  // namespace

std::vector<ZoneIntensity> elsewhere(std::string_view zone, std::size_t most,
                                     std::string_view table) {
  std::vector<ZoneIntensity> others;
  for (const auto country : kExamples) {
    if (others.size() == most) break;
    if (is_in(zone, country)) continue;
    auto figure = yearly_average(
        {.zone = std::string(country), .basis = Basis::estimated, .how = "an example", .note = ""},
        table);
    if (figure && figure->note.empty()) others.push_back(std::move(*figure));
  }
  return others;
}

}  // namespace wattprint::grid
