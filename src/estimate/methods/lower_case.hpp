#pragma once

#include <string>
#include <string_view>

namespace wattprint::estimate::methods {

/// Lower case of Latin, Greek, Cyrillic and Armenian letters in UTF-8, one letter for one; all
/// else, bytes that are no UTF-8 included, stays as it is. For names of places that tools compare
/// so.
std::string lower_case(std::string_view text);

}  // namespace wattprint::estimate::methods
