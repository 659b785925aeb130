#include "grid/providers/carbon_aware_sdk.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "grid/exchange.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/providers/label_options.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "Carbon Aware SDK";

/// How long a value holds that does not say so, unless the next one begins sooner.
constexpr std::chrono::seconds kStep = 1h;
constexpr std::chrono::seconds kLongestStep = 24h;

constexpr Exchange::Meanings kMeanings{
    .unknown = "it does not know this location (option locations), or its source cannot do this"};

/// "01:00:00", the form of .NET for less than a day.
std::optional<std::chrono::seconds> time_span(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  const auto hours = parse_u64(parts[0]);
  const auto minutes = parse_u64(parts[1]);
  const auto seconds = parse_u64(parts[2]);
  if (!hours || !minutes || !seconds || *hours > 24 || *minutes > 59 || *seconds > 59)
    return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds);
}

class CarbonAwareSdk final : public Provider {
 public:
  struct Setup {
    std::string url;
    ZoneList zones;
    Label label;
    std::map<std::string, std::string, std::less<>> locations;  ///< by zone
  };
  CarbonAwareSdk(std::string name, Setup setup)
      : name_(std::move(name)), setup_(std::move(setup)) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return setup_.label; }
  bool covers(const catalog::Zone& zone) const override {
    return setup_.zones.allows(zone.code) &&
           (setup_.locations.empty() || setup_.locations.contains(zone.code));
  }
  bool offers(What) const override { return true; }
  std::chrono::seconds refresh() const override { return 5min; }
  std::chrono::hours longest(What what) const override {
    return std::chrono::hours(what == What::forecast ? 72 : 240);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    const auto document =
        exchange.json(name_, {.url = setup_.url + path(query, exchange.now())}, kMeanings);
    if (!document) return tl::unexpected(document.error());
    const bool forecast = query.what == What::forecast;
    auto rules = PointList::rules_for(query, name_, kTitle, kStep, exchange.now());
    const auto rows = forecast ? forecast_rows(*document, rules) : list(*document);
    if (!rows) return tl::unexpected(rows.error());
    PointList points(std::move(rules));
    for (const auto& row : **rows)
      if (auto added = add(points, row, forecast); !added) return tl::unexpected(added.error());
    return points.take_series(query, label());
  }

 private:
  std::string path(const Query& query, WallTime now) const {
    const auto known = setup_.locations.find(query.zone.code);
    const std::string location =
        "?location=" + escape(known == setup_.locations.end() ? query.zone.code : known->second);
    if (query.what == What::forecast) return "/emissions/forecasts/current" + location;
    const bool latest = query.what == What::latest;
    return "/emissions/bylocation" + location +
           "&time=" + escape(to_rfc3339(latest ? now - 24h : query.from)) +
           "&toTime=" + escape(to_rfc3339(latest ? now : query.to));
  }

  Answer<const json*> list(const json& document) const {
    if (document.is_array()) return &document;
    return failed(Kind::malformed, name_ + ": the answer is no list");
  }

  Answer<const json*> forecast_rows(const json& document, PointList::Rules& rules) const {
    const auto forecasts = list(document);
    if (!forecasts) return forecasts;
    if (document.empty())
      return failed(Kind::no_data, name_ + ": it has no forecast for this location");
    rules.issued = issued_in(document.front(), "generatedAt", rules.now);
    return array_in(document.front(), "forecastData", name_);
  }

  Answer<bool> add(PointList& points, const json& row, bool forecast) const {
    const auto start = moment_in(row, forecast ? "timestamp" : "time", name_);
    if (!start) return tl::unexpected(start.error());
    const auto value = number_in(row, forecast ? "value" : "rating", name_);
    if (!value) return tl::unexpected(value.error());
    const auto lasts = duration_in(row);
    if (!lasts) return tl::unexpected(lasts.error());
    if (*value) points.add(*start, CarbonIntensity{**value}, false, *lasts);
    return true;
  }

  /// Minutes as a number, or a span as text.
  Answer<std::optional<std::chrono::seconds>> duration_in(const json& row) const {
    const auto found = row.find("duration");
    if (found == row.end() || found->is_null()) return std::nullopt;
    std::optional<std::chrono::seconds> duration;
    if (found->is_string()) duration = time_span(found->get_ref<const std::string&>());
    if (found->is_number()) {
      const double minutes = found->get<double>();
      if (minutes >= 1.0 && minutes <= kLongestStep / 1min)
        duration = std::chrono::seconds(static_cast<std::int64_t>(minutes * 60.0));
    }
    if (!duration || *duration <= 0s || *duration > kLongestStep)
      return failed(Kind::malformed, name_ + ": no value holds for as long as it says");
    return duration;
  }

  std::string name_;
  Setup setup_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_carbon_aware_sdk(const ProviderOptions& options) {
  CarbonAwareSdk::Setup setup;
  const std::string table = "[provider." + options.name + "]";
  if (!options.find("url"))
    return fail(Errc::malformed, table +
                                     ": url: say where the web API is, such as url = "
                                     "\"http://localhost:5073\"");
  auto url = base_url(options, "");
  if (!url) return fail(url.error());
  setup.url = std::move(*url);
  if (!options.find("signal"))
    return fail(Errc::malformed, table +
                                     ": signal: say what its source gives: \"average\" "
                                     "(Electricity Maps) or \"marginal\" (WattTime)");
  const auto label = label_from(options, {.kind = catalog::IntensityKind::unknown});
  if (!label) return fail(label.error());
  setup.label = *label;
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  setup.zones = std::move(*zones);
  for (const auto& word : words_of(options, "locations")) {
    const auto equals = word.find('=');
    const auto zone = catalog::find_zone(word.substr(0, equals));
    if (equals == std::string::npos || equals + 1 == word.size() || !zone)
      return fail(bad_option(options, "locations", "pairs such as \"DE=germanywestcentral\""));
    setup.locations.insert_or_assign(zone->zone.code, word.substr(equals + 1));
  }
  return std::make_unique<CarbonAwareSdk>(options.name, std::move(setup));
}

}  // namespace wattprint::grid
