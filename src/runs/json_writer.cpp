#include "runs/json_writer.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace wattprint::runs {
namespace {

/// Length of the UTF-8 sequence at the front of text (Unicode 15, table 3-7), or 0 when there is
/// none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto within = [](unsigned b, unsigned low, unsigned high) { return b >= low && b <= high; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (within(first, 0xC2, 0xDF)) return within(byte(1), 0x80, 0xBF) ? 2 : 0;
  if (within(first, 0xE0, 0xEF)) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    const unsigned high = first == 0xED ? 0x9F : 0xBF;  // no surrogates
    return within(byte(1), low, high) && within(byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (within(first, 0xF0, 0xF4)) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;  // nothing above U+10FFFF
    return within(byte(1), low, high) && within(byte(2), 0x80, 0xBF) && within(byte(3), 0x80, 0xBF)
               ? 4
               : 0;
  }
  return 0;
}

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD REPLACEMENT CHARACTER
    } else if (length > 1) {
      out += text.substr(0, length);
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (const auto code = static_cast<unsigned char>(c); code < 0x20 || code == 0x7F) {
      out += "\\u00";
      out += kHex[code >> 4];
      out += kHex[code & 15];
    } else {
      out += c;
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void append_number(std::string& out, double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void JsonWriter::item(std::string_view key) {
  if (!levels_.empty()) {
    if (!levels_.back().empty) out_ += ',';
    levels_.back().empty = false;
    out_ += '\n';
    out_.append(2 * levels_.size(), ' ');
  }
  if (key.empty()) return;
  append_string(out_, key);
  out_ += ": ";
}

void JsonWriter::raw(std::string_view key, std::string_view json) {
  item(key);
  out_ += json;
}

void JsonWriter::begin(std::string_view key, char bracket) {
  item(key);
  out_ += bracket;
  levels_.push_back({bracket == '{' ? '}' : ']', true});
}

void JsonWriter::end() {
  assert(!levels_.empty());
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty) {
    out_ += '\n';
    out_.append(2 * levels_.size(), ' ');
  }
  out_ += level.closing;
}

void JsonWriter::text(std::string_view key, std::string_view value) {
  item(key);
  append_string(out_, value);
}

void JsonWriter::text_or_null(std::string_view key, std::string_view value) {
  value.empty() ? null(key) : text(key, value);
}

void JsonWriter::number(std::string_view key, double value) {
  if (!std::isfinite(value)) return null(key);
  item(key);
  append_number(out_, value);
}

void JsonWriter::ends(std::string_view key, double value, double low, double high, Basis basis,
                      std::string_view source) {
  if (!std::isfinite(value) || !std::isfinite(low) || !std::isfinite(high)) return null(key);
  item(key);
  out_ += "{\"value\": ";
  append_number(out_, value);
  out_ += ", \"low\": ";
  append_number(out_, low);
  out_ += ", \"high\": ";
  append_number(out_, high);
  out_ += ", \"basis\": ";
  append_string(out_, to_string(basis));
  out_ += ", \"source\": ";
  append_string(out_, source);
  out_ += '}';
}

std::string JsonWriter::take() && {
  assert(levels_.empty());
  out_ += '\n';
  return std::move(out_);
}

}  // namespace wattprint::runs
