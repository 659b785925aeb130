#include "grid/among.hpp"

#include <algorithm>
#include <optional>

#include "grid/offline.hpp"

namespace wattprint::grid {

Result<ZoneIntensity> average_among(const std::vector<std::string>& zones, std::string_view who,
                                    std::string_view table) {
  std::vector<ZoneIntensity> known;
  for (const auto& zone : zones) {
    auto figure =
        yearly_average({.zone = zone, .basis = Basis::assumed, .how = {}, .note = {}}, table);
    if (!figure) return fail(figure.error());
    if (figure->zone != kWorld) known.push_back(std::move(*figure));
  }
  if (known.empty())
    return fail(Errc::not_present, std::string(who) + ": none of its zones has a yearly average");
  const auto value = [](const ZoneIntensity& z) { return z.intensity.value; };
  std::sort(known.begin(), known.end(),
            [&](const auto& a, const auto& b) { return value(a) < value(b); });
  const auto at = [&](std::size_t percent) -> const ZoneIntensity& {
    return known[(known.size() - 1) * percent / 100];
  };
  ZoneIntensity median = at(50);
  auto& figure = median.intensity;
  figure.low = std::min(figure.low, value(at(5)));
  figure.high = std::max(figure.high, value(at(95)));
  median.zone = kWorld;  // of none of them in particular
  figure.basis = Basis::assumed;
  figure.source = std::string(who) + ", yearly averages, the median of them";
  median.note = std::string(who) + ": which one is not known; --zone or --cloud-metadata tells";
  return median;
}

}  // namespace wattprint::grid
