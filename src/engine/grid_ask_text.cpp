#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/grid_ask.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using grid::Point;
using reports::Cell;
using reports::Tone;
using What = GridRequest::What;

constexpr double kBarCells = 24.0;

std::string whole(CarbonIntensity intensity) { return fmt::format("{:.0f}", intensity.value()); }

std::string range(const Figure<CarbonIntensity>& figure) {
  return fmt::format("({} to {})", whole(figure.low), whole(figure.high));
}

/// "2026-11-25 14:30"; times are UTC throughout, as in the documents.
std::string moment(WallTime time) {
  auto text = to_rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string bar(CarbonIntensity value, CarbonIntensity most) {
  if (most <= CarbonIntensity{}) return {};
  std::string cells;
  for (long i = std::lround(value / most * kBarCells); i > 0; --i) cells += "\u2588";
  return cells;
}

/// "DE Germany"
std::string zone_of(const GridAnswer& answer) {
  return answer.zone_name.empty() ? answer.series.zone
                                  : answer.series.zone + " " + answer.zone_name;
}

std::string now_line(const GridAnswer& answer, const reports::Style& style) {
  const auto& figure = answer.series.points.front().intensity;
  reports::Columns columns(0, reports::kWholeText);
  columns.row({{zone_of(answer), Tone::strong},
               {whole(figure.value) + " g/kWh", Tone::strong},
               {range(figure), Tone::plain},
               {fmt::format("{}: {}", to_string(figure.basis), figure.source), Tone::quiet}});
  return columns.render(style);
}

/// Consecutive points that say the same are one row.
std::vector<Point> rows_of(const std::vector<Point>& points) {
  std::vector<Point> rows;
  for (const auto& point : points) {
    const bool same = !rows.empty() && rows.back().end == point.start &&
                      rows.back().intensity.value == point.intensity.value &&
                      rows.back().intensity.low == point.intensity.low &&
                      rows.back().intensity.high == point.intensity.high;
    if (same)
      rows.back().end = point.end;
    else
      rows.push_back(point);
  }
  return rows;
}

std::string table(const GridAnswer& answer, const reports::Style& style) {
  const auto rows = rows_of(answer.series.points);
  CarbonIntensity most{};
  for (const auto& row : rows) most = std::max(most, row.intensity.value);
  reports::Columns columns(2);
  columns.row({{"from (UTC)", Tone::quiet},
               {"until", Tone::quiet},
               {"g/kWh", Tone::quiet, true},
               {"90 % within", Tone::quiet},
               {"", Tone::quiet}});
  for (const auto& row : rows) {
    const bool same_day = std::chrono::floor<std::chrono::days>(row.start) ==
                          std::chrono::floor<std::chrono::days>(row.end);
    columns.row({{moment(row.start), Tone::plain},
                 {same_day ? moment(row.end).substr(11) : moment(row.end), Tone::plain},
                 {whole(row.intensity.value), Tone::strong, true},
                 {range(row.intensity), Tone::plain},
                 {bar(row.intensity.value, most), Tone::plain}});
  }
  return columns.render(style);
}

/// Whose figures, and how the zone was found, unless that is said already.
std::string source_of(const GridAnswer& answer) {
  const auto& source = answer.series.source;
  const bool said = source.find(answer.how) != std::string::npos;
  return said ? source : source + "; zone " + answer.how;
}

std::string heading(const GridAnswer& answer, const reports::Style& style) {
  reports::Columns columns(0, reports::kWholeText);
  const char* what = answer.what == What::forecast ? "forecast" : "history";
  columns.row(
      {{zone_of(answer), Tone::strong}, {what, Tone::plain}, {source_of(answer), Tone::quiet}});
  return columns.render(style);
}

}  // namespace

std::string to_text(const GridAnswer& answer, const reports::Style& style) {
  std::string text = answer.what == What::now ? now_line(answer, style)
                                              : heading(answer, style) + table(answer, style);
  reports::Columns notes(2, reports::kWholeText);
  notes.row({{to_string(answer.series.label), Tone::quiet}});
  if (answer.what == What::now) {
    const auto& point = answer.series.points.front();
    notes.row(
        {{fmt::format("from {} until {} UTC", moment(point.start), moment(point.end).substr(11)),
          Tone::quiet}});
  }
  if (answer.stale) notes.row({{"stale: newer figures could not be had", Tone::quiet}});
  for (const auto& note : answer.series.notes) notes.row({{note, Tone::quiet}});
  return text + notes.render(style);
}

}  // namespace wattprint::engine
