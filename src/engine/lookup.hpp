#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// What the catalog answers to a name, for a person and for a program.
struct Lookup {
  bool found = false;
  std::string text;  ///< with the nearest names when nothing was found
  std::string json;
};

/// Each looks up one name in one table of the catalog. Errc::malformed for a text that cannot be a
/// name (empty, far too long); a name that nothing matches is an answer, not an error.
Result<Lookup> look_up_cpu(std::string_view name, const reports::Style& style);
Result<Lookup> look_up_gpu(std::string_view name, const reports::Style& style);
Result<Lookup> look_up_instance(std::string_view name, const reports::Style& style);
Result<Lookup> look_up_region(std::string_view name, const reports::Style& style);

}  // namespace wattprint::engine
