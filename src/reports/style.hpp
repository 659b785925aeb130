#pragma once

#include <string>
#include <string_view>

namespace wattprint::reports {

/// How a text is to look where it is shown.
struct Style {
  bool color = false;       ///< ANSI colours
  std::size_t width = 100;  ///< columns of the terminal; 0 = as long as it takes (files, pipes)
};

/// What a piece of text is, whatever that looks like.
enum class Tone { plain, strong, quiet, warning, bad };

/// text in its tone; as it is when the style has no colour.
std::string paint(const Style& style, Tone tone, std::string_view text);

}  // namespace wattprint::reports
