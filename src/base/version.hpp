#pragma once

#include <string_view>

namespace wattprint {

/// Version of this library, "0.1.0" (semantic versioning).
std::string_view version() noexcept;

}  // namespace wattprint
