// The only file that sees toml++: it takes seconds to compile.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts on bytes that it then reports as errors (marzer/tomlplusplus#301); a bad file
// must not abort a debug build.
#define TOML_ASSERT(expr) static_assert(true)
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "base/document.hpp"
#include "base/text.hpp"

namespace wattprint {
namespace {

/// toml++ limits the depth of values itself, but not that of dotted names.
constexpr unsigned kDeepest = 64;

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '"' || c == '\'';
}

/// toml++ 3.3 takes it for granted that a name follows the bracket of a table's header, or the two
/// of a list of tables (the issue above), and clang may build on that.
bool is_nameless_table(std::string_view line) {
  line = trim(line);
  if (line.empty() || line.front() != '[') return false;
  line.remove_prefix(starts_with(line, "[[") ? 2 : 1);
  const auto name = trim(line);
  return name.empty() || !begins_name(name.front());
}

/// The text with each byte outside ASCII, and '%', as %XX. toml++ 3.3 has undefined behaviour on
/// most letters outside ASCII where they do not belong (is_unicode_horizontal_whitespace reaches
/// its "unreachable"); '%' it refuses there, and keeps in texts and comments.
std::string protect(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && c != '%')
      safe += c;
    else
      safe += fmt::format("%{:02X}", byte);
  }
  return safe;
}

/// The inverse of protect().
std::string restore(std::string_view safe) {
  std::string text;
  while (!safe.empty()) {
    const auto byte = safe.front() == '%' ? parse_u64(safe.substr(1, 2), 16) : std::nullopt;
    text += byte ? static_cast<char>(*byte) : safe.front();
    safe.remove_prefix(byte ? std::min<std::size_t>(3, safe.size()) : 1);
  }
  return text;
}

std::string text_of(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string text_of(const toml::date_time& moment) {
  constexpr int kMinutes = 60;
  auto text = fmt::format("{}T{:02}:{:02}:{:02}", text_of(moment.date), moment.time.hour,
                          moment.time.minute, moment.time.second);
  if (!moment.offset) return text;
  const int offset = moment.offset->minutes;
  if (offset == 0) return text + 'Z';
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', std::abs(offset) / kMinutes,
                            std::abs(offset) % kMinutes);
}

/// Nothing for what is nested too deeply.
std::optional<Node> node_of(const toml::node& from, unsigned depth);

std::optional<Node::Table> table_of(const toml::table& from, unsigned depth) {
  Node::Table table;
  for (const auto& [name, value] : from) {
    auto node = node_of(value, depth);
    if (!node) return std::nullopt;
    table.push_back({restore(name.str()), std::move(*node)});
  }
  return table;
}

std::optional<Node::List> list_of(const toml::array& from, unsigned depth) {
  Node::List list;
  for (const auto& value : from) {
    auto node = node_of(value, depth);
    if (!node) return std::nullopt;
    list.push_back(std::move(*node));
  }
  return list;
}

// Each call stands for one more bracket, and kDeepest ends it.
std::optional<Node> node_of(const toml::node& from, unsigned depth) {  // NOLINT(misc-no-recursion)
  if (depth > kDeepest) return std::nullopt;
  Node node;
  node.line = from.source().begin.line;
  if (const auto* table = from.as_table()) {
    auto members = table_of(*table, depth + 1);
    if (!members) return std::nullopt;
    node.value = std::move(*members);
  } else if (const auto* array = from.as_array()) {
    auto elements = list_of(*array, depth + 1);
    if (!elements) return std::nullopt;
    node.value = std::move(*elements);
  } else if (const auto truth = from.value_exact<bool>()) {
    node.value = *truth;
  } else if (const auto whole = from.value_exact<std::int64_t>()) {
    node.value = *whole;
  } else if (const auto number = from.value_exact<double>()) {
    node.value = *number;
  } else if (const auto text = from.value_exact<std::string_view>()) {
    node.value = restore(*text);
  } else if (const auto date = from.value_exact<toml::date>()) {
    node.value = Node::Moment{text_of(*date)};
  } else if (const auto moment = from.value_exact<toml::date_time>()) {
    node.value = Node::Moment{text_of(*moment)};
  }
  return node;
}

}  // namespace

Result<Node> parse_toml(std::string_view text, const std::string& place) {
  if (starts_with(text, "\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  std::string_view rest = text;
  for (unsigned line_number = 1; const auto line = next_line(rest); ++line_number)
    if (is_nameless_table(*line))
      return fail(Errc::malformed,
                  fmt::format("{} line {}: expected a table, whose name stands in brackets: [name]",
                              place, line_number));
  const std::string safe = protect(text);
  const toml::parse_result parsed = toml::parse(std::string_view(safe));
  if (!parsed)
    return fail(Errc::malformed,
                fmt::format("{} line {}: {}", place, parsed.error().source().begin.line,
                            restore(parsed.error().description())));
  auto node = node_of(parsed.table(), 0);
  if (!node)
    return fail(Errc::malformed,
                fmt::format("{} line 1: nested more than {} deep", place, kDeepest));
  return std::move(*node);
}

}  // namespace wattprint
