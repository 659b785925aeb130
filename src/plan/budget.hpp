#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "units/figure.hpp"

namespace wattprint::plan {

/// How much a run, or a task of it, may use: energy (IT, before PUE) or emissions (after PUE).
struct Budget {
  std::variant<Joules, Grams> limit;
  std::string task;  ///< the limit is for each task of this name; empty: for the run
  std::string text;  ///< as written
};

/// "500 g", "0.5 kg", "2 kWh", "300 Wh", "1 MJ", "0.05 g/inference"; several with commas between.
/// Errc::malformed, with what would be understood.
Result<std::vector<Budget>> parse_budgets(std::string_view text);

/// What the run, or the mean task of that name, has used, and what it is expected to use in all.
/// Nothing: not known.
struct Use {
  std::optional<Figure<Joules>> energy;
  std::optional<Figure<Grams>> emissions;
};

/// One budget against what has been used.
struct Verdict {
  Budget budget;
  bool exceeded = false;
  bool will_exceed = false;  ///< it has been, or the prediction is above it
  double used = 0.0;         ///< in the unit of the limit
  std::optional<double> expected;
  std::string text;  ///< a sentence
};

/// Nothing when there is no figure to judge by.
std::optional<Verdict> judge(const Budget& budget, const Use& used, const Use& expected);

/// The verdict that leaves the least room: exceeded before will be exceeded, then by its share.
std::optional<Verdict> tightest(const std::vector<Verdict>& verdicts);

}  // namespace wattprint::plan
