#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"

namespace wattprint::catalog {

/// A point on the globe, WGS 84 degrees.
struct Coordinates {
  double latitude = 0.0;
  double longitude = 0.0;
};

/// An area with one grid intensity: a country, a part of one, or the world.
struct Zone {
  std::string code;  ///< "DE", "US-CAL-CISO", "WORLD"
  std::string iso2;  ///< ISO 3166-1 of its country; empty for the world and the like
  std::string iso3;
  std::string name;    ///< in English
  std::string parent;  ///< code of the country that a part belongs to; empty for a country
  std::optional<Coordinates> inside;  ///< one point inside its largest part
  std::string time_zone;              ///< IANA name of the main one; empty when unknown
  std::string status;     ///< current, retired, legacy, iso3166-1, iso3166-2, own-code, aggregate
  std::string successor;  ///< which code to use instead; empty unless retired or legacy

  bool is_country() const { return !iso2.empty() && code == iso2; }
};

/// What a person meant by a zone.
struct ZoneMatch {
  Zone zone;
  std::string note;  ///< a sentence when it is not the zone that was named; else empty
};

/// Finds a zone by code ("US-CAL-CISO"), ISO 3166-1 code of a country ("DE", "DEU") or English name
/// ("Germany"), in this order, whatever the case. A name that a country and a part of another share
/// ("Georgia") is the country. A retired code leads to its successor.
///
/// Errc::malformed for an unknown or ambiguous text; the sentence names the nearest zones.
Result<ZoneMatch> find_zone(std::string_view text, std::string_view table = tables::zones());

/// All zones, those out of use too, in the order of the table.
Result<std::vector<Zone>> all_zones(std::string_view table = tables::zones());

/// The country of an IANA time zone, also of an old name ("Asia/Calcutta", "US/Pacific"), as
/// ISO 3166-1 code; nothing for a time zone that lies in no country ("UTC", "Etc/GMT+5", "CET").
std::optional<std::string> country_of_time_zone(std::string_view time_zone,
                                                std::string_view table = tables::time_zones());

}  // namespace wattprint::catalog
