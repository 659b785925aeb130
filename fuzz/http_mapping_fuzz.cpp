// Foreign JSON through a mapping: a sentence that names the provider, or moments with numbers. The
// first line is the mapping: three JSON pointers between blanks.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "grid/providers/http_mapping.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto first = next_line(text).value_or("");
  const auto words = split(first, ' ');
  grid::HttpMapping mapping{.start = "/start", .value = "/value", .time_zone = "Europe/Berlin"};
  std::string* places[] = {&mapping.points, &mapping.start, &mapping.value};
  for (std::size_t i = 0; i < 3 && i < words.size(); ++i)
    if (grid::is_json_pointer(words[i])) *places[i] = std::string(words[i]);
  if (words.size() > 3) mapping.time_format = grid::HttpMapping::TimeFormat::seconds;
  const auto answer = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (answer.is_discarded()) return 0;
  const auto points = grid::map_points(
      answer, mapping, "in", [](std::string_view words_of_it) { return std::string(words_of_it); });
  if (!points && !points.error().what.starts_with("in: ")) std::abort();
  if (!points) return 0;
  for (const auto& point : *points)
    if (!std::isfinite(point.value.value())) std::abort();
  return 0;
}
