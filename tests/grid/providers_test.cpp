// What each provider asks for, and what it makes of a good answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grid/provider_world.hpp"

namespace wattprint::grid {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using wattprint::testing::FakeHttp;
using Kind = Failure::Kind;

WallTime at(const char* text) { return parse_rfc3339(text).value(); }

std::vector<double> values(const Series& series) {
  std::vector<double> values;
  for (const auto& point : series.points)
    values.push_back(std::round(point.intensity.value.value() * 1e6) / 1e6);
  return values;
}

/// URL of the last request, and the answer.
struct Asked {
  std::string url;
  std::vector<HttpHeader> headers;
  Answer<Series> answer;
};
Asked ask(const std::string& kind, const Query& query, const json& data,
          std::vector<std::pair<std::string, std::string>> options = {}) {
  auto http = http_of({200, {}, data.dump()});
  const auto provider = provider_of(kind, std::move(options));
  auto answer = fetch(*provider, http, query);
  const HttpRequest request = http.requests.empty() ? HttpRequest{} : http.requests.back();
  return {request.url, request.headers, std::move(answer)};
}
Asked ask(const std::string& kind, What what,
          std::vector<std::pair<std::string, std::string>> options = {}) {
  return ask(kind, query_of(kind, what), data_of(kind, what), std::move(options));
}

TEST(EveryProvider, GivesTheNumbersOfAGoodAnswer) {
  for (const auto& kind : kinds()) {
    for (const auto what : whats()) {
      SCOPED_TRACE(kind + " " + std::to_string(static_cast<int>(what)));
      const auto provider = provider_of(kind);
      EXPECT_TRUE(provider->covers(query_of(kind, what).zone));
      EXPECT_TRUE(provider->offers(what));
      EXPECT_GE(provider->longest(what), 1h);
      EXPECT_GE(provider->refresh(), 5min);
      const auto asked = ask(kind, what);
      ASSERT_TRUE(asked.answer) << asked.answer.error().what;
      const auto& series = *asked.answer;
      EXPECT_EQ(series.zone, zone_of(kind));
      EXPECT_EQ(series.label, provider->label());
      EXPECT_FALSE(series.source.empty());
      EXPECT_EQ(series.issued_at.has_value(), what == What::forecast);
      if (kind == "electricity-maps" && what == What::latest) {
        EXPECT_EQ(values(series), (std::vector{101.0}));
      } else {
        EXPECT_EQ(values(series), (std::vector{100.0, 101.0, 102.0}));
      }
    }
  }
}

TEST(EveryProvider, SaysWhatItsFiguresStandFor) {
  const auto label = [](const std::string& kind,
                        std::vector<std::pair<std::string, std::string>> options = {}) {
    return to_string(provider_of(kind, std::move(options))->label());
  };
  EXPECT_EQ(label("electricity-maps"), "average, location-based, life cycle");
  EXPECT_EQ(label("electricity-maps", {{"emission_factor_type", "direct"}}),
            "average, location-based, direct");
  EXPECT_EQ(label("watttime"), "marginal, location-based, direct");
  EXPECT_EQ(label("watttime", {{"signal", "co2_aoer"}}), "average, location-based, direct");
  EXPECT_EQ(label("uk"), "average, location-based, direct");
  EXPECT_EQ(label("energi-data-service"), "average, location-based, direct");
  EXPECT_EQ(label("carbon-aware-sdk", {{"signal", "marginal"}, {"intensity_kind", "direct"}}),
            "marginal, location-based, direct");
}

TEST(EveryProvider, AsksOnlyForTheZonesOfItsOption) {
  for (const auto& kind : kinds()) {
    const auto mine = catalog::find_zone(zone_of(kind)).value().zone;
    const auto france = catalog::find_zone("FR").value().zone;
    EXPECT_TRUE(provider_of(kind, {{"zones", "PL, " + zone_of(kind)}})->covers(mine)) << kind;
    EXPECT_FALSE(provider_of(kind, {{"zones", "PL"}})->covers(mine)) << kind;
    EXPECT_FALSE(provider_of(kind, {{"zones", "PL"}})->covers(france)) << kind;
    const auto wrong = make_provider(options_of(kind, {{"zones", "Nowhere"}}));
    ASSERT_FALSE(wrong) << kind;
    EXPECT_THAT(wrong.error().what, HasSubstr("config.toml line 7: zones: unknown zone")) << kind;
  }
}

TEST(EveryProvider, NamesThePlaceOfAnOptionThatMakesNoSense) {
  for (const auto& [kind, option, text] : {std::tuple{"electricity-maps", "version", "v5"},
                                           {"electricity-maps", "granularity", "1h"},
                                           {"electricity-maps", "emission_factor_type", "all"},
                                           {"electricity-maps", "url", "host"},
                                           {"electricity-maps", "colour", "red"},
                                           {"watttime", "signal", "moer"},
                                           {"watttime", "region", "CAISO_NORTH"},
                                           {"uk", "postcode", "M15 6BH"},
                                           {"uk", "region", "18"},
                                           {"uk", "url", "ftp://x"},
                                           {"carbon-aware-sdk", "signal", "both"},
                                           {"carbon-aware-sdk", "locations", "germany"},
                                           {"carbon-aware-sdk", "locations", "DE="},
                                           {"carbon-aware-sdk", "intensity_kind", "green"},
                                           {"energi-data-service", "postcode", "8000"}}) {
    const auto made = make_provider(options_of(kind, {{option, text}}));
    ASSERT_FALSE(made) << kind << option;
    EXPECT_EQ(made.error().code, Errc::malformed);
    EXPECT_THAT(made.error().what, AllOf(HasSubstr("config.toml line 7: "), HasSubstr(option)));
  }
}

TEST(EveryProvider, AsksTheUrlOfItsOption) {
  for (const auto& kind : kinds())
    EXPECT_THAT(ask(kind, What::latest, {{"url", "http://127.0.0.1:9/here/"}}).url,
                ::testing::MatchesRegex("http://127\\.0\\.0\\.1:9/here/[a-z0-9].*"))
        << kind;
}

TEST(EveryProvider, WithoutTheKeyThatItWantsAsksNobody) {
  for (const std::string kind : {"electricity-maps", "watttime"}) {
    auto options = options_of(kind);
    options.key = Secret();
    auto http = http_of({200, {}, "{}"});
    const auto answer = fetch(*make_provider(options).value(), http, query_of(kind, What::latest));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::no_key);
    EXPECT_EQ(answer.error().what, kind + ": it wants a key; set the variable");
    EXPECT_THAT(http.requests, IsEmpty());
  }
}

