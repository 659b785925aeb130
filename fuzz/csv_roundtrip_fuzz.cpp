// Foreign bytes as a CSV file: the reader comes to an end whatever is wrong with a row, its line
// numbers only grow, and each row that it accepts is read back the same after csv_field has written
// it.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"

namespace {

std::string written(const std::vector<std::string>& row) {
  std::string text;
  for (std::size_t i = 0; i < row.size(); ++i)
    text += (i > 0 ? "," : "") + wattprint::csv_field(row[i]);
  return text + "\n";
}

void must(bool holds) {
  if (!holds) std::abort();
}

void must_survive_a_round_trip(const std::vector<std::string>& row) {
  const std::string text = written(std::vector<std::string>(row.size(), "name")) + written(row);
  auto reader = wattprint::CsvReader::open(text);
  must(reader.has_value());
  const auto again = reader->next();
  must(again.has_value() && again->has_value() && **again == row);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = wattprint::CsvReader::open({reinterpret_cast<const char*>(data), size});
  if (!reader) return 0;
  for (std::size_t rows = 0;; ++rows) {
    must(rows <= size);
    const std::size_t line = reader->line();
    const auto row = reader->next();
    must(reader->line() >= line);
    if (!row) continue;
    if (!*row) return 0;
    must_survive_a_round_trip(**row);
  }
}
