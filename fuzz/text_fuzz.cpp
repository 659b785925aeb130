// Numbers, words, durations and times as they come from kernel files and from the command line.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/clock.hpp"
#include "base/text.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto number = parse_u64(text)) require(parse_u64(std::to_string(*number)) == *number);
  if (const auto number = parse_i64(text)) require(parse_i64(std::to_string(*number)) == *number);
  if (const auto number = parse_double(text)) require(std::isfinite(*number));
  parse_u64(text, 16);

  if (const auto duration = parse_duration(text)) require(duration->count() > 0);
  if (const auto time = parse_rfc3339(text)) {
    const auto again = parse_rfc3339(to_rfc3339(*time));
    require(again.has_value() && *again == *time);
  }

  std::size_t letters = 0;
  for (std::string_view rest = text; const auto word = next_word(rest);) {
    require(!word->empty());
    letters += word->size();
  }
  require(letters <= size);
  std::size_t lines = 0;
  for (std::string_view rest = text; next_line(rest);) require(++lines <= size);
  return 0;
}
