#include "engine/place.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "catalog/cloud_regions.hpp"
#include "catalog/zones.hpp"
#include "engine/cloud.hpp"
#include "grid/among.hpp"
#include "grid/offline.hpp"

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;

/// A service that has not answered by then is not waited for.
constexpr std::chrono::milliseconds kGeolocationBudget = 2s;
/// An answer is some hundred bytes.
constexpr std::size_t kLargestAnswer = 64 * 1024;

std::optional<std::string> time_zone_variable() {
  const char* value = std::getenv("TZ");
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

/// Neither a zone nor one cloud region. Who writes a colon means a region.
Error no_such_place(const grid::StatedZone& stated, const Error& no_zone) {
  if (stated.text.find(':') == std::string::npos) return no_zone;
  const auto region = catalog::find_cloud_region(stated.text);
  return {Errc::malformed, stated.by + ": " + (region ? no_zone.what : region.error().what)};
}

Result<Place> stated_place(const grid::StatedZone& stated, const Machine& machine) {
  auto location = grid::locate(stated, std::nullopt, machine);
  if (location) return Place{.location = std::move(*location), .among = {}, .among_whom = {}};
  const auto region = catalog::match_cloud_region(stated.text);
  if (!region || region->regions.size() != 1) return fail(no_such_place(stated, location.error()));
  const auto& found = region->regions.front();
  return Place{.location = {.zone = std::string(found.zone),
                            .basis = Basis::estimated,
                            .how = "given as " + std::string(found.key) + " by " + stated.by,
                            .note = std::string(found.note)},
               .among = {},
               .among_whom = {}};
}

/// The zones of a provider's regions, each as often as it has regions there.
std::vector<std::string> zones_of(const std::string& provider) {
  std::vector<std::string> zones;
  const auto regions = catalog::cloud_regions(provider);
  if (!regions) return zones;
  for (const auto& region : *regions)
    if (!region.zone.empty()) zones.emplace_back(region.zone);
  return zones;
}

std::optional<Place> place_of_region(const models::CloudIdentity& cloud) {
  if (cloud.region.empty()) return std::nullopt;
  const auto region = catalog::find_cloud_region(cloud.provider + ":" + cloud.region);
  if (!region || region->zone.empty()) return std::nullopt;
  return Place{
      .location = {.zone = std::string(region->zone),
                   .basis = Basis::estimated,
                   .how = "the zone of " + std::string(region->key) + ", " + cloud.evidence,
                   .note = std::string(region->note)},
      .among = {},
      .among_whom = {}};
}

std::string text_of(const nlohmann::json& answer, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = answer.find(key);
    if (found != answer.end() && found->is_string()) return found->get<std::string>();
  }
  return {};
}

Result<Place> ask_geolocation(const std::string& service) {
  auto http = open_http_client();
  if (!http) return fail(http.error());
  const auto response = (*http)->send({.url = service,
                                       .headers = {{"Accept", "application/json"}},
                                       .timeout = kGeolocationBudget,
                                       .max_body = kLargestAnswer,
                                       .proxy = true});
  if (!response) return fail(response.error());
  if (response->status != 200)
    return fail(Errc::unavailable,
                service + ": it answered with status " + std::to_string(response->status));
  auto location = location_in_answer(response->body, service);
  if (!location) return fail(location.error());
  return Place{.location = std::move(*location), .among = {}, .among_whom = {}};
}

}  // namespace

Result<grid::Location> location_in_answer(const std::string& body, const std::string& host) {
  const auto answer = nlohmann::json::parse(body, nullptr, false);
  const Error none{Errc::malformed, host + ": there is no country_code in its answer"};
  if (!answer.is_object()) return fail(none);
  const std::string country = text_of(answer, {"country_code", "countryCode", "country"});
  const std::string part = text_of(answer, {"region_code", "subdivision_code", "region"});
  if (country.size() != 2) return fail(none);
  for (const auto& code : {part.empty() ? country : country + "-" + part, country}) {
    const auto match = catalog::find_zone(code);
    if (!match || to_lower(match->zone.code) != to_lower(code)) continue;
    return grid::Location{.zone = match->zone.code,
                          .basis = Basis::assumed,
                          .how = "assumed from this machine's address on the Internet, by " + host,
                          .note = match->note};
  }
  return fail(Errc::malformed, host + ": the country that it names is not one");
}

Result<Place> place_here(const PlaceRequest& request) {
  if (request.zone) return stated_place(*request.zone, request.machine);
  auto location = grid::locate(std::nullopt, time_zone_variable(), request.machine);
  if (!location) return fail(location.error());
  Place place{.location = std::move(*location), .among = {}, .among_whom = {}};
  if (place.location.zone != grid::kWorld) return place;
  const auto cloud = models::identify_cloud(request.machine);
  if (!cloud) return place;
  place.among = zones_of(cloud->provider);
  if (place.among.empty()) return place;
  place.among_whom = "one of the " + std::to_string(place.among.size()) + " regions of " +
                     cloud->provider_name + " (" + cloud->evidence + ")";
  place.location.how = "assumed: " + place.among_whom;
  return place;
}

PlaceOnline place_online(const PlaceRequest& request, const Clock& clock) {
  PlaceOnline online;
  if (request.zone) return online;
  if (request.metadata) {
    const auto here = cloud_here(request.machine, request.metadata, clock);
    if (here.cloud) online.place = place_of_region(*here.cloud);
    if (!here.problem.empty()) online.problems.push_back(here.problem);
  }
  if (online.place || !request.ip_service) return online;
  auto place = ask_geolocation(*request.ip_service);
  if (place)
    online.place = std::move(*place);
  else
    online.problems.push_back(place.error().what);
  return online;
}

Result<grid::ZoneIntensity> yearly_average_of(const Place& place, std::optional<int> year) {
  // Which region of a cloud it is weighs more than which year.
  if (!place.among.empty()) return grid::average_among(place.among, place.among_whom);
  auto average =
      year ? grid::yearly_average(place.location, *year) : grid::yearly_average(place.location);
  if (average) average->intensity.source += ", " + place.location.how;
  return average;
}

}  // namespace wattprint::engine
