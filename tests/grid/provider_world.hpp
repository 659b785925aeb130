#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/zones.hpp"
#include "grid/exchange.hpp"
#include "grid/providers/all.hpp"
#include "support/fake_http.hpp"

/// Good answers of every service, in the shapes that they document, and what is asked for them.
namespace wattprint::grid::testing {

using nlohmann::json;
using What = Query::What;
using namespace std::chrono_literals;

inline constexpr const char* kNow = "2026-01-20T12:10:00Z";
inline constexpr const char* kKey = "key-0f-test";
inline constexpr const char* kPassword = "pa55-w0rd";
inline constexpr const char* kToken = "t0ken-0f-a-while";

inline const std::vector<std::string>& kinds() {
  static const std::vector<std::string> names{"carbon-aware-sdk", "electricity-maps",
                                              "energi-data-service", "uk", "watttime"};
  return names;
}
inline const std::vector<What>& whats() {
  static const std::vector<What> all{What::latest, What::history, What::forecast};
  return all;
}

inline ProviderOptions options_of(const std::string& kind,
                                  std::vector<std::pair<std::string, std::string>> more = {}) {
  ProviderOptions options{.name = kind, .key_hint = "set the variable"};
  if (kind == "electricity-maps") options.key = Secret(kKey);
  if (kind == "watttime") options.key = Secret(std::string("user:") + kPassword);
  if (kind == "carbon-aware-sdk")
    more.insert(more.begin(), {{"url", "http://localhost:5073"}, {"signal", "average"}});
  for (auto& [name, text] : more)
    options.values.insert_or_assign(name, ProviderOptions::Value{text, "config.toml line 7"});
  return options;
}

inline std::unique_ptr<Provider> provider_of(
    const std::string& kind, std::vector<std::pair<std::string, std::string>> more = {}) {
  return make_provider(options_of(kind, std::move(more))).value();
}

inline std::string zone_of(const std::string& kind) {
  if (kind == "energi-data-service") return "DK-DK1";
  if (kind == "uk") return "GB";
  return kind == "watttime" ? "US-CAL-CISO" : "DE";
}

/// history: the last three hours; forecast: three hours ahead.
inline Query query_of(const std::string& kind, What what) {
  const WallTime now = parse_rfc3339(kNow).value();
  Query query{.what = what, .zone = catalog::find_zone(zone_of(kind)).value().zone};
  if (what == What::history) query.from = now - 3h, query.to = now;
  if (what == What::forecast) query.to = now + 3h;
  return query;
}

inline std::string minute(WallTime time, const char* tail) {
  return to_rfc3339(time).substr(0, 16) + tail;
}

/// Data as the service gives them: 100, 101, 102 g/kWh for the three steps before the present
/// half hour or, of a forecast, from it on.
inline json data_of(const std::string& kind, What what) {
  const bool forecast = what == What::forecast;
  const auto step = kind == "energi-data-service" || kind == "watttime" ? 5min : 30min;
  const WallTime present = parse_rfc3339("2026-01-20T12:00:00Z").value();
  const WallTime first = forecast ? present + 10min : present - 2 * step;
  json rows = json::array();
  for (int i = 0; i < 3; ++i) {
    const WallTime time = first + i * step;
    const double value = 100 + i;
    if (kind == "electricity-maps")
      rows.push_back({{"zone", "DE"},
                      {"carbonIntensity", value},
                      {"datetime", minute(time, ":00.000Z")},
                      {"emissionFactorType", "lifecycle"},
                      {"isEstimated", i == 2},
                      {"estimationMethod", nullptr}});
    if (kind == "watttime")
      rows.push_back({{"point_time", minute(time, ":00+00:00")}, {"value", value / 0.45359237}});
    if (kind == "uk")
      rows.push_back({{"from", minute(time, "Z")},
                      {"to", minute(time + step, "Z")},
                      {"intensity",
                       {{"forecast", forecast ? value : value + 50},
                        {"actual", forecast ? json() : json(value)},
                        {"index", "moderate"}}}});
    if (kind == "energi-data-service")
      rows.push_back({{"Minutes5UTC", minute(time, ":00")},
                      {"Minutes5DK", minute(time + 1h, ":00")},
                      {"PriceArea", "DK1"},
                      {"CO2Emission", value}});
    if (kind == "carbon-aware-sdk")
      rows.push_back({{"location", "DE"},
                      {forecast ? "timestamp" : "time", minute(time, ":00+00:00")},
                      {forecast ? "value" : "rating", value},
                      {"duration", forecast ? json(30) : json("00:30:00")}});
  }
  if (kind == "electricity-maps") {
    if (what == What::latest) return rows[1];
    json document{{"zone", "DE"}, {"temporalGranularity", "hourly"}};
    if (forecast) document["updatedAt"] = "2026-01-20T12:05:00.000Z";
    document[forecast ? "forecast" : "history"] = rows;
    return document;
  }
  if (kind == "watttime")
    return {{"data", rows},
            {"meta",
             {{"data_point_period_seconds", 300},
              {"region", "CAISO_NORTH"},
              {"signal_type", "co2_moer"},
              {"units", "lbs_co2_per_mwh"},
              {"warnings", json::array()},
              {"generated_at", "2026-01-20T12:05:00+00:00"}}}};
  if (kind == "energi-data-service")
    return {{"total", 3}, {"limit", 5000}, {"dataset", "CO2Emis"}, {"records", rows}};
  if (kind == "uk") return {{"data", rows}};
  if (!forecast) return rows;
  return json::array({{{"generatedAt", "2026-01-20T12:05:00Z"},
                       {"location", "DE"},
                       {"optimalDataPoints", json::array()},
                       {"forecastData", rows}}});
}

/// A client that logs in and tells regions where WattTime is asked for them, and to all else gives
/// `data`.
inline wattprint::testing::FakeHttp http_of(HttpResponse data) {
  return wattprint::testing::FakeHttp([data = std::move(data)](
                                          const HttpRequest& request) -> Result<HttpResponse> {
    const auto has = [&](const char* text) { return request.url.find(text) != std::string::npos; };
    if (has("/login")) return HttpResponse{200, {}, json{{"token", kToken}}.dump()};
    if (has("/v3/region-from-loc"))
      return HttpResponse{200, {}, json{{"region", "CAISO_NORTH"}}.dump()};
    return data;
  });
}

inline Answer<Series> fetch(Provider& provider, HttpClient& http, const Query& query) {
  static const wattprint::testing::HeldClock clock(kNow);
  Exchange exchange(http, clock, 2s);
  return provider.fetch(query, exchange);
}

}  // namespace wattprint::grid::testing
