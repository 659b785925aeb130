// Foreign bytes as an answer of ENTSO-E: a sentence, or points within the stretch asked for whose
// intensities are those of some mix of plants.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "grid/providers/entsoe_document.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const auto from = parse_rfc3339("2026-01-20T00:00:00Z").value();
  const auto to = parse_rfc3339("2026-01-22T00:00:00Z").value();
  grid::MixSeries mixes({.who = "in",
                         .source = "ENTSO-E",
                         .kind = catalog::IntensityKind::lifecycle,
                         .from = from,
                         .to = to});
  const grid::EntsoeRequest request{
      .who = "in", .area = "10YFR-RTE------C", .quote = [](std::string_view text) {
        return std::string(text.substr(0, 100));
      }};
  const auto read = grid::read_entsoe({reinterpret_cast<const char*>(data), size}, request, mixes);
  if (!read) {
    must(read.error().what.starts_with("in: "));
    return 0;
  }
  const auto weighed = mixes.weigh();
  if (!weighed) {
    must(weighed.error().what.starts_with("in: "));
    return 0;
  }
  must(!weighed->points.empty());
  for (const auto& point : weighed->points) {
    must(point.start >= from && point.end <= to && point.start < point.end);
    must(point.intensity.low <= point.intensity.value);
    must(point.intensity.value <= point.intensity.high);
    // Nothing in the table of factors is above this, storage included.
    must(point.intensity.value >= CarbonIntensity{} &&
         point.intensity.value <= CarbonIntensity{2500});
  }
  return 0;
}
