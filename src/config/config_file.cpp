// The only file that sees toml++: it takes seconds to compile.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts on bytes that it then reports as errors (marzer/tomlplusplus#301); a bad file
// must not abort a debug build.
#define TOML_ASSERT(expr) static_assert(true)
#include "config/config_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/files.hpp"
#include "base/text.hpp"
#include "config/keys.hpp"

namespace wattprint::config {
namespace {

// toml++ parses by recursion and limits its depth itself; this limits its time.
constexpr std::size_t kLargestFile = 256 * 1024;

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '"' || c == '\'';
}

/// toml++ 3.3 takes it for granted that a name follows the bracket of a table header (the issue
/// above), and clang may build on that.
bool is_nameless_table(std::string_view line) {
  line = trim(line);
  if (line.empty() || line.front() != '[') return false;
  const auto name = trim(line.substr(1));
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

std::string at(const std::string& place, const toml::node& node) {
  return fmt::format("{} line {}", place, node.source().begin.line);
}

std::string_view expectation(Type type) {
  switch (type) {
    case Type::text: return "a text in quotes";
    case Type::path: return "a path in quotes";
    case Type::duration: return "a time such as \"1s\" or a number of seconds";
    case Type::number: return "a number";
    case Type::boolean: return "true or false";
    case Type::choice: return "a text in quotes";
    case Type::list: return "a text in quotes, or several: [\"a\", \"b\"]";
    case Type::tags: return "a table: [tags] with lines such as team = \"vision\"";
  }
  return "something else";
}

std::optional<std::string> number_text(const toml::node& node) {
  if (const auto whole = node.value_exact<std::int64_t>()) return std::to_string(*whole);
  const auto number = node.value_exact<double>();
  if (!number || !std::isfinite(*number)) return std::nullopt;
  return fmt::format("{}", *number);
}

/// The value of `node` as text, when its TOML type suits the setting.
std::optional<std::string> scalar_text(const toml::node& node, Type type) {
  if (type == Type::boolean) {
    const auto truth = node.value_exact<bool>();
    if (!truth) return std::nullopt;
    return *truth ? "true" : "false";
  }
  if (type == Type::number) return number_text(node);
  if (type == Type::duration)
    if (auto number = number_text(node)) return number;
  const auto text = node.value_exact<std::string_view>();
  if (!text) return std::nullopt;
  return restore(*text);
}

Result<std::vector<std::string>> tag_texts(const toml::node& node, const std::string& place) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    return fail(Errc::malformed,
                fmt::format("{}: tags: expected {}", at(place, node), expectation(Type::tags)));
  std::vector<std::string> texts;
  for (const auto& [name, value] : *table) {
    auto text = scalar_text(value, Type::text);
    if (!text) text = number_text(value);
    const std::string tag = restore(name.str());
    if (!text || tag.find('=') != std::string::npos)
      return fail(Errc::malformed,
                  fmt::format("{}: tags: {}: expected a text in quotes and a name without \"=\"",
                              at(place, value), tag));
    texts.push_back(fmt::format("{}={}", tag, *text));
  }
  return texts;
}

Result<std::vector<std::string>> list_texts(const toml::node& node, const std::string& place,
                                            std::string_view name) {
  std::vector<std::string> texts;
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    if (auto text = scalar_text(node, Type::text)) return std::vector{std::move(*text)};
  } else {
    for (const auto& element : *array)
      if (auto text = scalar_text(element, Type::text)) texts.push_back(std::move(*text));
    if (texts.size() == array->size()) return texts;
  }
  return fail(Errc::malformed,
              fmt::format("{}: {}: expected {}", at(place, node), name, expectation(Type::list)));
}

/// Names of providers become parts of names of variables.
bool is_provider_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// The tables below [provider]: what options there are is the provider's to say.
Result<> put_providers(FileValues& values, const toml::node& node, const std::string& place) {
  const toml::table* providers = node.as_table();
  if (providers == nullptr)
    return fail(Errc::malformed, fmt::format("{}: provider: expected tables such as [provider.uk]",
                                             at(place, node)));
  for (const auto& [key, child] : *providers) {
    const std::string name = restore(key.str());
    const toml::table* table = child.as_table();
    if (table == nullptr || !is_provider_name(name))
      return fail(Errc::malformed,
                  fmt::format("{}: provider: expected a table such as [provider.uk], its name of "
                              "small letters, digits and -",
                              at(place, child)));
    for (const auto& [option, value] : *table) {
      auto text = scalar_text(value, Type::text);
      if (!text) text = number_text(value);
      if (!text) text = scalar_text(value, Type::boolean);
      if (!text)
        return fail(Errc::malformed,
                    fmt::format("{}: provider.{}: {}: expected a text in quotes, a number, true or "
                                "false",
                                at(place, value), name, restore(option.str())));
      values.insert_or_assign(fmt::format("provider.{}.{}", name, restore(option.str())),
                              FileValue{{std::move(*text)}, value.source().begin.line});
    }
  }
  return {};
}

Error unknown_key(const std::string& place, const toml::node& node, std::string_view name) {
  std::string text = fmt::format("{}: there is no setting \"{}\"", at(place, node), name);
  std::string plain(name);
  for (char& c : plain)
    if (c == '-') c = '_';
  if (plain == "tag") plain = "tags";
  const auto near = nearest(plain, names_in_file(), 1);
  if (!near.empty()) text += fmt::format("; did you mean \"{}\"?", near.front());
  return {Errc::malformed, std::move(text)};
}

}  // namespace

Result<FileValues> parse_config(std::string_view text, const std::string& place) {
  if (starts_with(text, "\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  std::string_view rest = text;
  for (unsigned line_number = 1; const auto line = next_line(rest); ++line_number)
    if (is_nameless_table(*line))
      return fail(Errc::malformed,
                  fmt::format("{} line {}: expected a table such as [tags]", place, line_number));

  const std::string safe = protect(text);
  const toml::parse_result parsed = toml::parse(std::string_view(safe));
  if (!parsed)
    return fail(Errc::malformed,
                fmt::format("{} line {}: {}", place, parsed.error().source().begin.line,
                            restore(parsed.error().description())));
  FileValues values;
  for (const auto& [name, node] : parsed.table()) {
    if (name.str() == "provider") {
      if (auto put = put_providers(values, node, place); !put) return fail(put.error());
      continue;
    }
    const Key* key = find_key(name.str());
    if (key == nullptr || !key->in_file) return fail(unknown_key(place, node, restore(name.str())));
    FileValue value;
    value.line = node.source().begin.line;
    if (key->type == Type::tags) {
      auto texts = tag_texts(node, place);
      if (!texts) return fail(texts.error());
      value.texts = std::move(*texts);
    } else if (key->type == Type::list) {
      auto texts = list_texts(node, place, name.str());
      if (!texts) return fail(texts.error());
      value.texts = std::move(*texts);
    } else if (auto scalar = scalar_text(node, key->type)) {
      value.texts = {std::move(*scalar)};
    } else {
      return fail(Errc::malformed, fmt::format("{}: {}: expected {}", at(place, node), name.str(),
                                               expectation(key->type)));
    }
    values.insert_or_assign(std::string(name.str()), std::move(value));
  }
  return values;
}

Result<FileValues> read_config(const std::filesystem::path& path) {
  const auto text = read_text(path, kLargestFile + 1);
  if (!text) return fail(text.error());
  if (text->size() > kLargestFile)
    return fail(Errc::malformed, fmt::format("{}: larger than {} kB, that is no configuration",
                                             path.string(), kLargestFile / 1024));
  return parse_config(*text, path.string());
}

}  // namespace wattprint::config