// Electricity Maps

TEST(ElectricityMaps, AsksEachEndpointWithTheKeyInAHeader) {
  const auto latest = ask("electricity-maps", What::latest);
  EXPECT_EQ(latest.url,
            "https://api.electricitymaps.com/v3/carbon-intensity/latest?zone=DE"
            "&emissionFactorType=lifecycle");
  ASSERT_EQ(latest.headers.size(), 1U);
  EXPECT_EQ(latest.headers[0].name, "auth-token");
  EXPECT_EQ(latest.headers[0].value, kKey);
  EXPECT_THAT(ask("electricity-maps", What::history, {{"version", "v4"}}).url,
              HasSubstr("/v4/carbon-intensity/history?zone=DE"));
  EXPECT_THAT(ask("electricity-maps", What::latest, {{"granularity", "5_minutes"}}).url,
              HasSubstr("&temporalGranularity=5_minutes"));
}

TEST(ElectricityMaps, AsksForTheShortestForecastThatReachesFarEnough) {
  auto query = query_of("electricity-maps", What::forecast);
  for (const auto& [ahead, horizon] :
       {std::pair{1h, 6}, {6h, 6}, {7h, 24}, {24h, 24}, {25h, 48}, {49h, 72}, {96h, 72}}) {
    query.to = at(kNow) + ahead;
    EXPECT_THAT(ask("electricity-maps", query, json::object()).url,
                HasSubstr("&horizonHours=" + std::to_string(horizon) + "&"));
  }
}

