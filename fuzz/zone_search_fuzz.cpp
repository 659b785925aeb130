// Queries for grid zones: any text gives zones, nothing or an error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalog/zone_search.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto found =
      catalog::search_zones(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!found) return 0;
  if (found->meant > found->zones.size()) std::abort();
  if ((found->by == catalog::ZoneSearch::By::none) != found->zones.empty()) std::abort();
  // What was found is found again by its own code.
  if (found->by == catalog::ZoneSearch::By::all || found->zones.empty()) return 0;
  const auto& first = found->zones.front().zone;
  const auto again = catalog::search_zones(first.code);
  if (!again || again->zones.empty() || again->zones.front().zone.code != first.code) std::abort();
  return 0;
}
