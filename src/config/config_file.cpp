#include "config/config_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/document.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "config/keys.hpp"

namespace wattprint::config {
namespace {

// More than any configuration needs; this limits the time that it takes.
constexpr std::size_t kLargestFile = 256 * 1024;

std::string at(const std::string& place, const Node& node) {
  return fmt::format("{} line {}", place, node.line);
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

std::optional<std::string> number_text(const Node& node) {
  if (const auto* whole = node.as<std::int64_t>()) return std::to_string(*whole);
  const auto* number = node.as<double>();
  if (number == nullptr || !std::isfinite(*number)) return std::nullopt;
  return fmt::format("{}", *number);
}

/// The value of `node` as text, when its TOML type suits the setting.
std::optional<std::string> scalar_text(const Node& node, Type type) {
  if (type == Type::boolean) {
    const auto* truth = node.as<bool>();
    if (truth == nullptr) return std::nullopt;
    return *truth ? "true" : "false";
  }
  if (type == Type::number) return number_text(node);
  if (type == Type::duration)
    if (auto number = number_text(node)) return number;
  const auto* text = node.as<std::string>();
  if (text == nullptr) return std::nullopt;
  return *text;
}

Result<std::vector<std::string>> tag_texts(const Node& node, const std::string& place) {
  const auto* table = node.as<Node::Table>();
  if (table == nullptr)
    return fail(Errc::malformed,
                fmt::format("{}: tags: expected {}", at(place, node), expectation(Type::tags)));
  std::vector<std::string> texts;
  for (const auto& [tag, value] : *table) {
    auto text = scalar_text(value, Type::text);
    if (!text) text = number_text(value);
    if (!text || tag.find('=') != std::string::npos)
      return fail(Errc::malformed,
                  fmt::format("{}: tags: {}: expected a text in quotes and a name without \"=\"",
                              at(place, value), tag));
    texts.push_back(fmt::format("{}={}", tag, *text));
  }
  return texts;
}

Result<std::vector<std::string>> list_texts(const Node& node, const std::string& place,
                                            std::string_view name) {
  std::vector<std::string> texts;
  const auto* list = node.as<Node::List>();
  if (list == nullptr) {
    if (auto text = scalar_text(node, Type::text)) return std::vector{std::move(*text)};
  } else {
    for (const auto& element : *list)
      if (auto text = scalar_text(element, Type::text)) texts.push_back(std::move(*text));
    if (texts.size() == list->size()) return texts;
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
Result<> put_providers(FileValues& values, const Node& node, const std::string& place) {
  const auto* providers = node.as<Node::Table>();
  if (providers == nullptr)
    return fail(Errc::malformed, fmt::format("{}: provider: expected tables such as [provider.uk]",
                                             at(place, node)));
  for (const auto& [name, child] : *providers) {
    const auto* table = child.as<Node::Table>();
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
                                at(place, value), name, option));
      values.insert_or_assign(fmt::format("provider.{}.{}", name, option),
                              FileValue{{std::move(*text)}, value.line});
    }
  }
  return {};
}

Error unknown_key(const std::string& place, const Node& node, std::string_view name) {
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
  const auto parsed = parse_toml(text, place);
  if (!parsed) return fail(parsed.error());
  FileValues values;
  for (const auto& [name, node] : std::get<Node::Table>(parsed->value)) {
    if (name == "provider") {
      if (auto put = put_providers(values, node, place); !put) return fail(put.error());
      continue;
    }
    const Key* key = find_key(name);
    if (key == nullptr || !key->in_file) return fail(unknown_key(place, node, name));
    FileValue value;
    value.line = node.line;
    if (key->type == Type::tags) {
      auto texts = tag_texts(node, place);
      if (!texts) return fail(texts.error());
      value.texts = std::move(*texts);
    } else if (key->type == Type::list) {
      auto texts = list_texts(node, place, name);
      if (!texts) return fail(texts.error());
      value.texts = std::move(*texts);
    } else if (auto scalar = scalar_text(node, key->type)) {
      value.texts = {std::move(*scalar)};
    } else {
      return fail(Errc::malformed, fmt::format("{}: {}: expected {}", at(place, node), name,
                                               expectation(key->type)));
    }
    values.insert_or_assign(name, std::move(value));
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
