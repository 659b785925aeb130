#include "estimate/methods/grouped.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wattprint::estimate::methods {

std::string grouped(double x, int decimals) {
  std::string text = fmt::format("{:.{}f}", x, decimals);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string scientific(double x, int decimals) { return fmt::format("{:.{}e}", x, decimals); }

}  // namespace wattprint::estimate::methods
