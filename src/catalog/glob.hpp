#pragma once

#include <string_view>

namespace wattprint::catalog {

/// Whether all of `text` has the form of `pattern`: '#' a digit, '?' any character, '*' any run of
/// characters, "[ab]" one of them, "[!ab]" none of them; all else stands for itself.
inline bool matches_pattern(std::string_view text, std::string_view pattern) {
  while (!pattern.empty()) {
    const char p = pattern.front();
    if (p == '*') {
      pattern.remove_prefix(1);
      for (std::size_t skip = 0; skip <= text.size(); ++skip)
        if (matches_pattern(text.substr(skip), pattern)) return true;
      return false;
    }
    if (text.empty()) return false;
    const char c = text.front();
    text.remove_prefix(1);
    if (p == '[') {
      const auto close = pattern.find(']');
      if (close == std::string_view::npos) return false;
      std::string_view set = pattern.substr(1, close - 1);
      const bool negated = !set.empty() && set.front() == '!';
      if (negated) set.remove_prefix(1);
      // "[1-6]": a range
      bool inside = false;
      for (std::size_t i = 0; i < set.size(); ++i) {
        const bool range = i + 2 < set.size() && set[i + 1] == '-';
        inside = inside || (range ? set[i] <= c && c <= set[i + 2] : set[i] == c);
        if (range) i += 2;
      }
      if (inside == negated) return false;
      pattern.remove_prefix(close + 1);
      continue;
    }
    const bool fits = p == '?' || (p == '#' ? c >= '0' && c <= '9' : p == c);
    if (!fits) return false;
    pattern.remove_prefix(1);
  }
  return text.empty();
}

}  // namespace wattprint::catalog
