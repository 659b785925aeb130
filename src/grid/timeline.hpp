#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "grid/points.hpp"
#include "grid/zone_intensity.hpp"
#include "units/figure.hpp"

namespace wattprint::grid {

/// How an intensity came to be known, the most trusted first.
enum class Knowledge {
  live,      ///< the provider's newest figures, asked for while the time went by
  history,   ///< asked for afterwards
  forecast,  ///< issued before
  yearly,    ///< the table that is shipped
  stated,    ///< by the user, instead of everything else
};

std::string_view to_string(Knowledge knowledge);  ///< "live", "history" ...
std::optional<Knowledge> parse_knowledge(std::string_view text);
/// Whether somebody looked at the grid of that very time: live or history.
bool is_reading(Knowledge knowledge);

/// Energy used from `start` until `end`, evenly as far as we know.
struct EnergySpan {
  WallTime start;
  WallTime end;
  Joules energy;
};

/// What one source had to say in a weighted mean.
struct Part {
  Knowledge knowledge = Knowledge::yearly;
  std::string source;          ///< whose figures, for people
  std::optional<Label> label;  ///< what they say; nothing when the user stated the figure
  WallTime from;  ///< the first and the last moment that it was used for; what lies between may be
  WallTime to;    ///< another part's
  Fraction energy_share;              ///< of the energy; the shares of all parts add up to 1
  Figure<CarbonIntensity> intensity;  ///< mean over that energy
};

/// Mean intensity of some energy, and what it was made of.
struct Weighed {
  Figure<CarbonIntensity> intensity;
  std::vector<Part> parts;  ///< the most trusted first; never empty
};

/// The carbon intensity of one zone over time, from everybody who knows something of it.
///
/// For each moment the most trusted source that has a figure for it is taken: live readings, else
/// history, else a forecast, else the ground, which is there for all times. All figures are average
/// and location-based. Series that count the life cycle are not mixed with others that do not: of
/// the kinds, the one is taken that leaves the least energy to the ground, and of equals the
/// ground's own. What is still left to a ground of another kind is told part by part.
class Timeline {
 public:
  /// Nothing but one figure for all times.
  ///
  /// known_as  yearly, or stated: then nothing is known of what the figure counts.
  /// how       how the zone was chosen, "given by --zone"; the last clause of the mean's source.
  Timeline(Knowledge known_as, ZoneIntensity ground, std::string how);

  const std::string& zone() const { return zone_; }
  const ZoneIntensity& ground() const { return ground_; }
  const std::string& how() const { return how_; }

  /// Puts a series above the ground. Of one source and knowledge, what is added later is taken
  /// where it overlaps what was there. Errc::malformed for a series that is not average and
  /// location-based; it is left out.
  Result<> add(Knowledge knowledge, const Series& series);

  /// Mean over `energy`, each joule with the intensity of its time. Energy that is not positive in
  /// total says nothing about when it was used: then every moment counts alike.
  ///
  /// The ends of the interval are the means of the ends: the errors of one source are one error,
  /// and nobody knows how those of two sources hang together.
  Weighed weigh(std::span<const EnergySpan> energy) const;

  /// The first moment of [from, to) that no reading (live or history) speaks of.
  std::optional<WallTime> first_unread(WallTime from, WallTime to) const;

 private:
  /// A point without its text; a year of them is kept.
  struct Reading {
    WallTime start;
    WallTime end;
    CarbonIntensity value, low, high;
    Basis basis;
  };
  struct Layer {
    Knowledge knowledge;
    std::string source;
    Label label;
    std::vector<Reading> readings;  ///< by start, without overlap
  };
  struct Choice {
    std::size_t layer = 0;             ///< behind the last one is the ground
    const Reading* reading = nullptr;  ///< null for the ground
    WallTime until;                    ///< the choice may be another from then on
  };
  class Sums;

  static void lay_over(std::vector<Reading>& readings, const Reading& more);
  static Choice choose(std::span<const Layer* const> layers, WallTime at);
  std::vector<const Layer*> layers_of(catalog::IntensityKind kind) const;
  Sums sum(std::span<const EnergySpan> energy, std::span<const Layer* const> layers) const;

  std::optional<Label> label_of_ground() const;

  Knowledge ground_known_as_;
  ZoneIntensity ground_;
  std::string how_;
  std::string zone_;
  std::vector<Layer> layers_;  ///< the most trusted first
};

}  // namespace wattprint::grid
