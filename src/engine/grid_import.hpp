#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "grid/points_file.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// Options of `grid import`, as written.
struct ImportWords {
  std::string input;  ///< "-" is standard input
  std::string source;
  std::string kind;
  std::string signal;
  std::string unit;
  std::string time_zone;
  bool keep_going = false;
};

struct ImportRequest {
  std::filesystem::path input;
  std::string zone;  ///< our code
  grid::PointsFormat format;
  grid::Signal signal = grid::Signal::average;
  grid::OnBadRow on_bad_row;  ///< when set: told of each bad row, which is left out
};

/// Errc::malformed for words that make no sense, and without a zone.
Result<ImportRequest> import_request(const config::Settings& settings, const ImportWords& words);

struct ImportSummary {
  std::string input;
  std::string zone;
  grid::Label label;
  std::string source;
  grid::PointsFile file;  ///< without its points
  std::size_t points = 0;
  WallTime first;
  WallTime end;
};

/// Who keeps what was read.
using KeepSeries = std::function<Result<>(const grid::Series&)>;

/// Reads a file of carbon intensities and hands it to `keep` as one series; nothing is kept of a
/// file with a bad row, unless those are to be left out.
Result<ImportSummary> grid_import(const ImportRequest& request, const KeepSeries& keep);

/// Keeps a series in the store below `data_dir` (nothing: the user's own place), where answers of
/// providers are kept too.
KeepSeries keep_in_store(const std::optional<std::filesystem::path>& data_dir, const Clock& clock);

/// The summary in words and as a document (wattprint.grid.import.v1).
std::string to_text(const ImportSummary& summary, const reports::Style& style);
std::string to_json(const ImportSummary& summary);

}  // namespace wattprint::engine
