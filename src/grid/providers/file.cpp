#include "grid/providers/file.hpp"

#include "base/input_file.hpp"
#include "grid/exchange.hpp"
#include "grid/local_time.hpp"
#include "grid/points_file.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/providers/label_options.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using namespace std::chrono_literals;

constexpr std::string_view kZone = "{zone}";

Kind kind_of(Errc code) {
  switch (code) {
    case Errc::not_present: return Kind::not_covered;
    case Errc::permission_denied: return Kind::refused;
    case Errc::malformed: return Kind::malformed;
    case Errc::io:
    case Errc::unavailable: break;
  }
  return Kind::unreachable;
}

class File final : public Provider {
 public:
  File(std::string name, std::string path, ZoneList zones, PointsFormat format, Label label)
      : name_(std::move(name)),
        path_(std::move(path)),
        zones_(std::move(zones)),
        format_(std::move(format)),
        label_(label) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return label_; }
  bool covers(const catalog::Zone& zone) const override { return zones_.allows(zone.code); }
  bool offers(What) const override { return true; }
  /// The file may be rewritten at any time, and reading it is cheap.
  bool is_local() const override { return true; }
  std::chrono::seconds refresh() const override { return 1min; }
  std::chrono::hours longest(What) const override { return std::chrono::hours(24 * 366); }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    if (!covers(query.zone))
      return failed(Kind::not_covered, name_ + ": it has nothing for " + query.zone.code);
    std::string path = path_;
    if (const auto at = path.find(kZone); at != std::string::npos)
      path.replace(at, kZone.size(), query.zone.code);
    auto input = InputFile::open(path);
    if (!input) return refusal(input.error(), exchange);
    auto file = read_points(*input, path, format_);
    if (!file) return refusal(file.error(), exchange);
    if (const auto held = catalog::find_zone(file->zone);
        held && !file->zone.empty() && held->zone.code != query.zone.code)
      return failed(Kind::malformed, name_ + ": " + path + " holds figures of " + held->zone.code +
                                         ", not of " + query.zone.code);

    Series series{.zone = query.zone.code,
                  .label = label_,
                  .source = file->points.front().intensity.source,
                  .notes = std::move(file->notes)};
    const auto now = exchange.now();
    for (auto& point : file->points)
      if (is_wanted(point, query, now)) series.points.push_back(std::move(point));
    if (series.points.empty())
      return failed(Kind::no_data, name_ + ": " + path + " has no values for this time");
    if (query.what == What::forecast) series.issued_at = now;
    return series;
  }

 private:
  static bool is_wanted(const Point& point, const Query& query, WallTime now) {
    switch (query.what) {
      case What::latest: return point.end > now - 48h && point.start <= now;
      case What::history: return point.end > query.from && point.start < query.to;
      case What::forecast: return point.end > now && point.start < query.to;
    }
    return false;
  }

  Answer<Series> refusal(const Error& error, const Exchange& exchange) const {
    return failed(kind_of(error.code), name_ + ": " + exchange.quote(error.what));
  }

  std::string name_;
  std::string path_;
  ZoneList zones_;
  PointsFormat format_;
  Label label_;
};

Result<PointsFormat> format_from(const ProviderOptions& options) {
  PointsFormat format{.time_column = std::string(options.find("time").value_or("")),
                      .value_column = std::string(options.find("value").value_or("")),
                      .time_zone = std::string(options.find("time_zone").value_or("")),
                      .source = std::string(options.find("source").value_or(""))};
  if (const auto unit = options.find("unit")) {
    format.unit = parse_intensity_unit(*unit);
    if (!format.unit) return fail(bad_option(options, "unit", kIntensityUnits));
  }
  if (!format.time_zone.empty())
    if (const auto zone = LocalTimes::open(format.time_zone); !zone)
      return fail(
          bad_option(options, "time_zone", "a name such as Europe/Berlin; " + zone.error().what));
  return format;
}

}  // namespace

Result<std::unique_ptr<Provider>> make_file(const ProviderOptions& options) {
  const auto path = options.find("path");
  if (!path)
    return fail(Errc::malformed, options.name + ": it wants the option path; set it in [provider." +
                                     options.name + "]");
  if (!path->starts_with('/'))
    return fail(bad_option(options, "path", "an absolute path, such as /home/me/{zone}.csv"));
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  if (zones->empty() && path->find(kZone) == std::string_view::npos)
    return fail(bad_option(options, "path",
                           "{zone} in it, or the option zones to say of which zone the file is"));
  auto format = format_from(options);
  if (!format) return fail(format.error());
  const auto label = label_from(options, {.kind = catalog::IntensityKind::unknown});
  if (!label) return fail(label.error());
  if (label->kind != catalog::IntensityKind::unknown) format->kind = label->kind;
  return std::make_unique<File>(options.name, std::string(*path), std::move(*zones),
                                std::move(*format), *label);
}

}  // namespace wattprint::grid