TEST(ElectricityMaps, AsksThePaidEndpointOnlyForWhatTheFreeOneHasNot) {
  auto query = query_of("electricity-maps", What::history);
  query.from = at("2026-01-10T00:00:00Z");
  query.to = at("2026-01-20T00:00:00Z");
  auto data = data_of("electricity-maps", What::history);
  data["data"] = data["history"];
  data.erase("history");
  for (std::size_t i = 0; i < 3; ++i)
    data["data"][i]["datetime"] = "2026-01-1" + std::to_string(i) + "T00:00:00.000Z";
  data["data"][1]["carbonIntensity"] = nullptr;
  const auto asked = ask("electricity-maps", query, data);
  EXPECT_THAT(asked.url, HasSubstr("/past-range?zone=DE&start=2026-01-10T00%3A00%3A00.000Z"
                                   "&end=2026-01-20T00%3A00%3A00.000Z"));
  ASSERT_TRUE(asked.answer) << asked.answer.error().what;
  EXPECT_EQ(values(*asked.answer), (std::vector{100.0, 102.0}));
}

TEST(ElectricityMaps, NeverAsksForMoreThanItGivesAtOnce) {
  using Options = std::vector<std::pair<std::string, std::string>>;
  for (const auto& [granularity, hours] :
       {std::pair{"hourly", 240h}, {"15_minutes", 60h}, {"5_minutes", 20h}})
    EXPECT_EQ(provider_of("electricity-maps", Options{{"granularity", granularity}})
                  ->longest(What::history),
              hours);
}

TEST(ElectricityMaps, TakesTheStepThatTheAnswerHas) {
  auto data = data_of("electricity-maps", What::latest);
  const auto end = [&] {
    return ask("electricity-maps", query_of("electricity-maps", What::latest), data)
        .answer.value()
        .points.at(0)
        .end;
  };
  EXPECT_EQ(end(), at("2026-01-20T12:30:00Z"));
  data["temporalGranularity"] = "15_minutes";
  EXPECT_EQ(end(), at("2026-01-20T11:45:00Z"));
  data["temporalGranularity"] = "fortnightly";
  const auto asked = ask("electricity-maps", query_of("electricity-maps", What::latest), data);
  EXPECT_EQ(asked.answer.error().kind, Kind::malformed);
}

TEST(ElectricityMaps, MarksEstimatesAndSaysHowMany) {
  const auto series = ask("electricity-maps", What::history).answer.value();
  EXPECT_THAT(series.notes,
              ElementsAre("1 of 3 values are estimates of Electricity Maps, not readings"));
  const auto width = [&](std::size_t i) {
    const auto& figure = series.points[i].intensity;
    return figure.high.value() / figure.low.value();
  };
  EXPECT_GT(width(2), width(1));
}

TEST(ElectricityMaps, RefusesFiguresOfAnotherZoneOrWithOtherFactors) {
  // It falls back to where the caller seems to be when it does not have the zone.
  for (const auto what : whats()) {
    auto data = data_of("electricity-maps", what);
    data["zone"] = "US-CAL-CISO";
    const auto elsewhere = ask("electricity-maps", query_of("electricity-maps", what), data);
    ASSERT_FALSE(elsewhere.answer);
    EXPECT_EQ(elsewhere.answer.error().kind, Kind::not_covered);
  }
  auto data = data_of("electricity-maps", What::history);
  data["history"][1]["emissionFactorType"] = "direct";
  const auto mixed = ask("electricity-maps", query_of("electricity-maps", What::history), data);
  ASSERT_FALSE(mixed.answer);
  EXPECT_THAT(mixed.answer.error().what, HasSubstr("not lifecycle ones"));
}

TEST(ElectricityMaps, SaysAllThatARefusedKeyCanMean) {
  auto http =
      http_of({401, {}, R"({"status":"error","message":"Token unauthorized for zoneKey"})"});
  const auto provider = provider_of("electricity-maps");
  const auto failure = fetch(*provider, http, query_of("electricity-maps", What::latest)).error();
  EXPECT_EQ(failure.kind, Kind::refused);
  EXPECT_THAT(failure.what,
              AllOf(HasSubstr("the key is wrong"), HasSubstr("another zone"), HasSubstr("burst"),
                    HasSubstr("(\"Token unauthorized for zoneKey\")")));
}

TEST(ElectricityMaps, CoversItsOwnZonesOnly) {
  const auto provider = provider_of("electricity-maps");
  for (const char* code : {"DE", "US-CAL-CISO", "DK-DK1"})
    EXPECT_TRUE(provider->covers(catalog::find_zone(code).value().zone)) << code;
  for (const char* code : {"WORLD", "US-CA"})
    EXPECT_FALSE(provider->covers(catalog::find_zone(code).value().zone)) << code;
}

