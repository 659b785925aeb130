#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "units/figure.hpp"

namespace wattprint::grid {

/// Code of the zone that stands for "anywhere".
inline constexpr std::string_view kWorld = "WORLD";

/// A zone that the user named; flag before environment before configuration is the caller's to
/// settle.
struct StatedZone {
  std::string text;  ///< as typed: code, ISO 3166-1 code or English name
  std::string by;  ///< where it was named, for messages: "--zone", "WATTPRINT_ZONE", "zone in FILE"
};

/// Where the machine draws its power from, as far as we can tell.
struct Location {
  std::string zone;  ///< code
  /// estimated when the user named the zone (then the error is that of a yearly average),
  /// assumed when the zone itself is a guess.
  Basis basis = Basis::assumed;
  std::string how;   ///< "given by --zone", "assumed from the time zone Europe/Berlin", ...
  std::string note;  ///< a sentence when the named zone is retired; else empty
};

/// The zone: the stated one; else the country of the time zone, from the value of TZ, then
/// <etc>/timezone, then the link <etc>/localtime; else the world. There is no default country, and
/// a time zone that lies nowhere (UTC, Etc/GMT+5, CET, a POSIX rule) is passed over.
///
/// time_zone_variable  value of TZ; nothing when it is not set.
/// Errc::malformed only for a stated zone that is not one, naming where it was stated. Files that
/// are missing or garbled lead on to the next source.
Result<Location> locate(const std::optional<StatedZone>& stated,
                        const std::optional<std::string>& time_zone_variable,
                        const Machine& machine);

}  // namespace wattprint::grid
