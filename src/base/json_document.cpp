#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/document.hpp"
#include "base/text.hpp"

namespace wattprint {
namespace {

/// As parse_toml().
constexpr std::size_t kDeepest = 64;

/// A name as a part of a pointer (RFC 6901).
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

/// Makes nodes of what the parser comes upon. Not nlohmann's own tree: that keeps the last of two
/// members of one name and says nothing.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put({}); }
  bool boolean(bool truth) override { return put(truth); }
  bool number_integer(number_integer_t whole) override { return put(std::int64_t{whole}); }
  bool number_unsigned(number_unsigned_t whole) override {
    if (whole > static_cast<number_unsigned_t>(INT64_MAX)) return put(static_cast<double>(whole));
    return put(static_cast<std::int64_t>(whole));
  }
  bool number_float(number_float_t number, const string_t& /*written*/) override {
    return put(number);
  }
  bool string(string_t& text) override { return put(std::move(text)); }
  bool binary(binary_t& /*bytes*/) override { return false; }  // JSON has none
  bool start_object(std::size_t /*size*/) override { return open(Node::Table{}); }
  bool start_array(std::size_t /*size*/) override { return open(Node::List{}); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto& table = std::get<Node::Table>(open_.back()->value);
    const bool is_there = std::any_of(table.begin(), table.end(),
                                      [&](const Member& member) { return member.name == name; });
    auto pointer = open_.back()->pointer + '/' + escaped(name);
    if (is_there) return refuse(fmt::format("{} is there twice; leave one", pointer));
    table.push_back({name, {}});
    table.back().value.pointer = std::move(pointer);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    // "[json.exception.parse_error.101] parse error at line 3, column 7: syntax error ..."
    std::string_view what = error.what();
    if (const auto at = what.find("line "); at != std::string_view::npos) what.remove_prefix(at);
    return refuse(starts_with(what, "line ") ? std::string(what)
                                             : fmt::format("byte {}: {}", position, what));
  }

  const std::optional<std::string>& error() const { return error_; }
  Node take() && { return std::move(root_); }

 private:
  using Value = decltype(Node::value);

  bool refuse(std::string why) {
    error_ = std::move(why);
    return false;
  }

  /// Where the next value goes: stays there until the list or table that holds it gets another.
  Node& place() {
    if (open_.empty()) return root_;
    Node& parent = *open_.back();
    if (auto* table = std::get_if<Node::Table>(&parent.value)) return table->back().value;
    auto& list = std::get<Node::List>(parent.value);
    list.emplace_back();
    list.back().pointer = fmt::format("{}/{}", parent.pointer, list.size() - 1);
    return list.back();
  }

  bool put(Value value) {
    place().value = std::move(value);
    return true;
  }

  bool open(Value value) {
    if (open_.size() >= kDeepest) return refuse(fmt::format("nested more than {} deep", kDeepest));
    Node& node = place();
    node.value = std::move(value);
    open_.push_back(&node);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Node root_;
  std::vector<Node*> open_;
  std::optional<std::string> error_;
};

}  // namespace

Result<Node> parse_json(std::string_view text, const std::string& place) {
  if (starts_with(text, "\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  Builder builder;
  nlohmann::json::sax_parse(text, &builder);
  if (builder.error()) return fail(Errc::malformed, place + ": " + *builder.error());
  Node node = std::move(builder).take();
  if (node.as<Node::Table>() == nullptr)
    return fail(Errc::malformed, place + ": expected an object: {\"name\": value}");
  return node;
}

}  // namespace wattprint
