#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "units/units.hpp"

namespace wattprint::footprint {

/// Something that people know, by the emissions or the energy of one of it.
struct Equivalent {
  std::string_view set;   ///< whose constants: "default", "green-algorithms", "epa-2021" ...
  std::string_view id;    ///< within the set: "car_km"
  std::string_view what;  ///< "km by car"
  std::optional<Grams> emissions;  ///< of one; either this or the energy is there
  std::optional<Joules> energy;
  int year = 0;
  std::string_view source;
};

/// How many of something an amount is.
struct Comparison {
  Equivalent equivalent;
  double count = 0.0;
};

/// The set that is shown unless another is asked for.
inline constexpr std::string_view kDefaultEquivalents = "default";

/// The constants of one set, in the order of the table; their texts point into it.
///
/// table  data/equivalents.csv: catalog::tables::equivalents() where the catalog may be used.
/// Errc::malformed for a set that is not there (the sentence names those that are) or for a row
/// that makes no sense.
Result<std::vector<Equivalent>> equivalents(std::string_view table,
                                            std::string_view set = kDefaultEquivalents);

/// The names of the sets.
Result<std::vector<std::string_view>> equivalent_sets(std::string_view table);

/// Emissions by what is known by its emissions, energy by the rest. An amount that was not given is
/// compared with nothing.
std::vector<Comparison> compare(std::optional<Grams> emissions, std::optional<Joules> energy,
                                const std::vector<Equivalent>& with);

}  // namespace wattprint::footprint
