#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "engine/grid_sources.hpp"
#include "engine/place.hpp"
#include "grid/points.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// How clean the electricity is: now, then, or soon.
struct GridRequest {
  enum class What { now, history, forecast };
  What what = What::now;
  PlaceRequest place;
  SourcesRequest sources;
  std::optional<WallTime> from;  ///< history; else a day before `to`
  std::optional<WallTime> to;    ///< history; else now
  std::chrono::hours ahead{96};  ///< forecast
  /// Forecast: a file of timestamp_utc,g_per_kwh instead of what the providers know of the past.
  std::optional<std::string> series;
  bool own_forecast = false;  ///< forecast: never a provider's
  std::chrono::milliseconds budget = std::chrono::seconds(10);
};

/// The options of the commands as they were typed; what was not is empty.
struct GridWords {
  std::string from;
  std::string to;
  std::string hours;
  std::string series;
  bool own_forecast = false;
};

/// 2026-11-25 or 2026-11-25T14:30, UTC unless an offset says otherwise; nothing for an empty text.
/// Errc::malformed names the flag.
Result<std::optional<WallTime>> time_of(const std::string& text, const char* flag);
int year_of(WallTime time);

/// What the settings and the words ask for. Times are 2026-11-25, 2026-11-25T14:30 (UTC, unless an
/// offset says otherwise). Errc::malformed for words that make no sense.
Result<GridRequest> grid_request(const config::Settings& settings, GridRequest::What what,
                                 const GridWords& words);

struct GridAnswer {
  GridRequest::What what = GridRequest::What::now;
  grid::Series series;
  std::string zone_name;  ///< "Germany"
  std::string how;        ///< how the zone was found: "given by --zone"
  std::string provider;   ///< who was asked; empty for the table that is part of the program
  bool stale = false;
  /// Sentences on what stood in the way of a better answer.
  std::vector<std::string> problems;
};

/// Asks the listed providers; when none answers, or none is listed, the yearly averages that are
/// part of the program stand in, so that there is always an answer for a zone that exists. A
/// forecast is a provider's own where it gives one, else made from the zone's history.
///
/// Errc::malformed for a zone that is none, times that make no sense and a bad series.
Result<GridAnswer> ask_grid(const GridRequest& request, const Clock& clock);

/// The document wattprint.grid.points.v1.
std::string to_json(const GridAnswer& answer);

/// For people.
std::string to_text(const GridAnswer& answer, const reports::Style& style);

}  // namespace wattprint::engine