// WattTime

TEST(WattTime, LogsInFindsTheRegionAndAsksWithTheToken) {
  auto http = http_of({200, {}, data_of("watttime", What::history).dump()});
  const auto provider = provider_of("watttime");
  ASSERT_TRUE(fetch(*provider, http, query_of("watttime", What::history)));
  ASSERT_EQ(http.requests.size(), 3U);
  EXPECT_EQ(http.requests[0].url, "https://api.watttime.org/login");
  EXPECT_EQ(http.requests[0].headers.at(0).value, "Basic dXNlcjpwYTU1LXcwcmQ=");
  EXPECT_EQ(http.requests[1].url,
            "https://api.watttime.org/v3/region-from-loc?latitude=36.733000&longitude=-119.422000"
            "&signal_type=co2_moer");
  EXPECT_EQ(http.requests[2].url,
            "https://api.watttime.org/v3/historical?region=CAISO_NORTH&signal_type=co2_moer"
            "&start=2026-01-20T09%3A10%3A00.000Z&end=2026-01-20T12%3A10%3A00.000Z");
  for (const int i : {1, 2})
    EXPECT_EQ(http.requests[static_cast<std::size_t>(i)].headers.at(0).value,
              std::string("Bearer ") + kToken);
  // Token and region are known from now on.
  ASSERT_TRUE(fetch(*provider, http, query_of("watttime", What::history)));
  EXPECT_EQ(http.requests.size(), 4U);
}

TEST(WattTime, LogsInAgainOnceForATokenThatHasEnded) {
  int logins = 0;
  FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.url.ends_with("/login")) {
      ++logins;
      return HttpResponse{200, {}, json{{"token", "t0ken-" + std::to_string(logins)}}.dump()};
    }
    if (request.headers.at(0).value == "Bearer t0ken-1" && logins == 1 &&
        request.url.find("historical") != std::string::npos)
      return HttpResponse{401, {}, "{}"};
    if (request.url.find("region-from-loc") != std::string::npos)
      return HttpResponse{200, {}, R"({"region": "CAISO_NORTH"})"};
    return HttpResponse{200, {}, data_of("watttime", What::history).dump()};
  });
  const auto provider = provider_of("watttime");
  EXPECT_TRUE(fetch(*provider, http, query_of("watttime", What::history)));
  EXPECT_EQ(logins, 2);
}

TEST(WattTime, GivesUpWhenANewTokenIsRefusedToo) {
  FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.url.ends_with("/login")) return HttpResponse{200, {}, R"({"token": "t0ken"})"};
    return HttpResponse{401, {}, "{}"};
  });
  const auto provider = provider_of("watttime", {{"region", "X"}, {"zones", "US-CAL-CISO"}});
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(fetch(*provider, http, query_of("watttime", What::latest)).error().kind,
              Kind::refused);
  EXPECT_EQ(http.requests.size(), 2U + 3U);  // then the token is not new: once more, and again
}

TEST(WattTime, KeepsATokenFor25Minutes) {
  auto http = http_of({200, {}, data_of("watttime", What::latest).dump()});
  const auto provider = provider_of("watttime", {{"region", "CAISO_NORTH"}, {"zones", "DE"}});
  auto query = query_of("watttime", What::latest);
  wattprint::testing::HeldClock clock(kNow);
  std::vector<std::size_t> requests;
  for (const auto later : {0min, 24min, 2min}) {
    clock.wall_time += later;
    Exchange exchange(http, clock, 2s);
    EXPECT_TRUE(provider->fetch(query, exchange));
    requests.push_back(http.requests.size());
  }
  EXPECT_THAT(requests, ElementsAre(2U, 3U, 5U));
}

TEST(WattTime, TellsAWrongPasswordFromAPlanThatIsTooSmall) {
  FakeHttp wrong(401, R"({"error": "Invalid"})");
  const auto login = fetch(*provider_of("watttime"), wrong, query_of("watttime", What::latest));
  EXPECT_EQ(login.error().kind, Kind::refused);
  EXPECT_THAT(login.error().what, HasSubstr("refuses the user name or the password"));
  auto small = http_of({403, {}, R"({"error": "no access"})"});
  const auto plan = fetch(*provider_of("watttime"), small, query_of("watttime", What::latest));
  EXPECT_EQ(plan.error().kind, Kind::refused);
  EXPECT_THAT(plan.error().what, HasSubstr("plan of this account"));
}

