#include "engine/job_section.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace wattprint::engine {
namespace {

/// American spelling is fine.
std::string_view key_of(const std::string& name) {
  return name == "utilization" ? "utilisation" : std::string_view(name);
}

/// What people write who know the options, or a table of jobs.
std::string_view mistake(std::string_view key) {
  if (key == "memory" || key == "mem_gb") return "say its unit in its name: memory_gb";
  if (key == "network") return "say its unit in its name: network_gb";
  if (key == "gpus" || key == "cpus")
    return "each kind is a table, [[gpu]] or [[cpu]], with its count; in JSON an object of the "
           "list \"gpu\" or \"cpu\"";
  if (key == "ssd" || key == "hdd" || key == "ssd_tb" || key == "hdd_tb")
    return "drives are tables [[storage]], in JSON objects of the list \"storage\", with their "
           "kind";
  if (key == "time" || key == "duration") return "say its unit in its name: hours";
  if (key == "tdp" || key == "watts") return "say its unit in its name: tdp_w";
  if (key == "size" || key == "capacity") return "say its unit in its name: gb or tb";
  return {};
}

std::string shown(const Node& node) {
  constexpr std::size_t kMost = 60;
  if (const auto* text = node.as<std::string>())
    return '"' + (text->size() > kMost ? text->substr(0, kMost) + "..." : *text) + '"';
  if (const auto* whole = node.as<std::int64_t>()) return std::to_string(*whole);
  if (const auto* number = node.as<double>()) return fmt::format("{:.10g}", *number);
  if (const auto* truth = node.as<bool>()) return *truth ? "true" : "false";
  if (const auto* moment = node.as<Node::Moment>()) return moment->text;
  if (node.as<Node::List>() != nullptr) return "a list";
  return node.as<Node::Table>() != nullptr ? "a table" : "nothing";
}

std::optional<double> number_of(const Node& node) {
  if (const auto* whole = node.as<std::int64_t>()) return static_cast<double>(*whole);
  if (const auto* number = node.as<double>()) return *number;
  return std::nullopt;
}

/// NaN is within nothing.
bool is_within(double value, const Bounds& bounds) {
  return value >= bounds.low && value <= bounds.high &&
         (!bounds.whole || value == std::floor(value));
}

/// is_part  the table is one of the job's GPUs, CPUs or drives. In TOML all that is written below
///          its header is in it, so what is the job's own ends up there easily.
std::string unknown_key(const std::string& name, const std::vector<std::string>& keys,
                        bool is_part) {
  const auto text = fmt::format("there is no key \"{}\"; ", name);
  if (const auto why = mistake(name); !why.empty()) return text + std::string(why);
  const auto near = nearest(name, keys, 1);
  if (!near.empty()) return text + fmt::format("did you mean \"{}\"?", near.front());
  return text + fmt::format("there are {}{}", fmt::join(keys, ", "),
                            is_part ? "; keys of the job itself stand outside, in TOML above the "
                                      "first [[table]]"
                                    : "");
}

}  // namespace

Result<JobSection> JobSection::of(const Node& node, std::string_view name, const std::string& file,
                                  const std::vector<std::string>& keys) {
  JobSection section(node, name, file);
  const auto* table = node.as<Node::Table>();
  if (table == nullptr)
    return section.refuse(
        "", fmt::format("expected a table with {}, found {}", fmt::join(keys, ", "), shown(node)));
  for (const auto& member : *table) {
    const auto key = key_of(member.name);
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      return fail(Errc::malformed, fmt::format("{}: {}", section.place(member.value, member.name),
                                               unknown_key(member.name, keys, !name.empty())));
    const bool is_second = section.find(key) != &member.value;
    if (is_second) return section.refuse(key, "is there in two spellings; leave one");
  }
  return section;
}

const Node* JobSection::find(std::string_view key) const {
  for (const auto& member : std::get<Node::Table>(node_->value))
    if (key_of(member.name) == key) return &member.value;
  return nullptr;
}

Result<std::optional<double>> JobSection::number(const NumberKey& key) const {
  const Node* node = find(key.name);
  if (node == nullptr) return std::optional<double>();
  const auto value = number_of(*node);
  if (value && is_within(*value, key.bounds)) return value;
  return refuse(key.name, fmt::format("expected a {}number from {:.10g} to {:.10g}, found {}; {}",
                                      key.bounds.whole ? "whole " : "", key.bounds.low,
                                      key.bounds.high, shown(*node), key.meaning));
}

Result<std::optional<std::string>> JobSection::text(std::string_view key,
                                                    std::string_view meaning) const {
  const Node* node = find(key);
  if (node == nullptr) return std::optional<std::string>();
  const auto* text = node->as<std::string>();
  if (text != nullptr && !trim(*text).empty()) return std::optional(std::string(trim(*text)));
  return refuse(key, fmt::format("expected a text in quotes, found {}; {}", shown(*node), meaning));
}

Result<std::optional<Fraction>> JobSection::share(std::string_view key) const {
  const Node* node = find(key);
  if (node == nullptr) return std::optional<Fraction>();
  const auto value = number_of(*node);
  if (value && is_within(*value, {0, 1, false})) return std::optional(Fraction{*value});
  if (const auto* text = node->as<std::string>()) {
    const auto share = parse_share(*text, place(key));
    if (!share) return fail(share.error());
    return std::optional(*share);
  }
  return refuse(key, fmt::format("expected a share of a whole, found {}; write \"80%\" or 0.8",
                                 shown(*node)));
}

Result<std::vector<JobSection>> JobSection::list(std::string_view key,
                                                 const std::vector<std::string>& keys) const {
  std::vector<JobSection> sections;
  const Node* node = find(key);
  if (node == nullptr) return sections;
  const auto* list = node->as<Node::List>();
  if (list == nullptr)
    return refuse(key, fmt::format("expected a list of tables, found {}; write [[{}]], in JSON "
                                   "\"{}\": [{{...}}]",
                                   shown(*node), key, key));
  for (const auto& element : *list) {
    auto section = of(element, key, file_, keys);
    if (!section) return fail(section.error());
    sections.push_back(std::move(*section));
  }
  return sections;
}

std::string JobSection::place(const Node& node, std::string_view key) const {
  if (!node.pointer.empty()) return fmt::format("{}: {}", file_, node.pointer);
  if (name_.empty() && key.empty()) return file_;
  return fmt::format("{} line {}: {}{}{}", file_, node.line, name_,
                     name_.empty() || key.empty() ? "" : ".", key);
}

std::string JobSection::place(std::string_view key) const { return place(*find(key), key); }

std::string JobSection::place() const { return place(*node_, ""); }

tl::unexpected<Error> JobSection::refuse(std::string_view key, std::string_view what) const {
  return fail(Errc::malformed, fmt::format("{}: {}", key.empty() ? place() : place(key), what));
}

}  // namespace wattprint::engine
