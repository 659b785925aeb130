#include "catalog/table.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace wattprint::catalog {
namespace {

std::string_view first_field(std::string_view rest) {
  return rest.substr(0, std::min(rest.find(','), rest.find('\n')));
}

std::size_t start_of_line(std::string_view text, std::size_t position) {
  if (position == 0) return 0;
  // memrchr and not rfind, which looks at one byte after the other: bisection does little else.
  const void* newline = memrchr(text.data(), '\n', position);
  if (newline == nullptr) return 0;
  return static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
}

std::size_t start_of_next_line(std::string_view text, std::size_t position) {
  const auto newline = text.find('\n', position);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

}  // namespace

Result<Table> Table::open(std::string_view text, std::string_view header, std::string_view name) {
  std::string_view body = text;
  const auto first = next_line(body);
  if (!first || *first != header)
    return fail(Errc::malformed,
                std::string(name) + ":1: the header must be \"" + std::string(header) + "\"");
  return Table(body, split(header, ',').size(), name);
}

Result<> Table::split_row(std::string_view line, Row& row) const {
  row.clear();
  row.reserve(columns_);
  for (std::size_t start = 0; start <= line.size();) {
    const auto end = std::min(line.find(',', start), line.size());
    row.push_back(line.substr(start, end - start));
    start = end + 1;
  }
  if (row.size() == columns_) return {};
  return fail(Errc::malformed, name_ + ": row \"" + std::string(line.substr(0, 60)) + "\" has " +
                                   std::to_string(row.size()) + " fields instead of " +
                                   std::to_string(columns_));
}

/// The table from the first line on whose key is not less than ours, found by bisection.
std::string_view Table::from(std::string_view key) const {
  std::size_t low = 0;
  std::size_t high = body_.size();
  while (low < high) {
    const std::size_t line = start_of_line(body_, low + (high - low) / 2);
    if (first_field(body_.substr(line)) < key)
      low = start_of_next_line(body_, line);
    else
      high = line;
  }
  return body_.substr(low);
}

Result<std::vector<Table::Row>> Table::rows(std::string_view key) const {
  std::vector<Row> found;
  for (std::string_view rest = from(key); !rest.empty() && first_field(rest) == key;) {
    Row row;
    if (auto fine = split_row(*next_line(rest), row); !fine) return fail(fine.error());
    found.push_back(std::move(row));
  }
  return found;
}

Result<std::vector<Table::Row>> Table::rows_that_start(std::string_view prefix) const {
  std::vector<Row> found;
  for (std::string_view rest = from(prefix); starts_with(first_field(rest), prefix);) {
    const auto line = next_line(rest);
    if (!line) break;
    Row row;
    if (auto fine = split_row(*line, row); !fine) return fail(fine.error());
    found.push_back(std::move(row));
  }
  return found;
}

Result<std::vector<Table::Row>> Table::all_rows() const {
  std::vector<Row> found;
  const auto fine = each_row([&](const Row& row) {
    found.push_back(row);
    return Result<>();
  });
  if (!fine) return fail(fine.error());
  return found;
}

}  // namespace wattprint::catalog
