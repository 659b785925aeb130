#include "catalog/zone_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/text.hpp"
#include "catalog/cloud_regions.hpp"

namespace wattprint::catalog {
namespace {

/// Longer than any name of a zone, or of a cloud region with its provider.
constexpr std::size_t kLongestText = 100;

/// So many of the nearest points are shown: the zone that holds a place is mostly among them.
constexpr std::size_t kNearest = 5;

/// IUGG mean radius.
constexpr double kEarthRadiusKm = 6371.0088;

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

/// Letters as people type them without accents; the table has no others.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kAccents{
    {{"È", "e"}, {"é", "e"}, {"ō", "o"}, {"ū", "u"}}};

/// Lower case, no accents, single blanks for all that is no letter or digit: what two spellings of
/// one name have in common.
std::string fold(std::string_view text) {
  std::string plain(text);
  for (const auto& [accented, letter] : kAccents)
    for (auto at = plain.find(accented); at != std::string::npos; at = plain.find(accented))
      plain.replace(at, accented.size(), letter);
  std::string folded;
  for (const char c : to_lower(plain)) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & '\x80') != 0;
    if (is_word)
      folded += c;
    else if (!folded.empty() && folded.back() != ' ')
      folded += ' ';
  }
  return std::string(trim(folded));
}

/// Whether each word of `wanted` starts a word of `name`.
bool starts_words(std::string_view wanted, std::string_view name) {
  while (const auto word = next_word(wanted)) {
    bool found = false;
    for (std::string_view rest = name; const auto other = next_word(rest);)
      found = found || starts_with(*other, *word);
    if (!found) return false;
  }
  return true;
}

class Searcher {
 public:
  Searcher(std::string_view text, std::string_view table, std::vector<Zone> zones)
      : text_(trim(text)), folded_(fold(text)), table_(table), zones_(std::move(zones)) {}

  Result<ZoneSearch> search() {
    if (text_.empty()) {
      find(ZoneSearch::By::all, [](const Zone&) { return true; });
      return std::move(result_);
    }
    if (const auto place = parse_coordinates(text_)) {
      if (!*place) return fail(place->error());
      by_place(**place);
      return std::move(result_);
    }
    if (by_code() || by_iso3_or_name()) return std::move(result_);
    if (auto done = by_cloud_region(); !done) return fail(done.error());
    if (result_.zones.empty()) by_part();
    if (result_.zones.empty()) suggest();
    return std::move(result_);
  }

 private:
  template <class Wanted>
  bool find(ZoneSearch::By by, Wanted wanted) {
    for (const auto& zone : zones_)
      if (zone.successor.empty() && wanted(zone)) result_.zones.push_back({zone, std::nullopt});
    if (result_.zones.empty()) return false;
    // A country before the parts of others that bear its name.
    std::stable_partition(result_.zones.begin(), result_.zones.end(),
                          [](const FoundZone& found) { return found.zone.is_country(); });
    result_.by = by;
    result_.meant = result_.zones.size();
    return true;
  }

  const Zone* zone_of(std::string_view code) const {
    const auto at = std::find_if(zones_.begin(), zones_.end(),
                                 [&](const Zone& zone) { return zone.code == code; });
    return at == zones_.end() ? nullptr : &*at;
  }

  bool has(std::string_view code) const {
    return std::any_of(result_.zones.begin(), result_.zones.end(),
                       [&](const FoundZone& found) { return found.zone.code == code; });
  }

  void add_parts_of(const std::string& code) {
    for (const auto& zone : zones_)
      if (zone.parent == code && zone.successor.empty() && !has(zone.code))
        result_.zones.push_back({zone, std::nullopt});
  }

  void add_parent_of(const Zone& zone) {
    const Zone* parent = zone_of(zone.parent);
    if (parent != nullptr && !has(parent->code)) result_.zones.push_back({*parent, std::nullopt});
  }

  bool by_code() {
    const auto named = std::find_if(zones_.begin(), zones_.end(), [&](const Zone& zone) {
      return zone.code.size() == text_.size() && to_lower(zone.code) == to_lower(text_);
    });
    if (named == zones_.end()) return false;
    // What takes the place of a retired zone, find_zone() knows.
    const auto match = find_zone(named->code, table_);
    if (!match) return false;
    result_.by = ZoneSearch::By::code;
    result_.note = match->note;
    result_.zones.push_back({match->zone, std::nullopt});
    result_.meant = 1;
    add_parts_of(match->zone.code);
    return true;
  }

  bool by_iso3_or_name() {
    const std::string lower = to_lower(text_);
    const bool found =
        find(ZoneSearch::By::iso3,
             [&](const Zone& zone) {
               return zone.is_country() && !zone.iso3.empty() && to_lower(zone.iso3) == lower;
             }) ||
        (!folded_.empty() &&
         find(ZoneSearch::By::name, [&](const Zone& zone) { return fold(zone.name) == folded_; }));
    if (found && result_.zones.front().zone.is_country())
      add_parts_of(std::string(result_.zones.front().zone.code));
    return found;
  }

