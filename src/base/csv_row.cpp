#include "base/csv_row.hpp"

#include <algorithm>

namespace wattprint {

void CsvRow::clear() {
  spans_.clear();
  begin_field(0);
  next_ = 0;
  line_ends_ = 0;
  fault_ = Fault::none;
  faulty_field_ = 0;
  text_ = {};
  fields_.clear();
  unescaped_.clear();
}

void CsvRow::begin_field(std::size_t start) {
  spans_.push_back({.start = start, .begin = start, .end = start});
  inside_ = Inside::start;
}

void CsvRow::end_field(std::size_t end) {
  if (inside_ != Inside::after_quotes) spans_.back().end = end;
}

void CsvRow::set_fault(Fault fault) {
  if (fault_ != Fault::none) return;
  fault_ = fault;
  faulty_field_ = spans_.size() - 1;
}

bool CsvRow::scan(std::string_view text, bool is_all) {
  for (; next_ < text.size(); ++next_) {
    const char c = text[next_];
    const bool is_last = next_ + 1 == text.size();
    // What these two mean depends on the character that follows.
    if ((c == '"' || c == '\r') && is_last && !is_all) return false;
    const char following = is_last ? '\n' : text[next_ + 1];
    if (inside_ == Inside::quotes) {
      if (c == '\n') ++line_ends_;
      if (c != '"') continue;
      if (following == '"') {
        spans_.back().has_doubled_quotes = true;
        ++next_;
      } else {
        spans_.back().end = next_;
        inside_ = Inside::after_quotes;
      }
    } else if (c == ',') {
      end_field(next_);
      begin_field(next_ + 1);
    } else if (c == '\n' || (c == '\r' && following == '\n')) {
      end_field(next_);
      const std::size_t length = c == '\n' || is_last ? 1 : 2;
      if (c == '\n' || !is_last) ++line_ends_;
      return finish(text, next_ + length);
    } else if (c == '"' && inside_ == Inside::start) {
      spans_.back().begin = next_ + 1;
      inside_ = Inside::quotes;
    } else if (inside_ == Inside::after_quotes) {
      set_fault(Fault::text_after_quote);
    } else {
      inside_ = Inside::plain;
    }
  }
  if (!is_all) return false;
  if (inside_ == Inside::quotes) set_fault(Fault::open_quote);
  end_field(text.size());
  return finish(text, text.size());
}

bool CsvRow::finish(std::string_view text, std::size_t size) {
  next_ = size;
  text_ = text.substr(0, size);
  std::size_t escaped = 0;
  for (const Span& span : spans_)
    if (span.has_doubled_quotes) escaped += span.end - span.begin;
  unescaped_.reserve(escaped);  // so that no view into it is moved away from under its field
  for (const Span& span : spans_) {
    const auto raw = text_.substr(span.begin, span.end - span.begin);
    if (!span.has_doubled_quotes) {
      fields_.push_back(raw);
      continue;
    }
    const std::size_t begin = unescaped_.size();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      unescaped_ += raw[i];
      if (raw[i] == '"') ++i;  // the second of two
    }
    fields_.push_back(std::string_view(unescaped_).substr(begin));
  }
  return true;
}

TextPlace CsvRow::place_of(std::size_t byte, std::size_t line) const {
  const auto before = text_.substr(0, byte);
  const auto last_end = before.rfind('\n');
  const auto in_line = last_end == std::string_view::npos ? before : before.substr(last_end + 1);
  const auto line_ends = std::count(before.begin(), before.end(), '\n');
  // A byte 10xxxxxx goes on with the character before it.
  const auto characters = std::count_if(in_line.begin(), in_line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return {line + static_cast<std::size_t>(line_ends), static_cast<std::size_t>(characters) + 1};
}

}  // namespace wattprint
