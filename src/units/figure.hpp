#pragma once

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "units/units.hpp"

namespace wattprint {

/// Where a number comes from, strongest first.
enum class Basis {
  measured,   ///< a sensor read it
  estimated,  ///< a model whose error is known
  assumed,    ///< a default
};

std::string_view to_string(Basis basis);

/// What is built on several things is no better than the worst of them.
constexpr Basis weakest(Basis a, Basis b) { return std::max(a, b); }

/// A 90 % interval given as factors on the value: {0.7, 1.6} is 30 % below to 60 % above.
struct Spread {
  double low = 1.0;
  double high = 1.0;
};

/// A number we stand behind: the value, a central 90 % interval, what it rests on, and from what.
///
/// Invariant: low <= value <= high, all finite.
template <class Q>
struct Figure {
  Q value{};
  Q low{};
  Q high{};
  Basis basis = Basis::assumed;
  std::string source;

  static Figure exact(Q value, Basis basis, std::string source) {
    return {value, value, value, basis, std::move(source)};
  }
  /// value with an interval given by factors.
  static Figure with_spread(Q value, Spread spread, Basis basis, std::string source) {
    return {value, value * spread.low, value * spread.high, basis, std::move(source)};
  }
};

/// How the errors of two figures hang together.
enum class Errors {
  correlated,   ///< same sensor, same model, or nobody knows: the ends of the intervals add up
  independent,  ///< proven unrelated: half-widths add in quadrature
};

namespace detail {
/// "a + b", but a text that is there already is not said twice.
std::string join_sources(std::string_view a, std::string_view b);

/// Distance of one end of an interval from its value on a log scale; infinite when that end is 0.
inline double log_distance(double value, double end) {
  if (value <= 0.0) return 0.0;
  return std::abs(std::log(end / value));
}
}  // namespace detail

/// Sum of two figures. Correlated errors (the default) never shrink by addition: the sum of a
/// thousand samples of one miscalibrated sensor is as wrong, relatively, as one of them.
template <class Q>
Figure<Q> add(const Figure<Q>& a, const Figure<Q>& b, Errors errors = Errors::correlated) {
  const Q value = a.value + b.value;
  Q low = a.low + b.low;
  Q high = a.high + b.high;
  if (errors == Errors::independent) {
    low = value - Q{std::hypot((a.value - a.low).value(), (b.value - b.low).value())};
    high = value + Q{std::hypot((a.high - a.value).value(), (b.high - b.value).value())};
  }
  return {value, low, high, weakest(a.basis, b.basis), detail::join_sources(a.source, b.source)};
}

/// Product of two figures that cannot be negative, such as energy and carbon intensity.
/// Correlated: both at the same end at once. Independent: quadrature on the log scale, which keeps
/// the interval positive and, for wide factors, properly skewed.
template <class A, class B>
auto multiply(const Figure<A>& a, const Figure<B>& b, Errors errors = Errors::correlated) {
  using Q = decltype(a.value * b.value);
  const Q value = a.value * b.value;
  Q low = a.low * b.low;
  Q high = a.high * b.high;
  if (errors == Errors::independent && value.value() > 0.0) {
    const double below = std::hypot(detail::log_distance(a.value.value(), a.low.value()),
                                    detail::log_distance(b.value.value(), b.low.value()));
    const double above = std::hypot(detail::log_distance(a.value.value(), a.high.value()),
                                    detail::log_distance(b.value.value(), b.high.value()));
    low = value * std::exp(-below);
    high = value * std::exp(above);
  }
  return Figure<Q>{value, low, high, weakest(a.basis, b.basis),
                   detail::join_sources(a.source, b.source)};
}

/// Part of a total. The parts of one total stay correlated: shares that add up to 1 give back the
/// total's value, and an interval at least as wide as the total's.
///
/// fraction  0 to 1, itself with an interval; value and ends are cut at 0 and 1, which rounding
/// passes.
template <class Q>
Figure<Q> share(const Figure<Q>& total, const Figure<Fraction>& fraction) {
  Figure<Fraction> cut = fraction;
  for (Fraction* part : {&cut.low, &cut.value, &cut.high})
    *part = std::clamp(*part, Fraction{0.0}, Fraction{1.0});
  return multiply(total, cut, Errors::correlated);
}

}  // namespace wattprint
