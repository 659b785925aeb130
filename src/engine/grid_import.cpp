#include "engine/grid_import.hpp"

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "catalog/zones.hpp"
#include "engine/archive.hpp"
#include "grid/cache.hpp"
#include "reports/style.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using reports::Tone;

Error wrong(std::string_view flag, std::string_view expected, std::string_view found) {
  return {Errc::malformed, fmt::format("{}: expected {}, found \"{}\"", flag, expected, found)};
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string minutes_of(std::chrono::seconds step) {
  return fmt::format("{} min", static_cast<double>(step.count()) / 60.0);
}

}  // namespace

Result<ImportRequest> import_request(const config::Settings& settings, const ImportWords& words) {
  ImportRequest request{.input = words.input};
  if (!settings.zone)
    return fail(Errc::malformed, "--zone: say of which zone the figures are, such as DE");
  const auto zone = catalog::find_zone(*settings.zone);
  if (!zone) return fail(Errc::malformed, "--zone: " + zone.error().what);
  request.zone = zone->zone.code;
  request.format.source = words.source;
  request.format.time_zone = words.time_zone;
  if (!words.kind.empty()) {
    request.format.kind = grid::parse_kind(words.kind);
    if (!request.format.kind)
      return fail(wrong("--kind", "lifecycle, direct or unknown", words.kind));
  }
  if (!words.signal.empty()) {
    const auto signal = grid::parse_signal(words.signal);
    if (!signal) return fail(wrong("--signal", "average or marginal", words.signal));
    request.signal = *signal;
  }
  if (!words.unit.empty()) {
    request.format.unit = grid::parse_intensity_unit(words.unit);
    if (!request.format.unit) return fail(wrong("--unit", grid::kIntensityUnits, words.unit));
  }
  return request;
}

Result<ImportSummary> grid_import(const ImportRequest& request, const KeepSeries& keep) {
  auto input = request.input == "-" ? InputFile::standard_input() : InputFile::open(request.input);
  if (!input) return fail(input.error());
  ImportSummary summary{.input = input->name().string(), .zone = request.zone};
  auto file = grid::read_points(*input, summary.input, request.format, request.on_bad_row);
  if (!file) return fail(file.error());
  if (const auto held = catalog::find_zone(file->zone);
      held && !file->zone.empty() && held->zone.code != request.zone)
    return fail(Errc::malformed, fmt::format("{}: holds figures of {}, not of {}", summary.input,
                                             held->zone.code, request.zone));
  summary.label = {.signal = request.signal, .kind = file->kind};
  grid::Series series{.zone = request.zone, .label = summary.label};
  series.points = std::move(file->points);
  series.source = series.points.front().intensity.source;
  summary.source = series.source;
  summary.points = series.points.size();
  summary.first = series.points.front().start;
  summary.end = series.points.back().end;
  summary.file = std::move(*file);
  if (auto kept = keep(series); !kept) return fail(kept.error());
  return summary;
}

KeepSeries keep_in_store(const std::optional<std::filesystem::path>& data_dir, const Clock& clock) {
  return [&clock, data_dir](const grid::Series& series) -> Result<> {
    auto cache = open_point_cache(data_dir, store::Database::Access::create);
    if (!cache) return fail(cache.error());
    const grid::SeriesKey key{.source = {.provider = std::string(grid::kImported)},
                              .zone = series.zone,
                              .label = series.label};
    return (*cache)->put(key, series, std::nullopt, clock.wall());
  };
}

std::string to_text(const ImportSummary& summary, const reports::Style& style) {
  const auto& file = summary.file;
  std::string text = fmt::format("{}  {} of {} ({}) kept, in steps of {}, from {} to {}\n",
                                 paint(style, Tone::quiet, "wattprint"),
                                 paint(style, Tone::strong, counted(summary.points, "point")),
                                 summary.zone, to_string(summary.label), minutes_of(file.step),
                                 to_rfc3339(summary.first), to_rfc3339(summary.end));
  text += fmt::format("  source: {}\n  {} read, {} without a value, {}", summary.source,
                      counted(file.rows, "row"), file.no_value, counted(file.gaps, "gap"));
  if (file.bad_rows > 0)
    text += ", " + paint(style, Tone::bad, counted(file.bad_rows, "bad row") + " left out");
  text += '\n';
  for (const auto& note : file.notes) text += "  " + note + "\n";
  return text;
}

std::string to_json(const ImportSummary& summary) {
  const auto& file = summary.file;
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.import.v1");
  json.text("input", summary.input);
  json.text("zone", summary.zone);
  json.text("signal", to_string(summary.label.signal));
  json.text("accounting", to_string(summary.label.accounting));
  json.text("kind", to_string(summary.label.kind));
  json.text("source", summary.source);
  json.number("points", std::uint64_t{summary.points});
  json.number("step_s", static_cast<double>(file.step.count()));
  json.text("first", to_rfc3339(summary.first));
  json.text("end", to_rfc3339(summary.end));
  json.number("rows", std::uint64_t{file.rows});
  json.number("without_value", std::uint64_t{file.no_value});
  json.number("gaps", std::uint64_t{file.gaps});
  json.number("bad_rows", std::uint64_t{file.bad_rows});
  json.begin_array("notes");
  for (const auto& note : file.notes) json.text({}, note);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
