#include "grid/points.hpp"

#include <algorithm>
#include <cmath>

namespace wattprint::grid {

using catalog::IntensityKind;

std::string_view to_string(Signal signal) {
  return signal == Signal::average ? "average" : "marginal";
}

std::string_view to_string(Accounting accounting) {
  return accounting == Accounting::location_based ? "location-based" : "market-based";
}

std::optional<Signal> parse_signal(std::string_view text) {
  for (const auto signal : {Signal::average, Signal::marginal})
    if (text == to_string(signal)) return signal;
  return std::nullopt;
}

std::optional<Accounting> parse_accounting(std::string_view text) {
  for (const auto accounting : {Accounting::location_based, Accounting::market_based})
    if (text == to_string(accounting)) return accounting;
  return std::nullopt;
}

std::optional<IntensityKind> parse_kind(std::string_view text) {
  for (const auto kind : {IntensityKind::lifecycle, IntensityKind::direct, IntensityKind::unknown})
    if (text == to_string(kind)) return kind;
  return std::nullopt;
}

std::string to_string(const Label& label) {
  std::string text(to_string(label.signal));
  text += ", ";
  text += to_string(label.accounting);
  text += label.kind == IntensityKind::unknown     ? ", life cycle or direct not stated"
          : label.kind == IntensityKind::lifecycle ? ", life cycle"
                                                   : ", direct";
  return text;
}

bool is_sound(const Point& point) {
  const auto& figure = point.intensity;
  return point.start < point.end && std::isfinite(figure.high.value()) &&
         figure.low >= CarbonIntensity{0.0} && figure.low <= figure.value &&
         figure.value <= figure.high;
}

bool are_sound(const std::vector<Point>& points) {
  const bool meet =
      std::adjacent_find(points.begin(), points.end(), [](const auto& a, const auto& b) {
        return b.start < a.end;
      }) != points.end();
  return !meet && std::all_of(points.begin(), points.end(), is_sound);
}

}  // namespace wattprint::grid
