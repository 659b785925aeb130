// Foreign bytes as a file of carbon intensities, CSV or JSON: a sentence, or possible points in
// order and without overlap; the same whatever the pieces the bytes come in.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "grid/points_file.hpp"
#include "support/byte_streams.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const std::string text(reinterpret_cast<const char*>(data), size);
  // The first byte chooses what the user says.
  grid::PointsFormat format;
  if (size > 0 && (data[0] & 1U) != 0) format.time_zone = "Europe/Berlin";
  if (size > 0 && (data[0] & 2U) != 0) format.unit = grid::parse_intensity_unit("lb/MWh");
  grid::OnBadRow pass_over;
  if (size > 0 && (data[0] & 4U) != 0)
    pass_over = [](const Error& error) { must(error.what.starts_with("in:")); };
  testing::PiecewiseSource whole(text);
  testing::PiecewiseSource in_pieces(text, 3);
  const auto file = grid::read_points(whole, "in", format, pass_over);
  const auto again = grid::read_points(in_pieces, "in", format, pass_over);
  must(file.has_value() == again.has_value());
  if (!file) {
    must(file.error().what.starts_with("in:") && file.error().what == again.error().what);
    return 0;
  }
  must(!file->points.empty() && file->points.size() == again->points.size());
  for (std::size_t i = 0; i < file->points.size(); ++i) {
    const auto& point = file->points[i];
    must(point.start < point.end);
    must(i == 0 || file->points[i - 1].end <= point.start);
    const auto& figure = point.intensity;
    must(figure.low >= CarbonIntensity{} && figure.low <= figure.value);
    must(figure.value <= figure.high && figure.value <= CarbonIntensity{5000});
  }
  return 0;
}
