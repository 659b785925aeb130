// Foreign bytes as a stream of CSV: it comes to an end, says the same whatever the pieces the bytes
// come in, and never gives more rows than there are lines.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_stream.hpp"
#include "support/byte_streams.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

/// Rows, messages and places, as one text each.
std::vector<std::string> all_of(const std::string& text, std::size_t piece,
                                std::size_t longest_row) {
  wattprint::testing::PiecewiseSource source(text, piece);
  wattprint::CsvStream stream(source, longest_row);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  std::vector<std::string> all;
  std::size_t line = 0;
  while (true) {
    const auto found = stream.next();
    if (found && !*found) return all;
    must(stream.line() > line);
    line = stream.line();
    must(line <= lines);
    std::string row = found ? "" : found.error().what;
    for (std::size_t i = 0; found && i < stream.fields().size(); ++i) {
      const auto place = stream.place(i);
      must(place.line >= line && place.column >= 1);
      row += std::to_string(place.line) + ":" + std::to_string(place.column) + "=" +
             std::string(stream.fields()[i]) + "\n";
    }
    all.push_back(row);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t piece = data[0];
  const std::size_t longest_row = 1 + data[1];
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  must(all_of(text, piece, longest_row) == all_of(text, text.size(), longest_row));
  return 0;
}
