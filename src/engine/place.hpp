#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/http_client.hpp"
#include "base/machine.hpp"
#include "config/settings.hpp"
#include "grid/locate.hpp"
#include "grid/zone_intensity.hpp"
#include "models/cloud_metadata.hpp"

namespace wattprint::engine {

/// How to find out where this machine draws its power from.
struct PlaceRequest {
  Machine machine;
  std::optional<grid::StatedZone> zone;             ///< a zone, or a cloud region
  std::optional<models::MetadataService> metadata;  ///< asked when it is given
  std::optional<std::string> ip_service;  ///< address of a geolocation service; asked when given
};

PlaceRequest place_request(const config::Settings& settings);

/// Where this machine is, as far as could be found out.
struct Place {
  grid::Location location;
  /// When only the cloud is known, not its region: the zones of all its regions.
  std::vector<std::string> among;
  std::string among_whom;  ///< "one of the 37 regions of Amazon Web Services"
};

/// Without the network: the stated zone or cloud region; else the country of the time zone; else
/// any region of the cloud that the firmware names; else the world.
///
/// Errc::malformed for a stated zone that is none.
Result<Place> place_here(const PlaceRequest& request);

/// By the network, as far as the request allows it: the region that the cloud's metadata service
/// names, else the country that the geolocation service names. Nothing when neither may be asked,
/// or the zone is stated; a sentence for what failed.
struct PlaceOnline {
  std::optional<Place> place;
  std::vector<std::string> problems;
};
PlaceOnline place_online(const PlaceRequest& request, const Clock& clock);

/// The yearly average of a place: the newest, or that of a year or of the nearest one that the
/// table has.
Result<grid::ZoneIntensity> yearly_average_of(const Place& place,
                                              std::optional<int> year = std::nullopt);

/// The zone in what a geolocation service answered: JSON with country_code (or countryCode,
/// country) and perhaps region_code (or region, subdivision_code), as ipapi.co, ipinfo.io,
/// ip-api.com and ipwho.is write them. Errc::malformed when there is no country in it.
Result<grid::Location> location_in_answer(const std::string& body, const std::string& host);

}  // namespace wattprint::engine
