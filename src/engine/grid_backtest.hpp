#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "grid/forecast/backtest.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

struct BacktestRequest {
  std::filesystem::path series;        ///< CSV, plain or gzip; "-" is standard input
  std::optional<std::size_t> origins;  ///< so many forecasts; one a day otherwise
};

/// Forecasts the past of a series of carbon intensity, and scores it.
Result<grid::Backtest> grid_backtest(const BacktestRequest& request);

/// The scores in words and as a document (wattprint.grid.backtest.v1).
std::string backtest_text(const grid::Backtest& backtest, const reports::Style& style);
std::string backtest_json(const grid::Backtest& backtest, const std::filesystem::path& series);

}  // namespace wattprint::engine
