#include "grid/providers/watttime.hpp"

#include <algorithm>
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

constexpr std::string_view kTitle = "WattTime";
constexpr std::string_view kUrl = "https://api.watttime.org";

/// A token holds for 30 minutes; a request with it may be under way for a while.
constexpr auto kTokenLives = 25min;

/// "data_point_period_seconds" where it is missing, and what it may be.
constexpr std::chrono::seconds kStep = 5min;
constexpr double kShortestStep = 60;
constexpr double kLongestStep = 86400;

constexpr int kLongestForecast = 72;  // hours

constexpr double kKilogramsPerPound = 0.45359237;  // international pound, exact

struct Unit {
  std::string_view name;
  double grams_per_kwh;  ///< one of it
};
/// As "meta.units" may say, in small letters; callers seen in public do not agree on the spelling.
constexpr Unit kUnits[] = {
    {"lbs_co2_per_mwh", kKilogramsPerPound},
    {"lb_co2_per_mwh", kKilogramsPerPound},
    {"lbs_co2e_per_mwh", kKilogramsPerPound},
    {"lbs/mwh", kKilogramsPerPound},
    {"lb/mwh", kKilogramsPerPound},
    {"kg_co2_per_mwh", 1.0},
    {"kg_co2e_per_mwh", 1.0},
    {"kg/mwh", 1.0},
    {"g_co2_per_kwh", 1.0},
    {"g_co2e_per_kwh", 1.0},
    {"g/kwh", 1.0},
};

std::string base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      encoded += i + k <= text.size() ? kDigits[bits >> (18 - 6 * k) & 63U] : '=';
  }
  return encoded;
}

constexpr Exchange::Meanings kLogin{
    .unauthorized = "it refuses the user name or the password (the key is \"user:password\")",
    .forbidden = "it refuses the user name or the password (the key is \"user:password\")"};
constexpr Exchange::Meanings kData{
    .forbidden =
        "the plan of this account does not include this region or signal (a free one has "
        "CAISO_NORTH only)",
    .unknown = "it does not know this place or what was asked for"};

class WattTime final : public Provider {
 public:
  struct Setup {
    std::string url;
    ZoneList zones;
    std::string region;  ///< empty: by the zone's coordinates
    std::string signal = "co2_moer";
  };
  WattTime(ProviderOptions options, Setup setup)
      : options_(std::move(options)), setup_(std::move(setup)) {}

  std::string_view name() const override { return options_.name; }
  /// Both signals are of operation: what power plants emit, not what building them did.
  Label label() const override {
    return {.signal = setup_.signal == "co2_moer" ? Signal::marginal : Signal::average,
            .kind = catalog::IntensityKind::direct};
  }
  bool covers(const catalog::Zone& zone) const override {
    return setup_.zones.allows(zone.code) && (!setup_.region.empty() || zone.inside);
  }
  bool offers(What) const override { return true; }
  std::chrono::seconds refresh() const override { return kStep; }
  /// 3000 requests in 5 minutes.
  std::chrono::milliseconds pace() const override { return 100ms; }
  std::chrono::hours longest(What what) const override {
    return std::chrono::hours(what == What::forecast ? kLongestForecast : 24 * 32);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    if (options_.key.empty()) return tl::unexpected(no_key(options_));
    keep_secrets(exchange);
    const auto region = region_of(query.zone, exchange);
    if (!region) return tl::unexpected(region.error());
    const auto document = ask(exchange, path(query, *region, exchange.now()));
    if (!document) return tl::unexpected(document.error());
    auto series = read(query, *region, *document, exchange.now());
    if (series && setup_.region.empty())
      series->notes.push_back("region " + *region + " of WattTime, the one at a point inside " +
                              query.zone.code);
    return series;
  }

 private:
  void keep_secrets(Exchange& exchange) const {
    const std::string key(options_.key.reveal());
    exchange.keep_secret(options_.key);
    exchange.keep_secret(Secret(base64(key)));
    exchange.keep_secret(Secret(key.substr(key.find(':') + 1)));
    exchange.keep_secret(token_);
  }

  Answer<bool> log_in(Exchange& exchange) {
    const auto answer =
        exchange.json(options_.name,
                      {.url = setup_.url + "/login",
                       .headers = {{"Authorization", "Basic " + base64(options_.key.reveal())}}},
                      kLogin);
    if (!answer) return tl::unexpected(answer.error());
    const auto token = text_in(*answer, "token", options_.name);
    if (!token) return tl::unexpected(token.error());
    token_ = Secret(*token);
    token_since_ = exchange.now();
    exchange.keep_secret(token_);
    return true;
  }

  /// An answer to a request with a token. One that has ended early is replaced once.
  Answer<json> ask(Exchange& exchange, const std::string& path) {
    const auto age = exchange.now() - token_since_;
    bool is_new = token_.empty() || age < 0s || age > kTokenLives;
    if (is_new)
      if (auto done = log_in(exchange); !done) return tl::unexpected(done.error());
    for (;;) {
      auto answer =
          exchange.json(options_.name,
                        {.url = setup_.url + path,
                         .headers = {{"Authorization", "Bearer " + std::string(token_.reveal())}}},
                        kData);
      if (answer || exchange.status() != 401 || is_new) return answer;
      is_new = true;
      if (auto done = log_in(exchange); !done) return tl::unexpected(done.error());
    }
  }

