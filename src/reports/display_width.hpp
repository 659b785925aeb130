#pragma once

#include <string>
#include <string_view>

namespace wattprint::reports {

/// How many columns a terminal gives to UTF-8 text: 2 for East Asian wide characters and emoji, 0
/// for combining marks, 1 for a byte that is not UTF-8. Source: Unicode 15, EastAsianWidth.txt (W
/// and F).
std::size_t display_width(std::string_view text);

/// At most `width` columns of text; what was cut shows as "…" at the end. 0 leaves it whole.
std::string shorten(std::string_view text, std::size_t width);

/// text safe to show: control characters (a name could hold escape sequences, or a newline) become
/// "?".
std::string printable(std::string_view text);

}  // namespace wattprint::reports
