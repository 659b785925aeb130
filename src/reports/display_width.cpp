#include "reports/display_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace wattprint::reports {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks that are wide as a whole; the few single wide characters elsewhere are not worth a table.
constexpr std::array<Range, 13> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0xA4CF},
                                       {0xA960, 0xA97F},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F},
                                       {0x1F680, 0x1F6FF},
                                       {0x1F900, 0x1F9FF},
                                       {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 5> kZero{
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](Range range) { return range.first <= c && c <= range.last; });
}

struct Character {
  std::size_t bytes;
  std::size_t width;
};

/// The character at the front of text, which is not empty.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80   ? 1
                             : byte(0) < 0xC2 ? 0
                             : byte(0) < 0xE0 ? 2
                             : byte(0) < 0xF0 ? 3
                             : byte(0) < 0xF5 ? 4
                                              : 0;
  if (length == 1) return {1, 1};
  if (length == 0 || length > text.size()) return {1, 1};
  char32_t code = byte(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {1, 1};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  return {length, is_in(kZero, code) ? 0U : is_in(kWide, code) ? 2U : 1U};
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character c = first_character(text);
    width += c.width;
    text.remove_prefix(c.bytes);
  }
  return width;
}

std::string shorten(std::string_view text, std::size_t width) {
  if (width == 0 || display_width(text) <= width) return std::string(text);
  std::size_t used = 0;
  std::size_t kept = 0;
  while (kept < text.size()) {
    const Character c = first_character(text.substr(kept));
    if (used + c.width + 1 > width) break;  // one column for the sign
    used += c.width;
    kept += c.bytes;
  }
  std::string_view front = text.substr(0, kept);
  while (!front.empty() && (front.back() == ' ' || front.back() == ',')) front.remove_suffix(1);
  return std::string(front) + "…";
}

std::string printable(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const Character c = first_character(text);
    const auto first = static_cast<unsigned char>(text.front());
    // C0, DEL, and C1 in its UTF-8 form (U+0080 to U+009F, which some terminals obey).
    const bool control =
        (c.bytes == 1 && (first < 0x20 || first >= 0x7F)) ||
        (c.bytes == 2 && first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0);
    safe += control ? "?" : text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
  return safe;
}

}  // namespace wattprint::reports
