#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wattprint {

/// Where something stands in a text, both counted from 1; the column counts characters of UTF-8.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// One row of RFC 4180, found in text that may come in pieces: quotes, doubled quotes, line ends in
/// quotes, CRLF. This is the only grammar of CSV in the project; CsvReader and CsvStream feed it.
///
/// A row object is meant to be used for all rows of a text: it keeps its memory.
class CsvRow {
 public:
  enum class Fault { none, open_quote, text_after_quote };

  /// Forgets the row before.
  void clear();

  /// Looks for the end of the row in `text`, which is not empty and begins where the row begins.
  /// Returns false when the end is not in it yet: then it is to be called again with more text
  /// behind the same text (at the same address or another one), from which it goes on.
  /// is_all  no more text will come
  bool scan(std::string_view text, bool is_all);

  /// The rest is known once scan() has returned true; the views are good until clear() and as long
  /// as the text is.
  const std::vector<std::string_view>& fields() const { return fields_; }
  Fault fault() const { return fault_; }
  /// The first field that the fault is about.
  std::size_t faulty_field() const { return faulty_field_; }
  /// Bytes of the row, with the end of its line.
  std::size_t size() const { return next_; }
  /// Line ends in the row: 1 for most, 0 for a last line without one.
  std::size_t line_ends() const { return line_ends_; }
  /// Nothing but the end of a line.
  bool is_blank() const { return spans_.size() == 1 && spans_[0].end == 0; }
  /// Where a byte of the row stands when the row begins on `line`.
  TextPlace place_of(std::size_t byte, std::size_t line) const;
  /// Where the first byte of a field (its opening quote) is in the row.
  std::size_t start_of(std::size_t field) const { return spans_[field].start; }

 private:
  enum class Inside { start, plain, quotes, after_quotes };
  /// The text of a field, in bytes from the start of the row.
  struct Span {
    std::size_t start = 0;
    std::size_t begin = 0;  ///< start, or behind the opening quote
    std::size_t end = 0;
    bool has_doubled_quotes = false;
  };
  void end_field(std::size_t end);
  void begin_field(std::size_t start);
  void set_fault(Fault fault);
  bool finish(std::string_view text, std::size_t size);

  std::vector<Span> spans_;
  Inside inside_ = Inside::start;
  std::size_t next_ = 0;
  std::size_t line_ends_ = 0;
  Fault fault_ = Fault::none;
  std::size_t faulty_field_ = 0;
  std::string_view text_;
  std::vector<std::string_view> fields_;
  std::string unescaped_;  ///< fields that had doubled quotes, one behind the other
};

}  // namespace wattprint
