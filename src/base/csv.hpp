#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_row.hpp"
#include "base/result.hpp"

namespace wattprint {

/// Reads CSV rows (CsvRow) from text in memory. A byte order mark at the start and blank lines
/// between rows of several columns are passed over. For text that comes from outside see CsvStream.
class CsvReader {
 public:
  /// text must outlive the reader. The first row is the header.
  static Result<CsvReader> open(std::string_view text);

  /// Fields of the next row, or nothing at the end. Errc::malformed names the line when a row has
  /// another number of fields than the header, a quote is never closed, or text follows a closing
  /// quote; the next call goes on after that row.
  Result<std::optional<std::vector<std::string>>> next();

  /// Position of a named column; Errc::malformed names the missing column.
  Result<std::size_t> column(std::string_view name) const;
  /// Number of the line, from 1, at which the next row starts.
  std::size_t line() const { return line_; }
  const std::vector<std::string>& header() const { return header_; }

 private:
  explicit CsvReader(std::string_view text) : rest_(text) {}
  Result<std::optional<std::vector<std::string>>> row();
  std::string_view rest_;
  std::vector<std::string> header_;
  std::size_t line_ = 1;
  CsvRow row_;
};

/// One field, quoted when it must be.
std::string csv_field(std::string_view text);
/// The same, at the end of `row`.
void append_csv_field(std::string& row, std::string_view text);

}  // namespace wattprint
