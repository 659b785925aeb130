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
  };
  explicit PointList(Rules rules) : rules_(std::move(rules)) {}

  /// estimated  the provider itself has no reading for this one.
  void add(WallTime start, CarbonIntensity value, bool estimated = false);

  /// The points by time. A time that was given twice with different values is one point whose
  /// interval holds both. Failure: none at all (no_data); a value that no grid has, below 0 or
  /// above 5,000 g/kWh; a reading from the future, beyond what clocks differ (malformed).
  Answer<std::vector<Point>> take();

 private:
  struct Raw {
    WallTime start;
    CarbonIntensity value;
    bool estimated;
  };
  Figure<CarbonIntensity> figure(const Raw& raw) const;

  Rules rules_;
  std::vector<Raw> raw_;
};

/// How far a provider's reading may be from the truth: 90 % interval as factors (docs/grid.md).
Spread spread_of_reading(bool estimated);
/// The same of a forecast that was issued so long before.
Spread spread_of_forecast(std::chrono::milliseconds ahead);

}  // namespace wattprint::grid
