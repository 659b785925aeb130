#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"

namespace wattprint::estimate::methods {

/// A row of data/methods.csv: what one published tool has in a table of its own, as it has it. Only
/// the method of that tool may read it; our own figures come from the catalog.
struct Published {
  std::string_view name;  ///< the key without the prefix that was asked for
  std::vector<std::string_view> values;
  std::string_view text;

  /// values[at] as a number; nothing when it is empty or not there.
  std::optional<double> number(std::size_t at = 0) const;
};

/// The row prefix + name; a name is compared as it is, but for commas, which our tables do not
/// have.
Result<std::optional<Published>> published(std::string_view prefix, std::string_view name,
                                           std::string_view table = catalog::tables::methods());

/// All rows under a prefix ("mlco2/region/gcp/"), in byte order of their names.
Result<std::vector<Published>> published_under(std::string_view prefix,
                                               std::string_view table = catalog::tables::methods());

/// The one number of a row that must be there: Errc::malformed when it is not.
Result<double> published_number(std::string_view prefix, std::string_view name, std::size_t at = 0,
                                std::string_view table = catalog::tables::methods());

}  // namespace wattprint::estimate::methods