  Answer<std::string> region_of(const catalog::Zone& zone, Exchange& exchange) {
    if (!setup_.region.empty()) return setup_.region;
    if (const auto known = regions_.find(zone.code); known != regions_.end()) return known->second;
    if (!zone.inside)
      return failed(Kind::not_covered,
                    options_.name + ": it is not known where " + zone.code + " is");
    const auto answer =
        ask(exchange, "/v3/region-from-loc?latitude=" + std::to_string(zone.inside->latitude) +
                          "&longitude=" + std::to_string(zone.inside->longitude) +
                          "&signal_type=" + setup_.signal);
    if (!answer) return tl::unexpected(answer.error());
    auto region = text_in(*answer, "region", options_.name);
    if (!region) return region;
    // It stands in notes.
    if (*region != exchange.quote(*region) || region->empty())
      return failed(Kind::malformed, options_.name + ": it gives a region that is no name");
    regions_.insert_or_assign(zone.code, *region);
    return region;
  }

  std::string path(const Query& query, const std::string& region, WallTime now) const {
    const std::string of = "region=" + escape(region) + "&signal_type=" + setup_.signal;
    if (query.what == What::history)
      return "/v3/historical?" + of + "&start=" + escape(to_rfc3339(query.from)) +
             "&end=" + escape(to_rfc3339(query.to));
    // The first value of a forecast is the present one; the history lags behind.
    const auto ahead = std::chrono::ceil<std::chrono::hours>(query.to - now).count();
    const auto hours =
        query.what == What::latest ? 0 : std::clamp<std::int64_t>(ahead, 1, kLongestForecast);
    return "/v3/forecast?" + of + "&horizon_hours=" + std::to_string(hours);
  }

  Answer<Series> read(const Query& query, const std::string& region, const json& document,
                      WallTime now) const {
    const auto found = document.is_object() ? document.find("meta") : document.end();
    if (!document.is_object() || found == document.end() || !found->is_object())
      return failed(Kind::malformed, options_.name + ": the answer does not say of what it speaks");
    const json& meta = *found;
    const auto unit = unit_of(meta);
    if (!unit) return tl::unexpected(unit.error());
    if (auto same = must_be(meta, "region", region); !same) return tl::unexpected(same.error());
    if (auto same = must_be(meta, "signal_type", setup_.signal); !same)
      return tl::unexpected(same.error());
    const auto step = step_of(meta);
    if (!step) return tl::unexpected(step.error());
    const auto rows = array_in(document, "data", options_.name);
    if (!rows) return tl::unexpected(rows.error());

    auto rules = PointList::rules_for(query, options_.name, kTitle, *step, now);
    if (rules.forecast) rules.issued = issued_in(meta, "generated_at", now);
    PointList points(std::move(rules));
    for (const auto& row : **rows) {
      const auto start = moment_in(row, "point_time", options_.name);
      if (!start) return tl::unexpected(start.error());
      const auto value = number_in(row, "value", options_.name);
      if (!value) return tl::unexpected(value.error());
      // A horizon of 0 hours gives the values of the next minutes too.
      if (query.what == What::latest && *start > now) continue;
      if (*value) points.add(*start, CarbonIntensity{**value * *unit}, query.what == What::latest);
    }
    return points.take_series(query, label());
  }

  /// Grams per kilowatt-hour that one of the answer's unit is.
  Answer<double> unit_of(const json& meta) const {
    const auto text = text_in(meta, "units", options_.name);
    if (!text) return tl::unexpected(text.error());
    const auto name = to_lower(*text);
    for (const auto& unit : kUnits)
      if (unit.name == name) return unit.grams_per_kwh;
    return failed(Kind::malformed, options_.name + ": it gives values in a unit that is not known");
  }

  Answer<bool> must_be(const json& meta, const char* key, const std::string& wanted) const {
    const auto found = meta.find(key);
    if (found == meta.end() || *found == wanted) return true;
    return failed(Kind::malformed,
                  options_.name + ": it answers for another " + key + " than " + wanted);
  }

  Answer<std::chrono::seconds> step_of(const json& meta) const {
    const auto period = number_in(meta, "data_point_period_seconds", options_.name);
    if (!period) return tl::unexpected(period.error());
    if (!*period) return kStep;
    if (!(**period >= kShortestStep && **period <= kLongestStep))
      return failed(Kind::malformed, options_.name + ": no value holds for as long as it says");
    return std::chrono::seconds(static_cast<std::int64_t>(**period));
  }

  ProviderOptions options_;
  Setup setup_;
  Secret token_;
  WallTime token_since_{};
  std::map<std::string, std::string, std::less<>> regions_;  ///< by zone
};

}  // namespace

Result<std::unique_ptr<Provider>> make_watttime(const ProviderOptions& options) {
  WattTime::Setup setup;
  auto url = base_url(options, kUrl);
  if (!url) return fail(url.error());
  setup.url = std::move(*url);
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  setup.zones = std::move(*zones);
  setup.region = std::string(options.find("region").value_or(""));
  if (!setup.region.empty() && setup.zones.empty())
    return fail(Errc::malformed, options.values.find("region")->second.place +
                                     ": region: say also in which zones it lies, such as zones = "
                                     "\"US-CAL-CISO\"");
  setup.signal = std::string(options.find("signal").value_or("co2_moer"));
  if (setup.signal != "co2_moer" && setup.signal != "co2_aoer")
    return fail(bad_option(options, "signal", "co2_moer (marginal) or co2_aoer (average)"));
  if (!options.key.empty() && options.key.reveal().find(':') == std::string_view::npos)
    return fail(Errc::malformed, "the key is expected as \"user:password\"; " + options.key_hint);
  return std::make_unique<WattTime>(options, std::move(setup));
}

}  // namespace wattprint::grid