TEST(WattTime, ConvertsKnownUnitsAndRefusesAllOthers) {
  auto data = data_of("watttime", What::latest);
  const auto with = [&](const json& units) {
    data["meta"]["units"] = units;
    return ask("watttime", query_of("watttime", What::latest), data).answer;
  };
  for (auto& row : data["data"]) row["value"] = 1000;
  for (const char* pounds : {"lbs_co2_per_mwh", "lb/MWh"})
    EXPECT_NEAR(with(pounds).value().points.at(0).intensity.value.value(), 453.59237, 1e-9);
  for (const char* grams : {"kg_co2_per_mwh", "g/kWh", "g_co2_per_kwh"})
    EXPECT_EQ(with(grams).value().points.at(0).intensity.value.value(), 1000.0);
  for (const json& unknown : {json("percentile"), json("tonnes"), json(""), json(7), json()}) {
    const auto refused = with(unknown);
    ASSERT_FALSE(refused) << unknown;
    EXPECT_EQ(refused.error().kind, Kind::malformed);
  }
}

TEST(WattTime, RefusesAnAnswerOfAnotherSignalOrRegion) {
  for (const auto& [key, text] : {std::pair{"region", "PJM"}, {"signal_type", "health_damage"}}) {
    auto data = data_of("watttime", What::history);
    data["meta"][key] = text;
    const auto asked = ask("watttime", query_of("watttime", What::history), data);
    ASSERT_FALSE(asked.answer) << key;
    EXPECT_THAT(asked.answer.error().what, HasSubstr(key));
  }
}

TEST(WattTime, AsksForTheHoursThatAreWanted) {
  auto query = query_of("watttime", What::forecast);
  for (const auto& [minutes, hours] :
       {std::pair{30min, 1}, {60min, 1}, {61min, 2}, {4320min, 72}, {6000min, 72}}) {
    query.to = at(kNow) + minutes;
    EXPECT_THAT(ask("watttime", query, json::object()).url,
                HasSubstr("&horizon_hours=" + std::to_string(hours)));
  }
  EXPECT_THAT(ask("watttime", What::latest).url, HasSubstr("&horizon_hours=0"));
}

TEST(WattTime, WantsAKeyOfTwoParts) {
  auto options = options_of("watttime");
  options.key = Secret("only-a-token");
  const auto made = make_provider(options);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().what,
              AllOf(HasSubstr("user:password"), ::testing::Not(HasSubstr("only-a-token"))));
}

// UK

TEST(Uk, AsksForTheCountryARegionOrAPostcode) {
  const std::string url = "https://api.carbonintensity.org.uk";
  EXPECT_EQ(ask("uk", What::history).url, url + "/intensity/2026-01-20T09:10Z/2026-01-20T12:10Z");
  EXPECT_EQ(ask("uk", What::forecast).url, url + "/intensity/2026-01-20T12:10Z/fw48h");
  EXPECT_EQ(ask("uk", What::forecast, {{"postcode", "M15"}}).url,
            url + "/regional/intensity/2026-01-20T12:10Z/fw48h/postcode/M15");
  EXPECT_EQ(ask("uk", What::latest, {{"region", "3"}}).url,
            url + "/regional/intensity/2026-01-20T09:10Z/2026-01-20T12:10Z/regionid/3");
  EXPECT_FALSE(make_provider(options_of("uk", {{"region", "3"}, {"postcode", "M15"}})));
}

TEST(Uk, TakesBothShapesOfARegion) {
  for (const auto what : whats()) {
    const auto rows = data_of("uk", what)["data"];
    const json place{{"regionid", 3}, {"postcode", "M15"}, {"data", rows}};
    for (const json& data :
         {json{{"data", place}}, json{{"data", {place}}}, json{{"data", rows}}}) {
      const auto asked = ask("uk", query_of("uk", what), data, {{"postcode", "M15"}});
      ASSERT_TRUE(asked.answer) << data << asked.answer.error().what;
      EXPECT_EQ(values(*asked.answer), (std::vector{100.0, 101.0, 102.0}));
      EXPECT_EQ(asked.answer->source, "UK Carbon Intensity, postcode M15");
    }
  }
}

