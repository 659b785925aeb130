#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/equivalents.hpp"
#include "engine/scores.hpp"

namespace wattprint::engine {

/// What an estimate is shown with when it was asked for: options as they were typed.
struct ExtraWords {
  /// --equivalents: nothing typed, without a set ("default"), or the set.
  std::optional<std::string> equivalents;
  ScoreWords scores;

  bool any() const {
    return equivalents || !scores.per.empty() || !scores.unit.empty() ||
           !scores.market_intensity.empty();
  }
};

struct Extras {
  std::optional<std::vector<EquivalentRow>> equivalents;
  Scores scores;
};

/// emissions  of running, to which the equivalents go; the scores take their own product.
Result<Extras> extras(const ExtraWords& words, const Figure<Grams>& emissions,
                      const Scored& scored);

/// Lines below those of the estimate; nothing when nothing was asked for.
std::string extras_text(const Extras& extras, const reports::Style& style);

/// As values of the keys "equivalents", "sci" and "scope2", null where not asked for.
void write_extras(runs::JsonWriter& json, const Extras& extras);

}  // namespace wattprint::engine
