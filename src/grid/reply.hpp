#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grid/provider.hpp"

namespace wattprint::grid {

/// A moment as the providers write it: 2026-01-20T12:00Z, 2026-01-20T12:00:00.000+01:00,
/// 2026-01-20 12:00:00, 2022-10-31T11. Without an offset it is UTC. Nothing for anything else.
std::optional<WallTime> parse_moment(std::string_view text);

/// Members of an answer, each fault as a sentence. `who` is the provider, `key` is for the sentence
/// too. A null or a missing member is nothing where an optional is given, else malformed. A number
/// may stand in quotes, as EIA and others write it.
Answer<std::optional<double>> number_in(const nlohmann::json& object, std::string_view key,
                                        std::string_view who);
Answer<WallTime> moment_in(const nlohmann::json& object, std::string_view key,
                           std::string_view who);
Answer<std::string> text_in(const nlohmann::json& object, std::string_view key,
                            std::string_view who);
/// When a forecast was issued: the moment below `key`, or `now` when there is none or it is later.
WallTime issued_in(const nlohmann::json& object, std::string_view key, WallTime now);
/// The array below `key`.
Answer<const nlohmann::json*> array_in(const nlohmann::json& object, std::string_view key,
                                       std::string_view who);

/// Makes points of what a provider said, whatever its order.
class PointList {
 public:
  struct Rules {
    std::string who;            ///< provider, for sentences
    std::string source;         ///< of the figures, for people: "Electricity Maps"
    std::chrono::seconds step;  ///< how long a point lasts unless the next one begins sooner
    WallTime now;
    bool forecast = false;  ///< points may lie ahead, and are the less sure the farther
    /// The stretch that is wanted: points outside are left out.
    std::optional<WallTime> from = std::nullopt;
    std::optional<WallTime> to = std::nullopt;
    std::optional<WallTime> issued = std::nullopt;  ///< of a forecast, if not now
  };
  /// The rules for an answer to `query`: how far back "latest" reaches, and so on.
  static Rules rules_for(const Query& query, std::string_view who, std::string_view source,
                         std::chrono::seconds step, WallTime now);

  explicit PointList(Rules rules) : rules_(std::move(rules)) {}

  /// estimated  the provider itself has no reading for this one.
  /// lasts      if not the step.
  void add(WallTime start, CarbonIntensity value, bool estimated = false,
           std::optional<std::chrono::seconds> lasts = std::nullopt);

  /// The points by time. A time that was given twice with different values is one point whose
  /// interval holds both. Failure: none at all, or none in the stretch that is wanted (no_data); a
  /// value that no grid has, below 0 or above 5,000 g/kWh; a reading from the future, beyond what
  /// clocks differ (malformed).
  Answer<std::vector<Point>> take();

  /// The same as the answer to `query`, with the time of issue if it is a forecast, and a note on
  /// how many points are estimates.
  Answer<Series> take_series(const Query& query, const Label& label);

 private:
  struct Raw {
    WallTime start;
    CarbonIntensity value;
    bool estimated;
    std::chrono::seconds lasts;
  };
  Figure<CarbonIntensity> figure(const Raw& raw) const;

  Failure none_wanted() const;

  Rules rules_;
  std::vector<Raw> raw_;
  std::size_t estimates_ = 0;  ///< among the points taken
};

/// How far a provider's reading may be from the truth: 90 % interval as factors (docs/grid.md).
Spread spread_of_reading(bool estimated);
/// The same of a forecast that was issued so long before.
Spread spread_of_forecast(std::chrono::milliseconds ahead);

}  // namespace wattprint::grid
