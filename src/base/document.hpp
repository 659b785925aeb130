#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace wattprint {

struct Member;

/// A value of a document in TOML or in JSON. Whoever reads a Node does not see which it was, so the
/// two cannot mean different things.
struct Node {
  /// A date, or a time of a date, which only TOML has: "2021-06-01", "2021-06-01T12:00:00Z".
  struct Moment {
    std::string text;
  };
  struct Nothing {};  ///< null of JSON; a time without a date
  using List = std::vector<Node>;
  using Table = std::vector<Member>;  ///< no name twice

  std::variant<Nothing, bool, std::int64_t, double, std::string, Moment, List, Table> value;
  unsigned line = 0;    ///< in TOML, from 1
  std::string pointer;  ///< in JSON: "/gpu/0/count" (RFC 6901)

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
};

struct Member {
  std::string name;
  Node value;
};

/// The table that the text is, whose values may be tables and lists in their turn, to a depth that
/// suits people.
///
/// place  name of the file for messages. Errc::malformed, "PLACE line N: what" for TOML and "PLACE:
/// what" for JSON.
Result<Node> parse_toml(std::string_view text, const std::string& place);
Result<Node> parse_json(std::string_view text, const std::string& place);

}  // namespace wattprint
