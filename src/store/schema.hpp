#pragma once

#include "base/result.hpp"
#include "store/database.hpp"

namespace wattprint::store {

/// Makes a connection ready: settings, and the schema brought from whatever version it has to ours.
///
/// Errc::malformed, the file untouched, when it is not a database, is another program's, or is of a
/// newer wattprint.
Result<> prepare_schema(Database& database);

}  // namespace wattprint::store
