#include "grid/providers/electricity_maps.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "grid/exchange.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/providers/label_options.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using catalog::IntensityKind;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "Electricity Maps";
constexpr std::string_view kUrl = "https://api.electricitymaps.com";

/// The reach of the free endpoint `history`.
constexpr auto kHistory = 24h;

/// "The time range is limited to 10 days (240 hours) for an hourly granularity" (its reference, of
/// past-range). It states no limit for finer ones: as many values, then.
constexpr int kMostValues = 240;

struct Granularity {
  std::string_view name;
  std::chrono::seconds step;
};
constexpr Granularity kGranularities[] = {
    {"hourly", 1h}, {"15_minutes", 15min}, {"5_minutes", 5min}};

const Granularity* find_granularity(std::string_view name) {
  for (const auto& granularity : kGranularities)
    if (granularity.name == name) return &granularity;
  return nullptr;
}

/// Which spans it forecasts.
constexpr std::chrono::hours kHorizons[] = {6h, 24h, 48h, 72h};

/// A wrong zone looks like a wrong key here, and so does haste (issue 8047 of
/// electricitymaps-contrib).
constexpr Exchange::Meanings kMeanings{
    .unauthorized =
        "the key is wrong, or its plan is for another zone (a free plan has one zone; "
        "name it by the option zones), or requests came in a burst",
    .forbidden =
        "the plan of this key does not include this (a free plan has the latest and the "
        "last 24 hours, no forecast)",
    .unknown = "it does not know this zone or what was asked for"};

class ElectricityMaps final : public Provider {
 public:
  struct Setup {
    std::string url;  ///< with the version
    ZoneList zones;
    IntensityKind kind = IntensityKind::lifecycle;
    Granularity granularity = kGranularities[0];
  };
  ElectricityMaps(ProviderOptions options, Setup setup)
      : options_(std::move(options)), setup_(std::move(setup)) {}

  std::string_view name() const override { return options_.name; }
  Label label() const override { return {.kind = setup_.kind}; }
  bool covers(const catalog::Zone& zone) const override {
    // The codes of current zones are its own.
    return zone.status == "current" && setup_.zones.allows(zone.code);
  }
  bool offers(What) const override { return true; }
  std::chrono::seconds refresh() const override { return setup_.granularity.step; }
  /// Bursts are refused as if the key were wrong; at how many is not published.
  std::chrono::milliseconds pace() const override { return 1s; }
  std::chrono::hours longest(What what) const override {
    if (what == What::forecast) return 72h;
    return std::chrono::duration_cast<std::chrono::hours>(kMostValues * setup_.granularity.step);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    if (options_.key.empty()) return tl::unexpected(no_key(options_));
    exchange.keep_secret(options_.key);
    const auto document =
        exchange.json(options_.name,
                      {.url = url(query, exchange.now()),
                       .headers = {{"auth-token", std::string(options_.key.reveal())}}},
                      kMeanings);
    if (!document) return tl::unexpected(document.error());
    auto step = step_of(*document);
    if (!step) return tl::unexpected(step.error());
    auto rules = PointList::rules_for(query, options_.name, kTitle, *step, exchange.now());
    if (rules.forecast) rules.issued = issued_in(*document, "updatedAt", exchange.now());
    PointList points(std::move(rules));
    if (auto added = add_all(points, query, *document, exchange.now()); !added)
      return tl::unexpected(added.error());
    return points.take_series(query, label());
  }

 private:
  bool is_recent(const Query& query, WallTime now) const {
    return query.what == What::history && query.from >= now - kHistory;
  }

  /// Name of the list in an answer; empty for `latest`, which is a point itself.
  std::string_view list_of(const Query& query, WallTime now) const {
    switch (query.what) {
      case What::latest: return "";
      case What::forecast: return "forecast";
      case What::history: break;
    }
    return is_recent(query, now) ? "history" : "data";
  }

