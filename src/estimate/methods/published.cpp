#include "estimate/methods/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::estimate::methods {
namespace {

Result<catalog::Table> open(std::string_view table) {
  return catalog::Table::open(table, "key,values,text,source", "methods.csv");
}

Published read(const catalog::Table::Row& row, std::size_t prefix) {
  return {row[0].substr(prefix), split(row[1], ';'), row[2]};
}

}  // namespace

std::optional<double> Published::number(std::size_t at) const {
  return at < values.size() ? parse_double(values[at]) : std::nullopt;
}

Result<std::optional<Published>> published(std::string_view prefix, std::string_view name,
                                           std::string_view table) {
  std::string key = std::string(prefix) + std::string(name);
  std::replace(key.begin(), key.end(), ',', ' ');
  const auto opened = open(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(key);
  if (!rows) return fail(rows.error());
  if (rows->empty()) return std::nullopt;
  return read(rows->front(), prefix.size());
}

Result<std::vector<Published>> published_under(std::string_view prefix, std::string_view table) {
  const auto opened = open(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows_that_start(prefix);
  if (!rows) return fail(rows.error());
  std::vector<Published> found;
  found.reserve(rows->size());
  for (const auto& row : *rows) found.push_back(read(row, prefix.size()));
  return found;
}

Result<double> published_number(std::string_view prefix, std::string_view name, std::size_t at,
                                std::string_view table) {
  const auto row = published(prefix, name, table);
  if (!row) return fail(row.error());
  const auto number = *row ? (*row)->number(at) : std::nullopt;
  if (!number)
    return fail(Errc::malformed, fmt::format("methods.csv: no number for {}{}", prefix, name));
  return *number;
}

}  // namespace wattprint::estimate::methods
