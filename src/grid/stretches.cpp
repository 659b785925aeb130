#include "grid/stretches.hpp"

#include <algorithm>
#include <iterator>

namespace wattprint::grid {
namespace {

/// Operators publish corrected figures within a week as a rule: the ENTSO-E Transparency Platform
/// takes corrections after the first publication, EIA-930 replaces values for some days.
constexpr std::chrono::hours kSettled{24 * 7};

/// Until when in its stretch a fetch still tells all that there is.
WallTime good_until(const Fetched& fetched, WallTime known_until, WallTime now,
                    std::chrono::seconds refresh) {
  const auto& [stretch, at] = fetched;
  if (at > now) return stretch.from;
  if (now - at < refresh) return stretch.to;
  const auto twice_as_old = at - (now - at);
  return std::min(stretch.to,
                  std::max(std::min(twice_as_old, known_until), WallTime(at - kSettled)));
}

}  // namespace

std::vector<Stretch> missing(const Stretch& wanted, const std::vector<Fetched>& fetched,
                             WallTime known_until, WallTime now, std::chrono::seconds refresh) {
  std::vector<Stretch> all;
  auto from = wanted.from;
  for (const auto& one : fetched) {
    const auto good = good_until(one, known_until, now, refresh);
    if (good <= one.stretch.from || good <= from) continue;
    const auto gap_end = std::min(one.stretch.from, wanted.to);
    if (from < gap_end) all.push_back({from, gap_end});
    from = good;
  }
  if (from < wanted.to) all.push_back({from, wanted.to});
  return all;
}

std::vector<Stretch> cut_up(const std::vector<Stretch>& stretches, std::chrono::hours longest) {
  std::vector<Stretch> pieces;
  for (const auto& stretch : stretches)
    for (auto from = stretch.from; from < stretch.to; from += longest)
      pieces.push_back({from, std::min<WallTime>(from + longest, stretch.to)});
  return pieces;
}

std::vector<Point> laid_over(const std::vector<Point>& older, const std::vector<Point>& newer) {
  std::vector<Point> left;
  for (Point point : older) {
    // The first newer one that ends after this one begins is the only one that may cut it.
    const auto first = std::partition_point(newer.begin(), newer.end(),
                                            [&](const Point& p) { return p.end <= point.start; });
    if (first != newer.end()) point.end = std::min(point.end, first->start);
    if (point.start < point.end) left.push_back(std::move(point));
  }
  std::vector<Point> all;
  std::merge(left.begin(), left.end(), newer.begin(), newer.end(), std::back_inserter(all),
             [](const Point& a, const Point& b) { return a.start < b.start; });
  return all;
}

std::vector<Point> within(std::vector<Point> points, const Stretch& stretch) {
  std::erase_if(points, [&](const Point& point) {
    return point.end <= stretch.from || point.start >= stretch.to;
  });
  return points;
}

bool covers(const std::vector<Point>& points, const Stretch& stretch) {
  auto until = stretch.from;
  for (const auto& point : points)
    if (point.start <= until) until = std::max(until, point.end);
  return until >= stretch.to;
}

}  // namespace wattprint::grid
