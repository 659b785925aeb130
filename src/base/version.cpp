#include "base/version.hpp"

namespace wattprint {

std::string_view version() noexcept { return WATTPRINT_VERSION; }

}  // namespace wattprint
