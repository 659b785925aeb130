#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "units/figure.hpp"

namespace wattprint::runs {

/// Writes one JSON document, key by key, with two blanks of indent; figures stay on one line.
///
///     JsonWriter json;
///     json.begin_object();
///     json.text("zone", "DE");
///     json.figure("energy_j", energy);
///     json.end();
///     std::move(json).take();
///
/// Strings become valid UTF-8 whatever they hold (a wrong byte becomes U+FFFD), and numbers are the
/// shortest that read back as the same; a number that is not finite is null.
class JsonWriter {
 public:
  void begin_object(std::string_view key = {}) { begin(key, '{'); }
  void begin_array(std::string_view key = {}) { begin(key, '['); }
  /// Closes the innermost object or array.
  void end();

  // An empty key writes an element of an array.
  void null(std::string_view key) { raw(key, "null"); }
  void text(std::string_view key, std::string_view value);
  /// Unknown text is null.
  void text_or_null(std::string_view key, std::string_view value);
  void number(std::string_view key, double value);
  void number(std::string_view key, std::uint64_t value) { raw(key, std::to_string(value)); }
  void number(std::string_view key, int value) { raw(key, std::to_string(value)); }
  void boolean(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }

  template <class Tag>
  void quantity(std::string_view key, const std::optional<Quantity<Tag>>& value) {
    value ? number(key, value->value()) : null(key);
  }
  template <class Number>
  void optional(std::string_view key, const std::optional<Number>& value) {
    value ? number(key, *value) : null(key);
  }
  template <class Q>
  void figure(std::string_view key, const Figure<Q>& figure) {
    ends(key, figure.value.value(), figure.low.value(), figure.high.value(), figure.basis,
         figure.source);
  }
  template <class Q>
  void figure(std::string_view key, const std::optional<Figure<Q>>& value) {
    value ? figure(key, *value) : null(key);
  }

  /// The document, with a newline at its end.
  std::string take() &&;

 private:
  void begin(std::string_view key, char bracket);
  void item(std::string_view key);
  void raw(std::string_view key, std::string_view json);
  void ends(std::string_view key, double value, double low, double high, Basis basis,
            std::string_view source);

  struct Level {
    char closing;
    bool empty;
  };
  std::string out_;
  std::vector<Level> levels_;
};

}  // namespace wattprint::runs
