#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wattprint {

/// `text` without white space (and NUL) at both ends.
std::string_view trim(std::string_view text);

/// The whole of `text`, trimmed, as a number; nothing when any other character is in it.
std::optional<std::uint64_t> parse_u64(std::string_view text, int base = 10);
std::optional<std::int64_t> parse_i64(std::string_view text);
/// Decimal point and exponent as in C, whatever the locale; finite numbers only.
std::optional<double> parse_double(std::string_view text);

/// Takes the next line off the front of `rest`, without its newline; nothing when rest is empty.
std::optional<std::string_view> next_line(std::string_view& rest);
/// Takes the next word (run of non-blank characters) off the front of `rest`.
std::optional<std::string_view> next_word(std::string_view& rest);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string to_lower(std::string_view text);
bool starts_with(std::string_view text, std::string_view prefix);

/// The candidates nearest to `wrong` by edit distance, best first, for "did you mean".
std::vector<std::string> nearest(std::string_view wrong, const std::vector<std::string>& candidates,
                                 std::size_t most = 3);

}  // namespace wattprint