  Result<> by_cloud_region() {
    const auto match = match_cloud_region(text_);
    if (!match) return fail(match.error());
    for (const auto& region : match->regions) {
      const Zone* zone = zone_of(region.zone);
      if (zone != nullptr && !has(zone->code)) result_.zones.push_back({*zone, std::nullopt});
    }
    if (result_.zones.empty()) return {};
    result_.by = ZoneSearch::By::cloud_region;
    result_.meant = result_.zones.size();
    if (match->regions.size() == 1) {
      const auto& region = match->regions.front();
      result_.cloud_region = region.key;
      result_.note = std::string(region.key) + " (" + std::string(region.name) + ") lies in " +
                     std::string(region.zone);
      if (!region.note.empty()) result_.note += ": " + std::string(region.note);
    } else {
      result_.note = "that may be";
      for (const auto& region : match->regions)
        result_.note += (&region == &match->regions.front() ? " " : ", ") +
                        std::string(region.key) + " in " + std::string(region.zone);
    }
    const auto meant = result_.zones;
    for (const auto& found : meant) add_parent_of(found.zone);
    return {};
  }

  void by_place(Coordinates place) {
    for (const auto& zone : zones_)
      if (zone.inside && zone.successor.empty())
        result_.zones.push_back({zone, distance(place, *zone.inside)});
    std::stable_sort(result_.zones.begin(), result_.zones.end(),
                     [](const FoundZone& a, const FoundZone& b) { return *a.away < *b.away; });
    if (result_.zones.size() > kNearest) result_.zones.resize(kNearest);
    result_.place = place;
    if (result_.zones.empty()) return;
    result_.by = ZoneSearch::By::coordinates;
    result_.meant = 1;
    const Zone nearest = result_.zones.front().zone;
    result_.note = "the nearest known point is one inside " + nearest.code + ", " +
                   std::to_string(std::lround(result_.zones.front().away->value())) +
                   " km away; no borders are known, so one of the others may be right";
    add_parent_of(nearest);
    if (nearest.is_country()) add_parts_of(nearest.code);
    const auto with_distance = [&](FoundZone& found) {
      if (found.zone.inside) found.away = distance(place, *found.zone.inside);
    };
    std::for_each(result_.zones.begin(), result_.zones.end(), with_distance);
  }

  void by_part() {
    if (folded_.empty()) return;
    const std::string lower = to_lower(text_);
    find(ZoneSearch::By::part, [&](const Zone& zone) {
      return starts_with(to_lower(zone.code), lower) || starts_words(folded_, fold(zone.name));
    });
  }

  void suggest() {
    std::vector<std::string> names;
    for (const auto& zone : zones_)
      if (zone.successor.empty()) {
        names.push_back(zone.name);
        if (text_.size() > 3) names.push_back(zone.code);
      }
    for (const auto& name : nearest(text_, names)) {
      const auto at = std::find_if(zones_.begin(), zones_.end(), [&](const Zone& zone) {
        return zone.successor.empty() && (zone.name == name || zone.code == name);
      });
      const std::string both = at->code + " (" + at->name + ")";
      if (std::find(result_.suggestions.begin(), result_.suggestions.end(), both) ==
          result_.suggestions.end())
        result_.suggestions.push_back(both);
    }
    // A text with digits and hyphens is a mistyped region rather than a country.
    if (text_.find_first_of("0123456789:") == std::string_view::npos) return;
    if (const auto regions = nearest_cloud_regions(text_))
      result_.suggestions.insert(result_.suggestions.begin(), regions->begin(), regions->end());
  }

  std::string_view text_;
  std::string folded_;
  std::string_view table_;
  std::vector<Zone> zones_;
  ZoneSearch result_;
};

}  // namespace

Kilometres distance(Coordinates a, Coordinates b) {
  const double north = std::sin(radians(b.latitude - a.latitude) / 2.0);
  const double east = std::sin(radians(b.longitude - a.longitude) / 2.0);
  const double chord =
      north * north + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * east * east;
  return Kilometres{2.0 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(chord)))};
}

std::optional<Result<Coordinates>> parse_coordinates(std::string_view text) {
  text = trim(text);
  const auto mark = text.find_first_of(",; \t");
  if (mark == std::string_view::npos) return std::nullopt;
  auto second = trim(text.substr(mark));
  if (starts_with(second, ",") || starts_with(second, ";")) second = trim(second.substr(1));
  const auto latitude = parse_double(text.substr(0, mark));
  const auto longitude = parse_double(second);
  if (!latitude || !longitude) return std::nullopt;
  if (std::abs(*latitude) > 90.0 || std::abs(*longitude) > 180.0)
    return fail(Errc::malformed,
                "\"" + std::string(text.substr(0, kLongestText)) +
                    "\" is not on the globe: write latitude, longitude in degrees, -90 to 90 and "
                    "-180 to 180, for example 52.5,13.4");
  return Coordinates{*latitude, *longitude};
}

std::string_view to_string(ZoneSearch::By by) {
  switch (by) {
    case ZoneSearch::By::all: return "all";
    case ZoneSearch::By::code: return "code";
    case ZoneSearch::By::iso3: return "iso3";
    case ZoneSearch::By::name: return "name";
    case ZoneSearch::By::cloud_region: return "cloud_region";
    case ZoneSearch::By::coordinates: return "coordinates";
    case ZoneSearch::By::part: return "part";
    case ZoneSearch::By::none: return "none";
  }
  return "none";
}

Result<ZoneSearch> search_zones(std::string_view text, std::string_view table) {
  if (trim(text).size() > kLongestText)
    return fail(Errc::malformed,
                "no zone has a name of more than " + std::to_string(kLongestText) + " letters");
  auto zones = all_zones(table);
  if (!zones) return fail(zones.error());
  return Searcher(text, table, std::move(*zones)).search();
}

}  // namespace wattprint::catalog
