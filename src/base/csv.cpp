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
  if (header_.size() > 1) skip_blank_lines();
  const std::size_t first_line = line_;
  auto fields = row();
  if (fields && *fields && (*fields)->size() != header_.size())
    return fail(Errc::malformed, "line " + std::to_string(first_line) + ": " +
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

void CsvReader::skip_blank_lines() {
  while (rest_.starts_with('\n') || rest_.starts_with("\r\n")) {
    rest_.remove_prefix(rest_.find('\n') + 1);
    ++line_;
  }
}

Result<std::optional<std::vector<std::string>>> CsvReader::row() {
  if (rest_.empty()) return std::nullopt;
  enum class Inside { start, plain, quotes, after_quotes };
  const std::size_t first_line = line_;
  std::vector<std::string> fields(1);
  Inside inside = Inside::start;
  bool has_stray_text = false;
  std::size_t i = 0;
  for (; i < rest_.size(); ++i) {
    const char c = rest_[i];
    const char following = i + 1 < rest_.size() ? rest_[i + 1] : '\n';
    if (c == '\n') ++line_;
    if (inside == Inside::quotes) {
      if (c != '"') {
        fields.back() += c;
      } else if (following == '"') {
        fields.back() += '"';
        ++i;
      } else {
        inside = Inside::after_quotes;
      }
    } else if (c == '\n') {
      ++i;
      break;
    } else if (c == ',') {
      fields.emplace_back();
      inside = Inside::start;
    } else if (c == '\r' && following == '\n') {
      continue;
    } else if (c == '"' && inside == Inside::start) {
      inside = Inside::quotes;
    } else {
      has_stray_text = has_stray_text || inside == Inside::after_quotes;
      if (inside == Inside::start) inside = Inside::plain;
      fields.back() += c;
    }
  }
  // Whatever is wrong with the row, it is consumed, so that a caller that goes on comes to an end.
  rest_.remove_prefix(i);
  const std::string where = "line " + std::to_string(first_line) + ": ";
  if (inside == Inside::quotes)
    return fail(Errc::malformed, where + "a quote is opened and never closed");
  if (has_stray_text) return fail(Errc::malformed, where + "text after a closing quote");
  return fields;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace wattprint
