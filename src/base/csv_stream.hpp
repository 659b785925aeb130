#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/csv_row.hpp"

namespace wattprint {

/// Reads CSV rows, one after another, from a source of any length in memory of one row's size.
///
/// As CsvReader, but the header is a row like any other, rows may differ in their number of fields,
/// and bytes that cannot be text (NUL) are refused. A byte order mark is passed over, and so are
/// blank lines when the first row has several fields.
class CsvStream {
 public:
  static constexpr std::size_t kLongestRow = 1 << 20;

  /// source       must outlive the stream.
  /// longest_row  bytes that a row may have; more are an error, not a reason to ask for memory.
  explicit CsvStream(ByteSource& source, std::size_t longest_row = kLongestRow);

  /// Goes to the next row; false at the end. Errc::malformed, with text "LINE:COLUMN: what", when
  /// that row is none; the next call goes on behind it, or, when its end cannot be known (a quote
  /// that is never closed, too long a row), on the next line. Any other error is the source's.
  Result<bool> next();

  /// Of the row that next() went to, until it is called again.
  const std::vector<std::string_view>& fields() const { return row_.fields(); }
  std::size_t line() const { return line_; }
  TextPlace place(std::size_t field) const { return row_.place_of(row_.start_of(field), line_); }
  /// What is wrong with a field: Errc::malformed, "LINE:COLUMN: what".
  Error error_at(std::size_t field, std::string_view what) const;

 private:
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
  Result<> skip_byte_order_mark();
  Result<bool> find_row();
  Result<bool> fill();
  Result<> skip_line();
  Result<> check_row() const;
  Error error_at_byte(std::size_t byte, std::string_view what) const;

  ByteSource& source_;
  std::size_t longest_row_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of the row, in buffer_
  std::size_t end_ = 0;    ///< of what was read
  bool is_started_ = false;
  bool source_ended_ = false;
  bool passes_over_blanks_ = false;
  bool is_too_long_ = false;  ///< the row that was found
  bool skips_line_ = false;   ///< before the next row: to the end of the line, at which begin_ is
  std::size_t line_ = 1;      ///< on which the row begins
  CsvRow row_;
};

}  // namespace wattprint
