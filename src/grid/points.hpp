#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalog/yearly_intensity.hpp"
#include "units/figure.hpp"

namespace wattprint::grid {

/// Of which kilowatt hour a figure speaks.
enum class Signal {
  average,   ///< of all that was consumed: what the GHG Protocol's inventories count
  marginal,  ///< of one more: what shifting load in time changes
};

/// How the consumer's contracts are counted (GHG Protocol Scope 2 Guidance, chapter 4).
enum class Accounting {
  location_based,  ///< the grid as it is, whoever has bought what
  market_based,    ///< certificates and supply contracts taken off
};

/// What a figure says. Figures of different labels are never mixed: not in a sum, not in a series,
/// not as each other's stand-in.
struct Label {
  Signal signal = Signal::average;
  Accounting accounting = Accounting::location_based;
  catalog::IntensityKind kind = catalog::IntensityKind::lifecycle;

  friend bool operator==(const Label&, const Label&) = default;
};

std::string_view to_string(Signal signal);
std::string_view to_string(Accounting accounting);  ///< "location-based"
std::optional<Signal> parse_signal(std::string_view text);
std::optional<Accounting> parse_accounting(std::string_view text);
std::optional<catalog::IntensityKind> parse_kind(std::string_view text);
/// "average, location-based, lifecycle"
std::string to_string(const Label& label);

/// Mean intensity from `start` until before `end`.
struct Point {
  WallTime start;
  WallTime end;
  Figure<CarbonIntensity> intensity;
};

/// Whether it lasts, and its figure is finite, not negative, and within its own interval.
bool is_sound(const Point& point);
/// Whether all are, in order and without overlap.
bool are_sound(const std::vector<Point>& points);

/// Intensity over time in one zone, from one source.
struct Series {
  std::string zone;  ///< our code
  Label label;
  std::vector<Point> points;  ///< by start; they do not overlap; gaps are just missing
  std::string source;         ///< whose figures, for people: "Electricity Maps"
  /// When a forecast was issued; nothing when the points speak of the past.
  std::optional<WallTime> issued_at;
  std::vector<std::string> notes;  ///< sentences: "3 values are estimates of the provider"
};

}  // namespace wattprint::grid
