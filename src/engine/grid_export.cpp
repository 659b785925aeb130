#include "engine/grid_export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/csv.hpp"
#include "base/output_file.hpp"
#include "catalog/zones.hpp"
#include "engine/archive.hpp"
#include "engine/grid_ask.hpp"

namespace wattprint::engine {
namespace {

/// "electricity-maps DE (average, location-based, lifecycle)"
std::string name_of(const grid::SeriesKey& key) {
  return fmt::format("{} of {} ({})", key.zone, key.source.provider, to_string(key.label));
}

std::string list_of(const std::vector<grid::CachedSeries>& all) {
  constexpr std::size_t kMost = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i)
    text += (i == 0 ? "" : "; ") + name_of(all[i].key);
  if (all.size() > kMost) text += fmt::format("; and {} more", all.size() - kMost);
  return text;
}

bool fits(const ExportRequest& request, const grid::SeriesKey& key) {
  return key.zone == request.zone && (!request.kind || key.label.kind == *request.kind) &&
         (!request.signal || key.label.signal == *request.signal) &&
         (!request.provider || key.source.provider == *request.provider);
}

Result<grid::CachedSeries> choose(const ExportRequest& request, grid::PointCache& cache) {
  auto all = cache.list();
  if (!all) return fail(all.error());
  std::erase_if(*all, [](const auto& series) { return series.key.forecast; });
  std::vector<grid::CachedSeries> fitting;
  std::copy_if(all->begin(), all->end(), std::back_inserter(fitting),
               [&](const auto& series) { return fits(request, series.key); });
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty())
    return fail(Errc::not_present, "no such figures of " + request.zone + " are kept" +
                                       (all->empty() ? std::string("; nothing is kept yet")
                                                     : "; kept are: " + list_of(*all)));
  return fail(Errc::malformed, "several series are kept: " + list_of(fitting) +
                                   "; choose one by --provider, --kind and --signal");
}

void append_row(std::string& text, const grid::Point& point) {
  const auto& figure = point.intensity;
  // The shortest digits that read back as the same number.
  fmt::format_to(std::back_inserter(text), "{},{},{},{},", to_rfc3339(point.start),
                 figure.value.value(), figure.low.value(), figure.high.value());
  append_csv_field(text, figure.source);
  text += ',' + to_rfc3339(point.end) + '\n';
}

}  // namespace

Result<ExportRequest> export_request(const config::Settings& settings, const ExportWords& words) {
  ExportRequest request{.output = words.output};
  if (!settings.zone) return fail(Errc::malformed, "--zone: say of which zone, such as DE");
  const auto zone = catalog::find_zone(*settings.zone);
  if (!zone) return fail(Errc::malformed, "--zone: " + zone.error().what);
  request.zone = zone->zone.code;
  if (!words.provider.empty()) request.provider = words.provider;
  if (!words.kind.empty()) {
    request.kind = grid::parse_kind(words.kind);
    if (!request.kind)
      return fail(Errc::malformed,
                  "--kind: expected lifecycle, direct or unknown, found \"" + words.kind + '"');
  }
  if (!words.signal.empty()) {
    request.signal = grid::parse_signal(words.signal);
    if (!request.signal)
      return fail(Errc::malformed,
                  "--signal: expected average or marginal, found \"" + words.signal + '"');
  }
  const auto from = time_of(words.from, "--from");
  if (!from) return fail(from.error());
  const auto to = time_of(words.to, "--to");
  if (!to) return fail(to.error());
  request.from = *from;
  request.to = *to;
  return request;
}

Result<std::size_t> grid_export(const ExportRequest& request, grid::PointCache& cache,
                                ByteSink& output) {
  const auto chosen = choose(request, cache);
  if (!chosen) return fail(chosen.error());
  const grid::Stretch stretch{request.from.value_or(chosen->stretch.from),
                              request.to.value_or(chosen->stretch.to)};
  const auto series = cache.points(chosen->key, stretch);
  if (!series) return fail(series.error());
  if (series->points.empty())
    return fail(Errc::not_present, name_of(chosen->key) + ": no figures of this time are kept");
  std::string text = "timestamp_utc,g_per_kwh,low,high,source,end\n";
  for (const auto& point : series->points) append_row(text, point);
  if (auto written = output.write(text); !written) return fail(written.error());
  return series->points.size();
}

Result<std::size_t> grid_export(const ExportRequest& request,
                                const std::optional<std::filesystem::path>& data_dir) {
  auto cache = open_point_cache(data_dir, store::Database::Access::existing);
  if (!cache && cache.error().code == Errc::not_present)
    return fail(Errc::not_present,
                "nothing is kept here yet; wattprint grid import brings figures");
  if (!cache) return fail(cache.error());
  auto output =
      request.output == "-" ? OutputFile::standard_output() : OutputFile::create(request.output);
  if (!output) return fail(output.error());
  const auto points = grid_export(request, **cache, *output);
  if (!points) return points;
  if (auto written = output->commit(); !written) return fail(written.error());
  return points;
}

}  // namespace wattprint::engine
