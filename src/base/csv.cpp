#include "base/csv.hpp"

#include <algorithm>

namespace wattprint {

Result<CsvReader> CsvReader::open(std::string_view text) {
  CsvReader reader(text);
  auto header = reader.row();
  if (!header) return fail(header.error());
  if (!*header) return fail(Errc::malformed, "line 1: no header row");
  reader.header_ = std::move(**header);
  return reader;
}

Result<std::optional<std::vector<std::string>>> CsvReader::next() {
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

Result<std::optional<std::vector<std::string>>> CsvReader::row() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t first_line = line_;
  std::vector<std::string> fields(1);
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest_.size(); ++i) {
    const char c = rest_[i];
    if (c == '\n') ++line_;
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
        fields.back() += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      ++i;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  if (quoted)
    return fail(Errc::malformed,
                "line " + std::to_string(first_line) + ": a quote is opened and never closed");
  rest_.remove_prefix(i);
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