TEST(Uk, TakesTheForecastWhereNothingWasMeasuredAndSaysSo) {
  auto data = data_of("uk", What::history);
  data["data"][2]["intensity"]["actual"] = nullptr;
  data["data"][1]["intensity"] = {{"forecast", nullptr}, {"actual", nullptr}};
  const auto series = ask("uk", query_of("uk", What::history), data).answer.value();
  EXPECT_EQ(values(series), (std::vector{100.0, 152.0}));
  EXPECT_THAT(series.notes, ElementsAre(HasSubstr("1 of 2 values are estimates")));
}

TEST(Uk, SuspectsThePostcodeWhenThereIsNoAnswerAtAll) {
  auto http = http_of({200, {}, ""});
  const auto failure =
      fetch(*provider_of("uk", {{"postcode", "ZZ9"}}), http, query_of("uk", What::latest)).error();
  EXPECT_EQ(failure.kind, Kind::not_covered);
  EXPECT_THAT(failure.what, HasSubstr("is there such a postcode?"));
}

TEST(Uk, KeepsEachHalfHourOfTheDaysWithOtherClocks) {
  // Clocks went forward on 29 March 2026 at 01:00 UTC and back on 25 October 2025 at 01:00.
  for (const char* day : {"2026-03-29", "2025-10-26"}) {
    json rows = json::array();
    const WallTime midnight = at((std::string(day) + "T00:00:00Z").c_str());
    for (int i = 0; i < 48; ++i)
      rows.push_back({{"from", minute(midnight + i * 30min, "Z")},
                      {"intensity", {{"forecast", 1}, {"actual", 100 + i}}}});
    auto http = http_of({200, {}, json{{"data", rows}}.dump()});
    const wattprint::testing::HeldClock later("2026-04-01T00:00:00Z");
    Exchange exchange(http, later, 2s);
    Query query{.what = What::history,
                .zone = query_of("uk", What::history).zone,
                .from = midnight,
                .to = midnight + 24h};
    const auto series = provider_of("uk")->fetch(query, exchange).value();
    ASSERT_EQ(series.points.size(), 48U);
    for (std::size_t i = 0; i < 48; ++i) {
      EXPECT_EQ(series.points[i].start, midnight + static_cast<int>(i) * 30min);
      EXPECT_EQ(series.points[i].end, midnight + static_cast<int>(i + 1) * 30min);
      EXPECT_EQ(series.points[i].intensity.value.value(), 100.0 + static_cast<double>(i));
    }
  }
}

// Energi Data Service

TEST(EnergiDataService, AsksInUtcForOneArea) {
  EXPECT_EQ(ask("energi-data-service", What::history).url,
            "https://api.energidataservice.dk/dataset/CO2Emis?start=2026-01-20T09:10"
            "&end=2026-01-20T12:10&timezone=UTC&filter=%7B%22PriceArea%22%3A%5B%22DK1%22%5D%7D"
            "&sort=Minutes5UTC%20asc&offset=0&limit=5000");
  EXPECT_THAT(ask("energi-data-service", What::forecast).url,
              HasSubstr("/dataset/CO2EmisProg?start=2026-01-20T12:05&end=2026-01-20T15:10&"));
}

TEST(EnergiDataService, LeavesOutRowsOfTheOtherArea) {
  auto data = data_of("energi-data-service", What::history);
  auto other = data["records"][0];
  other["PriceArea"] = "DK2";
  other["CO2Emission"] = 400;
  data["records"].insert(data["records"].begin(), other);
  const auto asked =
      ask("energi-data-service", query_of("energi-data-service", What::history), data);
  EXPECT_EQ(values(asked.answer.value()), (std::vector{100.0, 101.0, 102.0}));
}

TEST(EnergiDataService, TakesTimesAsUtcAndNewestFirst) {
  auto data = data_of("energi-data-service", What::history);
  std::reverse(data["records"].begin(), data["records"].end());
  const auto series =
      ask("energi-data-service", query_of("energi-data-service", What::history), data)
          .answer.value();
  EXPECT_EQ(series.points.at(0).start, at("2026-01-20T11:50:00Z"));
  EXPECT_EQ(series.points.at(0).end, at("2026-01-20T11:55:00Z"));
  EXPECT_EQ(values(series), (std::vector{100.0, 101.0, 102.0}));
}

