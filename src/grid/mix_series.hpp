#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/emission_factors.hpp"
#include "grid/provider.hpp"
#include "units/units.hpp"

namespace wattprint::grid {

/// Generation by type over time, in whatever order a publisher gives it, made into intensities.
///
/// A type that gave more than 5 % of the power and is then not reported has not stopped: its
/// figures are late or lost, and without them the others would pass for the whole. Such intervals
/// are left out.
class MixSeries {
 public:
  struct Rules {
    std::string who;     ///< provider, for sentences
    std::string source;  ///< of the figures, for people: "ENTSO-E"
    catalog::IntensityKind kind = catalog::IntensityKind::lifecycle;
    /// What lies outside is not kept, however much of it a server sends.
    WallTime from;
    WallTime to;
  };
  explicit MixSeries(Rules rules) : rules_(std::move(rules)) {}

  /// Mean power from `start` for `length`. The same type and time again replaces it: revised.
  ///
  /// type  the publisher's name for it; several types may be of one source.
  void add(std::string_view type, catalog::EnergySource source, WallTime start,
           std::chrono::minutes length, Watts power);

  struct Weighed {
    std::vector<Point> points;
    std::vector<std::string> notes;  ///< how many intervals were left out, and for want of what
  };
  /// Points by time, as long as the shortest length that was added. no_data when there is none.
  Answer<Weighed> weigh() const;

 private:
  struct Span {
    WallTime start;
    std::chrono::minutes length;
    Watts power;
  };
  struct Type {
    catalog::EnergySource source;
    std::vector<Span> spans;
  };
  using Slots = std::map<WallTime, std::vector<std::optional<Watts>>>;
  Slots slots() const;

  Rules rules_;
  std::map<std::string, Type, std::less<>> types_;
  std::chrono::minutes slot_{60};
};

}  // namespace wattprint::grid
