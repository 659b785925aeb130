#include "footprint/equivalents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace wattprint::footprint {
namespace {

constexpr std::string_view kHeader = "key,amount,unit,what,year,source";

Result<Equivalent> read(std::string_view line) {
  const auto wrong = [&] {
    return fail(Errc::malformed, fmt::format("equivalents.csv: row \"{}\" makes no sense", line));
  };
  const auto fields = split(line, ',');
  if (fields.size() != split(kHeader, ',').size()) return wrong();
  const auto slash = fields[0].find('/');
  const auto amount = parse_double(fields[1]);
  const auto year = parse_i64(fields[4]);
  if (slash == std::string_view::npos || !amount || *amount <= 0.0 || !year) return wrong();
  Equivalent one;
  one.set = fields[0].substr(0, slash);
  one.id = fields[0].substr(slash + 1);
  one.what = fields[3];
  one.year = static_cast<int>(*year);
  one.source = fields[5];
  if (fields[2] == "gCO2e")
    one.emissions = Grams{*amount};
  else if (fields[2] == "Wh")
    one.energy = watt_hours(*amount);
  else
    return wrong();
  return one;
}

Result<std::vector<Equivalent>> all(std::string_view table) {
  if (const auto header = next_line(table); !header || *header != kHeader)
    return fail(Errc::malformed,
                fmt::format("equivalents.csv:1: the header must be \"{}\"", kHeader));
  std::vector<Equivalent> rows;
  while (const auto line = next_line(table)) {
    auto one = read(*line);
    if (!one) return fail(one.error());
    rows.push_back(*one);
  }
  return rows;
}

}  // namespace

Result<std::vector<std::string_view>> equivalent_sets(std::string_view table) {
  const auto rows = all(table);
  if (!rows) return fail(rows.error());
  std::vector<std::string_view> sets;
  for (const Equivalent& one : *rows)
    if (sets.empty() || sets.back() != one.set) sets.push_back(one.set);
  return sets;
}

Result<std::vector<Equivalent>> equivalents(std::string_view table, std::string_view set) {
  auto rows = all(table);
  if (!rows) return fail(rows.error());
  std::erase_if(*rows, [&](const Equivalent& one) { return one.set != set; });
  if (!rows->empty()) return rows;
  const auto sets = equivalent_sets(table);
  if (!sets) return fail(sets.error());
  return fail(Errc::malformed, fmt::format("no set of equivalents \"{}\"; there are {}", set,
                                           fmt::join(*sets, ", ")));
}

std::vector<Comparison> compare(std::optional<Grams> emissions, std::optional<Joules> energy,
                                const std::vector<Equivalent>& with) {
  std::vector<Comparison> found;
  for (const Equivalent& one : with) {
    if (one.emissions && emissions)
      found.push_back({one, *emissions / *one.emissions});
    else if (one.energy && energy)
      found.push_back({one, *energy / *one.energy});
  }
  return found;
}

}  // namespace wattprint::footprint
