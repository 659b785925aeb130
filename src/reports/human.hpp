#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "units/figure.hpp"
#include "units/units.hpp"

namespace wattprint::reports {

/// A unit that people read, and how much of our own unit it is.
struct Unit {
  std::string_view name;  ///< "mWh"
  double size;            ///< 3.6 (joules)
};

/// The unit in which a value reads best: 0.1 to 100 of it, from µWh to GWh, from µg to kt, from ml
/// to m3. Zero gets the middle one.
Unit unit_for(Joules energy);
Unit unit_for(Grams emissions);
Unit unit_for(Litres water);

/// number with so many significant digits and no exponent: (1234.5, 2) is "1200", (0.996, 2) "1.0".
std::string significant(double number, int digits);

/// How many digits of a figure mean something: 2, or as many as its interval is narrow (4 at most).
template <class Q>
int digits_of(const Figure<Q>& figure) {
  if (figure.value.value() == 0.0) return 2;
  const double relative = (figure.high - figure.low) / figure.value;
  if (figure.low == figure.high) return 3;
  return relative < 0.01 ? 4 : relative < 0.1 ? 3 : 2;
}

/// "0.41 Wh"
template <class Q>
std::string to_text(const Figure<Q>& figure, Unit unit) {
  return significant(figure.value.value() / unit.size, digits_of(figure)) + " " +
         std::string(unit.name);
}
template <class Q>
std::string to_text(const Figure<Q>& figure) {
  return to_text(figure, unit_for(figure.value));
}

/// An end of an interval beside its value: no more decimals than the value shows, but never 0 for
/// something that is not.
std::string interval_end(double end, double value, int digits);

/// "(0.29 to 0.58)" in the same unit; empty when the figure is exact.
template <class Q>
std::string interval_text(const Figure<Q>& figure, Unit unit) {
  if (figure.low == figure.high) return "";
  const int digits = digits_of(figure);
  const double value = figure.value.value() / unit.size;
  return "(" + interval_end(figure.low.value() / unit.size, value, digits) + " to " +
         interval_end(figure.high.value() / unit.size, value, digits) + ")";
}

/// "4 ms", "12.3 s", "2 min 5 s", "3 h 12 min", "5 d 4 h"
std::string to_text(Seconds duration);

/// "71 %", "<1 %" for what would round to 0.
std::string percent(double fraction);

}  // namespace wattprint::reports
