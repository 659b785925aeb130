#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// How many times as much: b / a.
using Ratio = Quantity<struct RatioTag>;

/// b / a of two figures with independent errors: quadrature on the log scale, which keeps the
/// interval positive. Two runs on one machine share some of their error, so it is rather too wide
/// than too narrow.
///
/// high is infinite when a may be 0. Nothing when a or b is not above 0.
template <class Q>
std::optional<Figure<Ratio>> ratio(const Figure<Q>& a, const Figure<Q>& b);

/// Whether an interval leaves no doubt that something changed: it does not include 1.
inline bool is_clear(const Figure<Ratio>& ratio) {
  return ratio.low > Ratio{1.0} || ratio.high < Ratio{1.0};
}

/// One figure of two runs.
template <class Q>
struct Change {
  std::string what;  ///< key of the contract: "energy_j", "cpu/package-0"
  std::optional<Figure<Q>> a;
  std::optional<Figure<Q>> b;
  std::optional<Figure<Ratio>> ratio;
};

/// A condition under which the two ran that was not the same, so that their figures tell of that
/// too.
struct Difference {
  std::string what;
  std::string a;
  std::string b;
};

struct Comparison {
  runs::Identity a;
  runs::Identity b;
  Change<Joules> energy;
  Change<Grams> emissions;
  Change<CarbonIntensity> intensity;
  Change<CpuSeconds> cpu;       ///< counted: exact
  Change<CpuSeconds> duration;  ///< seconds of the clock, in the same unit; exact
  std::vector<Change<Joules>> components;
  std::vector<Difference> differences;
};

Comparison compare(const runs::RunRecord& a, const runs::RunRecord& b);

/// `wattprint compare A B`.
std::string to_text(const Comparison& comparison, const Style& style);
/// `wattprint compare A B --json` (schema wattprint.compare.v1).
std::string to_json(const Comparison& comparison);

}  // namespace wattprint::reports
