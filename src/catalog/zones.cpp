#include "catalog/zones.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kZonesHeader =
    "code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor";
constexpr std::string_view kTimeZonesHeader = "time_zone,country";

enum Column { code, iso2, iso3, name, parent, latitude, longitude, time_zone, status, successor };

/// Longer than any name in the table; what is longer is no zone, and not worth comparing with all.
constexpr std::size_t kLongestName = 100;

/// A successor may have been retired in its turn; more than a few steps are a circle.
constexpr int kMostSuccessors = 4;

Zone to_zone(const Table::Row& row) {
  Zone zone{.code = std::string(row[code]),
            .iso2 = std::string(row[iso2]),
            .iso3 = std::string(row[iso3]),
            .name = std::string(row[name]),
            .parent = std::string(row[parent]),
            .time_zone = std::string(row[time_zone]),
            .status = std::string(row[status]),
            .successor = std::string(row[successor])};
  const auto north = parse_double(row[latitude]);
  const auto east = parse_double(row[longitude]);
  if (north && east) zone.inside = Coordinates{*north, *east};
  return zone;
}

/// Codes are written in capitals.
std::string to_upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && to_lower(a) == to_lower(b);
}

bool is_country(const Table::Row& row) { return !row[iso2].empty() && row[code] == row[iso2]; }

/// "GR (Greece), GB (United Kingdom) or GE (Georgia)"
std::string list_of(const std::vector<const Table::Row*>& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) text += i + 1 == rows.size() ? " or " : ", ";
    text += std::string((*rows[i])[code]) + " (" + std::string((*rows[i])[name]) + ")";
  }
  return text;
}

/// Nearest by code, or by name for a text too long to be a mistyped code.
std::vector<const Table::Row*> nearest_rows(std::string_view text,
                                            const std::vector<Table::Row>& rows) {
  constexpr std::size_t kLongestCode = 3;
  if (text.empty() || text.size() > kLongestName) return {};
  const bool is_short = text.size() <= kLongestCode;
  // People mistype the end of a word more than its start, so equals are decided by the first
  // letter.
  const std::string first = to_lower(text.substr(0, 1));
  std::vector<std::string> candidates;
  for (const bool same_start : {true, false})
    for (const auto& row : rows)
      for (const auto column : is_short ? std::vector{code} : std::vector{name, code})
        if ((to_lower(row[column].substr(0, 1)) == first) == same_start && row[successor].empty())
          candidates.emplace_back(row[column]);
  std::vector<const Table::Row*> found;
  for (const auto& candidate : nearest(text, candidates)) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Table::Row& r) {
      return r[code] == candidate || (!is_short && r[name] == candidate);
    });
    if (row != rows.end() && std::find(found.begin(), found.end(), &*row) == found.end())
      found.push_back(&*row);
  }
  return found;
}

Error unknown_zone(std::string_view text, const std::vector<Table::Row>& rows) {
  std::string what = "unknown zone \"" + std::string(text.substr(0, kLongestName)) + "\"";
  const auto near = nearest_rows(text, rows);
  if (!near.empty()) what += ": did you mean " + list_of(near) + "?";
  what += near.empty() ? ": write" : " Write";
  what += " a code such as DE or US-CAL-CISO, or the English name of a country";
  return {Errc::malformed, std::move(what)};
}

/// Rows that `text` names, the countries alone when there is one among them.
template <class Names>
std::vector<const Table::Row*> matching(const std::vector<Table::Row>& rows, Names names) {
  std::vector<const Table::Row*> found;
  for (const auto& row : rows)
    if (names(row)) found.push_back(&row);
  const bool has_country =
      std::any_of(found.begin(), found.end(), [](const Table::Row* r) { return is_country(*r); });
  if (has_country) std::erase_if(found, [](const Table::Row* r) { return !is_country(*r); });
  // Of a retired zone and the living one of the same name, the living one is meant.
  const bool has_living = std::any_of(found.begin(), found.end(),
                                      [](const Table::Row* r) { return (*r)[successor].empty(); });
  if (has_living)
    std::erase_if(found, [](const Table::Row* r) { return !(*r)[successor].empty(); });
  return found;
}

std::vector<const Table::Row*> named_by(std::string_view text,
                                        const std::vector<Table::Row>& rows) {
  auto found = matching(rows, [&](const Table::Row& row) { return same_text(row[code], text); });
  if (found.empty())
    found = matching(
        rows, [&](const Table::Row& row) { return is_country(row) && same_text(row[iso3], text); });
  if (found.empty())
    found = matching(rows, [&](const Table::Row& row) { return same_text(row[name], text); });
  return found;
}

}  // namespace

Result<ZoneMatch> find_zone(std::string_view text, std::string_view table) {
  const auto opened = Table::open(table, kZonesHeader, "zones.csv");
  if (!opened) return fail(opened.error());
  const auto wanted = trim(text);
  // Nearly always a code is named, and then the rest of the table need not be read.
  auto rows = opened->rows(to_upper(wanted.substr(0, kLongestName)));
  if (rows && (rows->empty() || rows->front()[code].size() != wanted.size()))
    rows = opened->all_rows();
  if (!rows) return fail(rows.error());

  const auto found = wanted.empty() ? std::vector<const Table::Row*>{} : named_by(wanted, *rows);
  if (found.empty()) return fail(unknown_zone(wanted, *rows));
  if (found.size() > 1)
    return fail(Errc::malformed, "\"" + std::string(wanted) +
                                     "\" names more than one zone: write " + list_of(found));

  ZoneMatch match{to_zone(*found.front()), ""};
  for (int step = 0; step < kMostSuccessors && !match.zone.successor.empty(); ++step) {
    const auto heirs = opened->rows(match.zone.successor);
    if (!heirs || heirs->empty()) break;
    match.zone = to_zone(heirs->front());
    match.note = "zone " + std::string((*found.front())[code]) + " is no longer used; " +
                 match.zone.code + " (" + match.zone.name + ") took its place";
  }
  return match;
}

Result<std::vector<Zone>> all_zones(std::string_view table) {
  const auto opened = Table::open(table, kZonesHeader, "zones.csv");
  if (!opened) return fail(opened.error());
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  std::vector<Zone> zones;
  zones.reserve(rows->size());
  for (const auto& row : *rows) zones.push_back(to_zone(row));
  return zones;
}

std::optional<std::string> country_of_time_zone(std::string_view time_zone,
                                                std::string_view table) {
  const auto opened = Table::open(table, kTimeZonesHeader, "time_zones.csv");
  if (!opened) return std::nullopt;
  const auto rows = opened->rows(time_zone);
  if (!rows || rows->empty()) return std::nullopt;
  return std::string(rows->front()[1]);
}

}  // namespace wattprint::catalog
