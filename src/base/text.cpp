#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace wattprint {
namespace {

constexpr std::string_view kBlank{" \t\r\n\v\f\0", 7};

template <class Number, class... Format>
std::optional<Number> parse_whole(std::string_view text, Format... format) {
  text = trim(text);
  Number number{};
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, format...);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::optional<std::uint64_t> parse_u64(std::string_view text, int base) {
  return parse_whole<std::uint64_t>(text, base);
}

std::optional<std::int64_t> parse_i64(std::string_view text) {
  return parse_whole<std::int64_t>(text);
}

std::optional<double> parse_double(std::string_view text) {
  auto number = parse_whole<double>(text);
  if (number && !std::isfinite(*number)) return std::nullopt;
  return number;
}

std::optional<std::string_view> next_line(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

std::optional<std::string_view> next_word(std::string_view& rest) {
  const auto first = rest.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    rest = {};
    return std::nullopt;
  }
  rest.remove_prefix(first);
  const auto end = std::min(rest.find_first_of(kBlank), rest.size());
  const auto word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::vector<std::string> nearest(std::string_view wrong, const std::vector<std::string>& candidates,
                                 std::size_t most) {
  struct Scored {
    std::size_t distance;
    const std::string* name;
  };
  // Two changes make any two-letter code of any other.
  const std::size_t limit = wrong.size() <= 2 ? 1 : std::max<std::size_t>(2, wrong.size() / 3);
  const std::string lower = to_lower(wrong);
  std::vector<Scored> scored;
  for (const auto& name : candidates) {
    // As many letters must be added or taken away at least.
    const std::size_t difference =
        std::max(wrong.size(), name.size()) - std::min(wrong.size(), name.size());
    if (difference > limit) continue;
    const std::size_t distance = edit_distance(lower, to_lower(name));
    if (distance <= limit) scored.push_back({distance, &name});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [](const Scored& a, const Scored& b) { return a.distance < b.distance; });
  std::vector<std::string> best;
  for (const auto& s : scored) {
    if (best.size() == most) break;
    best.push_back(*s.name);
  }
  return best;
}

}  // namespace wattprint
