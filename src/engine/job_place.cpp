#include "engine/job_place.hpp"

#include "catalog/cloud_regions.hpp"
#include "catalog/zones.hpp"

namespace wattprint::engine {

Result<> set_region(std::string_view text, std::string_view by, estimate::Place& place) {
  const auto region = catalog::find_cloud_region(text);
  if (!region) return fail(region.error().code, std::string(by) + ": " + region.error().what);
  place.provider = std::string(region->provider);
  place.region = std::string(region->region);
  return {};
}

Result<> set_zone(const std::string& text, const std::string& by, estimate::Place& place) {
  const auto zone = catalog::find_zone(text);
  if (zone) {
    place.zone = zone->zone.code;
    return {};
  }
  if (text.find(':') != std::string::npos) return set_region(text, by, place);
  return fail(zone.error().code, by + ": " + zone.error().what);
}

bool says_where(const estimate::Place& place) {
  return !place.region.empty() || !place.zone.empty() || place.intensity.has_value();
}

}  // namespace wattprint::engine