TEST(EnergiDataService, TurnsPagesUntilTheLastAndNoFurtherThanThereCanBe) {
  const auto page = data_of("energi-data-service", What::history)["records"];
  for (const bool ends : {true, false}) {
    FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
      const bool first = request.url.find("&offset=0&") != std::string::npos;
      json rows = json::array();
      for (int i = 0; i < (first || !ends ? 5000 : 1); ++i) rows.push_back(page[first ? 0 : 1]);
      return HttpResponse{200, {}, json{{"records", rows}}.dump()};
    });
    const auto answer = fetch(*provider_of("energi-data-service"), http,
                              query_of("energi-data-service", What::history));
    EXPECT_EQ(http.requests.size(), ends ? 2U : 3U);
    ASSERT_EQ(answer.has_value(), ends);
    if (ends) {
      EXPECT_EQ(values(*answer), (std::vector{100.0, 101.0}));
    } else {
      EXPECT_EQ(answer.error().kind, Kind::malformed);
    }
  }
}

TEST(EnergiDataService, CoversTheTwoAreasOnly) {
  const auto provider = provider_of("energi-data-service");
  EXPECT_TRUE(provider->covers(catalog::find_zone("DK-DK2").value().zone));
  EXPECT_FALSE(provider->covers(catalog::find_zone("DK").value().zone));
}

// Carbon Aware SDK

TEST(CarbonAwareSdk, AsksByTheNamesThatItKnows) {
  EXPECT_EQ(ask("carbon-aware-sdk", What::forecast, {{"locations", "DE=germanywestcentral"}}).url,
            "http://localhost:5073/emissions/forecasts/current?location=germanywestcentral");
  EXPECT_EQ(ask("carbon-aware-sdk", What::history).url,
            "http://localhost:5073/emissions/bylocation?location=DE"
            "&time=2026-01-20T09%3A10%3A00.000Z&toTime=2026-01-20T12%3A10%3A00.000Z");
  const auto mapped = provider_of("carbon-aware-sdk", {{"locations", "DE=x SE=y"}});
  EXPECT_TRUE(mapped->covers(catalog::find_zone("SE").value().zone));
  EXPECT_FALSE(mapped->covers(catalog::find_zone("FR").value().zone));
}

TEST(CarbonAwareSdk, WantsToBeToldWhereItIsAndWhatItGives) {
  auto options = options_of("carbon-aware-sdk");
  options.values.erase("url");
  EXPECT_THAT(make_provider(options).error().what, HasSubstr("[provider.carbon-aware-sdk]: url"));
  options = options_of("carbon-aware-sdk");
  options.values.erase("signal");
  EXPECT_THAT(make_provider(options).error().what, HasSubstr("\"marginal\" (WattTime)"));
}

TEST(CarbonAwareSdk, TakesDurationsAsMinutesAndAsSpans) {
  auto data = data_of("carbon-aware-sdk", What::history);
  const auto end = [&](const json& duration) {
    data[2]["duration"] = duration;
    const auto asked = ask("carbon-aware-sdk", query_of("carbon-aware-sdk", What::history), data);
    return asked.answer ? asked.answer->points.back().end : WallTime{};
  };
  EXPECT_EQ(end("00:05:00"), at("2026-01-20T12:05:00Z"));
  EXPECT_EQ(end(15), at("2026-01-20T12:15:00Z"));
  EXPECT_EQ(end(nullptr), at("2026-01-20T13:00:00Z"));
  for (const json& wrong : {json("00:00:00"), json("soon"), json(0), json(-5), json(1e300),
                            json("99:00:00"), json(true), json::array()})
    EXPECT_EQ(end(wrong), WallTime{}) << wrong;
}

TEST(ProviderKinds, AreFoundByKindOrNameAndNamedWhenThereIsNone) {
  auto options = options_of("electricity-maps", {{"kind", "electricity-maps"}});
  options.name = "work";
  EXPECT_EQ(make_provider(options).value()->name(), "work");
  options.values.clear();
  const auto none = make_provider(options);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().what, AllOf(HasSubstr("\"work\""), HasSubstr("electricity-maps")));
}

}  // namespace
}  // namespace wattprint::grid
