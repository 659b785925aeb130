#pragma once

#include <string_view>

#include "wattprint/wattprint.h"

namespace wattprint {

/// Version of the library that is linked, "0.1.0" (semantic versioning).
inline std::string_view version() noexcept { return wp_version(); }

}  // namespace wattprint