  std::string url(const Query& query, WallTime now) const {
    std::string url = setup_.url + "/carbon-intensity/";
    const std::string zone = "?zone=" + escape(query.zone.code);
    if (query.what == What::latest) {
      url += "latest" + zone;
    } else if (query.what == What::forecast) {
      url += "forecast" + zone + "&horizonHours=" + std::to_string(horizon(query.to - now).count());
    } else if (is_recent(query, now)) {
      url += "history" + zone;
    } else {
      url += "past-range" + zone + "&start=" + escape(to_rfc3339(query.from)) +
             "&end=" + escape(to_rfc3339(query.to));
    }
    url += "&emissionFactorType=" + std::string(to_string(setup_.kind));
    if (setup_.granularity.name != kGranularities[0].name)
      url += "&temporalGranularity=" + std::string(setup_.granularity.name);
    return url;
  }

  static std::chrono::hours horizon(std::chrono::milliseconds ahead) {
    for (const auto hours : kHorizons)
      if (ahead <= hours) return hours;
    return std::end(kHorizons)[-1];
  }

  /// The step that the answer says it has, else the one that was asked for.
  Answer<std::chrono::seconds> step_of(const json& document) const {
    if (!document.is_object() || !document.contains("temporalGranularity"))
      return setup_.granularity.step;
    const auto name = text_in(document, "temporalGranularity", options_.name);
    if (!name) return tl::unexpected(name.error());
    const auto* granularity = find_granularity(*name);
    if (granularity == nullptr)
      return failed(Kind::malformed, options_.name + ": its values have a step that is not known");
    return granularity->step;
  }

  Answer<bool> add_all(PointList& points, const Query& query, const json& document,
                       WallTime now) const {
    const auto key = list_of(query, now);
    if (key.empty()) return add(points, query, document);
    if (auto fits = check(query, document); !fits) return fits;
    const auto rows = array_in(document, key, options_.name);
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : **rows)
      if (auto added = add(points, query, row); !added) return added;
    return true;
  }

  Answer<bool> add(PointList& points, const Query& query, const json& row) const {
    if (auto fits = check(query, row); !fits) return fits;
    const auto start = moment_in(row, "datetime", options_.name);
    if (!start) return tl::unexpected(start.error());
    const auto value = number_in(row, "carbonIntensity", options_.name);
    if (!value) return tl::unexpected(value.error());
    const auto estimated = row.find("isEstimated");
    const bool is_estimated = estimated != row.end() && *estimated == true;
    if (*value) points.add(*start, CarbonIntensity{**value}, is_estimated);
    return true;
  }

  /// For a zone that it does not have it may answer for where the caller seems to be. And figures
  /// with other factors than those of the label would be mixed with it.
  Answer<bool> check(const Query& query, const json& object) const {
    const auto differs = [&](const char* key, std::string_view wanted) {
      const auto found = object.is_object() ? object.find(key) : object.end();
      return object.is_object() && found != object.end() && *found != std::string(wanted);
    };
    if (differs("zone", query.zone.code))
      return failed(Kind::not_covered,
                    options_.name + ": it answers for another zone than " + query.zone.code);
    if (differs("emissionFactorType", to_string(setup_.kind)))
      return failed(Kind::malformed, options_.name + ": its figures are not " +
                                         std::string(to_string(setup_.kind)) +
                                         " ones, which it was asked for");
    return true;
  }

  ProviderOptions options_;
  Setup setup_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_electricity_maps(const ProviderOptions& options) {
  ElectricityMaps::Setup setup;
  auto url = base_url(options, kUrl);
  if (!url) return fail(url.error());
  const auto version = options.find("version").value_or("v3");
  if (version != "v3" && version != "v4") return fail(bad_option(options, "version", "v3 or v4"));
  setup.url = std::move(*url) + "/" + std::string(version);
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  setup.zones = std::move(*zones);
  const auto factors = options.find("emission_factor_type").value_or("lifecycle");
  if (factors != "lifecycle" && factors != "direct")
    return fail(bad_option(options, "emission_factor_type", "lifecycle or direct"));
  setup.kind = *parse_kind(factors);
  if (const auto name = options.find("granularity")) {
    const auto* granularity = find_granularity(*name);
    if (granularity == nullptr)
      return fail(bad_option(options, "granularity", "hourly, 15_minutes or 5_minutes"));
    setup.granularity = *granularity;
  }
  return std::make_unique<ElectricityMaps>(options, std::move(setup));
}

}  // namespace wattprint::grid
