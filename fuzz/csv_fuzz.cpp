// CSV files from users and from tables: whatever the bytes, rows have as many fields as the header.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto reader = wattprint::CsvReader::open(text);
  if (!reader) return 0;
  for (;;) {
    auto row = reader->next();
    if (!row || !*row) return 0;
    if ((*row)->size() != reader->header().size()) std::abort();
  }
}
