#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "footprint/sci.hpp"
#include "reports/style.hpp"
#include "units/figure.hpp"

namespace wattprint::runs {
class JsonWriter;
}

namespace wattprint::engine {

/// What was typed: --per, --unit, --market-intensity; empty where nothing was.
struct ScoreWords {
  std::string per;
  std::string unit;
  std::string market_intensity;
};

/// What is scored.
struct Scored {
  /// A functional unit that the work itself has, and how many of it: {"request", 1000}.
  struct Unit {
    std::string name;
    double count;
  };
  Figure<Joules> energy;  ///< PUE included
  Figure<CarbonIntensity> intensity;
  std::optional<Figure<Grams>> embodied;  ///< the work's share
  std::vector<Unit> units;
};

/// Scores by published standards, of those that were asked for.
struct Scores {
  /// Software carbon intensity, ISO/IEC 21031.
  struct Sci {
    Figure<Grams> each;
    std::string unit;
    double units;
  };
  struct Scope2 {
    footprint::Scope2 both;
    CarbonIntensity market;
  };
  std::optional<Sci> sci;
  std::optional<Scope2> scope2;
};

/// --unit alone takes the number of units that the work has of it; any other needs --per.
/// Errc::malformed for words that make no sense, and for a score of work whose embodied share is
/// not known; the sentence names the option.
Result<Scores> scores(const ScoreWords& words, const Scored& scored);

/// A line each; nothing when none was asked for.
std::string scores_text(const Scores& scores, const reports::Style& style);

/// As values of the keys "sci" and "scope2", null where not asked for.
void write_scores(runs::JsonWriter& json, const Scores& scores);

}  // namespace wattprint::engine
