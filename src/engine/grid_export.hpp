#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/byte_stream.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "grid/cache.hpp"

namespace wattprint::engine {

/// Options of `grid export`, as written.
struct ExportWords {
  std::string output;  ///< "-" is standard output
  std::string provider;
  std::string kind;
  std::string signal;
  std::string from;
  std::string to;
};

struct ExportRequest {
  std::filesystem::path output;
  std::string zone;  ///< our code
  std::optional<std::string> provider;
  std::optional<catalog::IntensityKind> kind;
  std::optional<grid::Signal> signal;
  std::optional<WallTime> from;
  std::optional<WallTime> to;
};

/// Errc::malformed for words that make no sense, and without a zone.
Result<ExportRequest> export_request(const config::Settings& settings, const ExportWords& words);

/// Writes the history of one series out of the cache as CSV:
/// timestamp_utc,g_per_kwh,low,high,source,end. `grid import` reads it back as the same points, and
/// `grid backtest` and `grid forecast` read it too.
///
/// Returns how many points. Errc::not_present when nothing of that zone is kept, malformed when
/// several series fit; both sentences list what is kept.
Result<std::size_t> grid_export(const ExportRequest& request, grid::PointCache& cache,
                                ByteSink& output);

/// The same from the store below `data_dir` to the file that `request` names.
Result<std::size_t> grid_export(const ExportRequest& request,
                                const std::optional<std::filesystem::path>& data_dir);

}  // namespace wattprint::engine
