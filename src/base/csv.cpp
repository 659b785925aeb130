#include "base/csv.hpp"

#include <algorithm>

namespace wattprint {

Result<CsvReader> CsvReader::open(std::string_view text) {
  // Spreadsheets put a byte order mark before the first column's name.
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvReader reader(text);
  auto header = reader.row();
  if (!header) return fail(header.error());
  if (!*header) return fail(Errc::malformed, "line 1: no header row");
  reader.header_ = std::move(**header);
  return reader;
}

Result<std::optional<std::vector<std::string>>> CsvReader::next() {
  auto fields = row();
  if (fields && *fields && (*fields)->size() != header_.size())
    return fail(Errc::malformed, "line " + std::to_string(line_ - row_.line_ends()) + ": " +
                                     std::to_string((*fields)->size()) +
                                     " fields, the header has " + std::to_string(header_.size()));
  return fields;
}

Result<std::size_t> CsvReader::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end())
    return fail(Errc::malformed, "line 1: no column \"" + std::string(name) + "\"");
  return static_cast<std::size_t>(found - header_.begin());
}

Result<std::optional<std::vector<std::string>>> CsvReader::row() {
  do {
    if (rest_.empty()) return std::nullopt;
    row_.clear();
    row_.scan(rest_, true);
    // Whatever is wrong with the row, it is consumed, so that a caller that goes on comes to an
    // end.
    rest_.remove_prefix(row_.size());
    line_ += row_.line_ends();
  } while (header_.size() > 1 && row_.is_blank());
  const std::string where = "line " + std::to_string(line_ - row_.line_ends()) + ": ";
  if (row_.fault() == CsvRow::Fault::open_quote)
    return fail(Errc::malformed, where + "a quote is opened and never closed");
  if (row_.fault() == CsvRow::Fault::text_after_quote)
    return fail(Errc::malformed, where + "text after a closing quote");
  return std::vector<std::string>(row_.fields().begin(), row_.fields().end());
}

std::string csv_field(std::string_view text) {
  std::string field;
  append_csv_field(field, text);
  return field;
}

void append_csv_field(std::string& row, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    row += text;
    return;
  }
  row += '"';
  for (const char c : text) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

}  // namespace wattprint
