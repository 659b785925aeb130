#include "estimate/methods/eco2ai.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::eco2ai {
namespace {

constexpr std::string_view kWhole = "Whole country";

struct Moment {
  std::int64_t hour = 0, minute = 0;
  double hours() const { return static_cast<double>(hour) + static_cast<double>(minute) / 60.0; }
};

std::optional<Moment> parse_moment(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 2) return std::nullopt;
  const auto hour = parse_i64(parts[0]);
  const auto minute = parse_i64(parts[1]);
  if (!hour || !minute) return std::nullopt;
  return Moment{*hour, *minute};
}

struct Interval {
  Moment from, to;
  /// An interval that ends in an earlier hour ends on the next day.
  double length() const { return to.hours() - from.hours() + (from.hour > to.hour ? 24.0 : 0.0); }
};

/// As Python writes a float: "27.0".
std::string as_python(double x) {
  const std::string text = fmt::format("{}", x);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

bool has_name(const Published& row, std::string_view lower) {
  const auto names = split(row.text, ';');
  return std::find(names.begin(), names.end(), lower) != names.end();
}

/// The row of a region; of several that have it among their other names, the last.
const Published* find_region(const std::vector<Published>& rows, const std::string& region) {
  const Published* found = nullptr;
  for (const Published& row : rows)
    if (row.name == region) return &row;
  if (region.empty()) return nullptr;
  const std::string lower = to_lower(region);
  for (const Published& row : rows)
    if (has_name(row, lower)) found = &row;
  return found;
}

const Published* whole_country(const std::vector<Published>& rows) {
  const auto at = std::find_if(rows.begin(), rows.end(),
                               [](const Published& row) { return row.name == kWhole; });
  return at == rows.end() ? nullptr : &*at;
}

}  // namespace

Joules cpu_energy(Watts tdp, Fraction share, unsigned sockets, Seconds time) {
  return tdp * share * sockets * time;
}

Joules memory_energy(Gigabytes used, Seconds time) {
  return WattsPerGigabyte{3.0 / 8.0} * used * time;
}

Joules gpu_energy(const std::vector<Watts>& gpus, Seconds time) {
  Watts sum{0.0};
  for (const Watts gpu : gpus) sum += gpu;
  return sum * time;
}

Grams emissions(Joules energy, CarbonIntensity intensity) { return energy * intensity; }

Result<Index> carbon_index(std::string_view country, const std::optional<std::string>& region,
                           std::optional<CarbonIntensity> stated) {
  if (country.empty())
    return fail(Errc::malformed, region ? "a region needs its country"
                                        : "eco2AI would ask for the place of the IP address");
  const std::string place = region ? fmt::format("{}/{}", country, *region) : std::string(country);
  if (stated) return Index{*stated, "(" + place + ")", Index::Of::stated};

  const auto rows = published_under(fmt::format("eco2ai/index/{}/", country));
  if (!rows) return fail(rows.error());
  Index::Of of = Index::Of::country;
  const Published* row = nullptr;
  if (rows->size() > 1 && region && *region != kWhole) {
    row = find_region(*rows, *region);
    of = row != nullptr ? Index::Of::region : Index::Of::country;
  }
  if (row == nullptr) row = rows->size() == 1 ? &rows->front() : whole_country(*rows);
  if (row != nullptr && row->number()) return Index{CarbonIntensity{*row->number()}, place, of};
  const auto world = published_number("eco2ai/index/WORLD/", kWhole);
  if (!world) return fail(world.error());
  return Index{CarbonIntensity{*world}, place, Index::Of::world};
}

Result<> check_tariff(const std::vector<std::string>& intervals) {
  std::vector<Interval> all;
  for (const std::string& text : intervals) {
    const auto ends = split(text, '-');
    const auto from = ends.size() == 2 ? parse_moment(ends[0]) : std::nullopt;
    const auto to = ends.size() == 2 ? parse_moment(ends[1]) : std::nullopt;
    if (!from || !to)
      return fail(Errc::malformed, fmt::format("\"{}\" is no interval such as 8:30-19:00", text));
    all.push_back({*from, *to});
  }
  const auto any = [&](auto wrong) {
    return std::any_of(all.begin(), all.end(), [&](const Interval& interval) {
      return wrong(interval.from) || wrong(interval.to);
    });
  };
  if (any([](const Moment& moment) { return moment.hour >= 24; }))
    return fail(Errc::malformed, "Hour must be in 0..23");
  if (any([](const Moment& moment) { return moment.minute >= 60; }))
    return fail(Errc::malformed, "Minutes must be in 0..59");
  double total = 0.0;
  for (const Interval& interval : all) total += interval.length();
  if (std::abs(total - 24.0) > 1e-9)
    return fail(Errc::malformed, fmt::format("Total duration of time intervals in hours must be 24 "
                                             "hours! Now, total duration equals: {}",
                                             as_python(total)));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Interval& before = all[i == 0 ? all.size() - 1 : i - 1];
    if (std::fmod(std::abs(all[i].from.hours() - before.to.hours()), 24.0) != 0.0)
      return fail(Errc::malformed,
                  "Time intervals mustn't overlap and they should be sorted by time");
  }
  return {};
}

}  // namespace wattprint::estimate::methods::eco2ai
