#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "footprint/equivalents.hpp"
#include "reports/style.hpp"
#include "units/figure.hpp"

namespace wattprint::runs {
class JsonWriter;
}

namespace wattprint::engine {

/// How many of something that people know an amount is, with the amount's interval; the constant
/// itself is taken as it stands.
struct EquivalentRow {
  footprint::Equivalent equivalent;
  double count = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// By the constants of a set of data/equivalents.csv. Things known by their emissions are counted
/// where there are emissions, those known by their energy where there is energy (PUE included).
///
/// set  empty: the default one. Errc::malformed for one that is not there; the sentence names
/// those that are.
Result<std::vector<EquivalentRow>> equivalents_of(const std::optional<Figure<Grams>>& emissions,
                                                  const std::optional<Figure<Joules>>& energy,
                                                  std::string_view set);

/// A line each under a heading; nothing for no rows.
std::string equivalents_text(const std::vector<EquivalentRow>& rows, const reports::Style& style);

/// As an array under the key "equivalents".
void write_equivalents(runs::JsonWriter& json, const std::vector<EquivalentRow>& rows);

/// The equivalents of a run as a document of their own (wattprint.equivalents.v1).
std::string equivalents_json(std::string_view run, const std::vector<EquivalentRow>& rows);

}  // namespace wattprint::engine
