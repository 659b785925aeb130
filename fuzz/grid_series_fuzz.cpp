// Foreign bytes as a series of carbon intensity: a sentence, or hours of which the first is known
// and all are possible, and the same whatever the pieces the bytes come in.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "grid/forecast/series.hpp"
#include "support/byte_streams.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const std::string text(reinterpret_cast<const char*>(data), size);
  testing::PiecewiseSource whole(text);
  testing::PiecewiseSource in_pieces(text, 3);
  const auto series = grid::read_series(whole, "in");
  const auto again = grid::read_series(in_pieces, "in");
  must(series.has_value() == again.has_value());
  if (!series) {
    must(series.error().what.starts_with("in:") && series.error().what == again.error().what);
    return 0;
  }
  must(series->start == again->start && series->hours == again->hours);
  must(!series->hours.empty() && series->hours.front() && series->hours.back());
  for (const auto& hour : series->hours)
    must(!hour || (*hour >= CarbonIntensity{0.0} && *hour <= CarbonIntensity{5000.1}));
  return 0;
}
